#include "features/accounts/session.hpp"

#include "core/crypto/token.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/session_sql.hpp"

#include <algorithm>
#include <array>

namespace masthead::accounts {

namespace {

struct Word {
    std::string_view mark;
    std::string_view name;
};

// The first that occurs wins: browsers name their forerunners behind their own name, so the
// youngest stands first.
constexpr std::array browsers = {
    Word{"Edg/", "Edge"},
    Word{"EdgA/", "Edge"},
    Word{"OPR/", "Opera"},
    Word{"Vivaldi/", "Vivaldi"},
    Word{"SamsungBrowser/", "Samsung Internet"},
    Word{"FxiOS/", "Firefox"},
    Word{"Firefox/", "Firefox"},
    Word{"CriOS/", "Chrome"},
    Word{"Chromium/", "Chromium"},
    Word{"Chrome/", "Chrome"},
    Word{"Safari/", "Safari"},
    Word{"curl/", "curl"},
};
constexpr std::array systems = {
    Word{"iPhone", "iPhone"},   Word{"iPad", "iPad"},       Word{"Android", "Android"},
    Word{"Windows", "Windows"}, Word{"CrOS", "ChromeOS"},   Word{"Macintosh", "Mac"},
    Word{"Linux", "Linux"},     Word{"FreeBSD", "FreeBSD"},
};

template <std::size_t N>
std::string_view first_word(const std::array<Word, N>& words, std::string_view text)
{
    for (const auto& word : words) {
        if (text.find(word.mark) != std::string_view::npos)
            return word.name;
    }
    return {};
}

// A session ends when it has not been used for a while, and in any case some time after it began.
Time end_of(OwnerKind kind, Time created_at, Time seen_at)
{
    const bool is_staff = kind == OwnerKind::staff;
    return std::min(seen_at + (is_staff ? staff_session_idle_max : reader_session_idle_max),
                    created_at + (is_staff ? staff_session_max : reader_session_max));
}

void close(db::Tx& tx, SessionId id, Time now)
{
    sql::delete_session(tx, id);
    db::append_event(tx, {event_session_closed, id.value()}, now);
}

void make_room(db::Tx& tx, Owner owner, Time now)
{
    const auto open = sql::list_sessions(tx, owner, 2 * sessions_per_owner_max);
    for (std::size_t at = sessions_per_owner_max - 1; at < open.size(); ++at)
        close(tx, open[at].id, now);
}

} // namespace

bool is_fresh(const Session& session, Time now)
{
    return now - session.proved_at <= session_fresh_for;
}

std::string device_words(std::string_view user_agent)
{
    // Far behind this nothing is said that we look for, and the field is a stranger's.
    const auto text = user_agent.substr(0, 500);
    const auto browser = first_word(browsers, text);
    const auto system = first_word(systems, text);
    if (browser.empty() && system.empty())
        return "";
    if (browser.empty() || system.empty())
        return std::string{browser.empty() ? system : browser};
    return std::string{browser} + " on " + std::string{system};
}

OpenedSession open_session(db::Tx& tx, const NewSession& session, Time now)
{
    make_room(tx, session.owner, now);
    Session opened;
    opened.id = tx.new_id<SessionId>();
    opened.owner = session.owner;
    opened.device = session.device;
    opened.sealed_network = session.sealed_network;
    opened.created_at = opened.seen_at = opened.proved_at = now;
    opened.expires_at = end_of(session.owner.kind, now, now);
    auto token = crypto::random_token();
    sql::insert_session(tx, opened, crypto::token_hash(token));
    return {opened.id, std::move(token), opened.expires_at};
}

std::optional<Session> find_session(db::Snapshot& snapshot, std::string_view token, Time now)
{
    auto session = sql::find_session(snapshot, crypto::token_hash(token));
    return session && session->expires_at > now ? session : std::nullopt;
}

std::optional<Session> find_session(db::Snapshot& snapshot, SessionId id, Time now)
{
    auto session = sql::find_session(snapshot, id);
    return session && session->expires_at > now ? session : std::nullopt;
}

void see_session(db::Tx& tx, SessionId id, Time now)
{
    const auto session = sql::find_session(tx, id);
    // An expired session is not brought back by a request that was on its way.
    if (!session || session->expires_at <= now || now - session->seen_at < session_seen_every)
        return;
    sql::set_seen(tx, id, now, end_of(session->owner.kind, session->created_at, now));
}

Result<OpenedSession> rotate_session(db::Tx& tx, SessionId id, Time now)
{
    auto session = sql::find_session(tx, id);
    if (!session || session->expires_at <= now)
        return refuse(Refusal::not_found, "session.not_found");
    session->seen_at = session->proved_at = now;
    session->expires_at = end_of(session->owner.kind, session->created_at, now);
    auto token = crypto::random_token();
    sql::set_token(tx, *session, crypto::token_hash(token));
    db::append_event(tx, {event_session_closed, id.value()}, now);
    return OpenedSession{id, std::move(token), session->expires_at};
}

Result<void> close_session(db::Tx& tx, Owner owner, SessionId id, Time now)
{
    const auto session = sql::find_session(tx, id);
    if (!session || session->owner != owner)
        return refuse(Refusal::not_found, "session.not_found");
    close(tx, id, now);
    return {};
}

int close_sessions_of(db::Tx& tx, Owner owner, SessionId except, Time now)
{
    int closed = 0;
    for (const auto& session : sql::list_sessions(tx, owner, 2 * sessions_per_owner_max)) {
        if (session.id == except)
            continue;
        close(tx, session.id, now);
        ++closed;
    }
    return closed;
}

std::vector<Session> sessions_of(db::Snapshot& snapshot, Owner owner, Time now)
{
    auto sessions = sql::list_sessions(snapshot, owner, sessions_per_owner_max);
    std::erase_if(sessions, [&](const Session& session) { return session.expires_at <= now; });
    return sessions;
}

} // namespace masthead::accounts
