#include "features/accounts/session_memory.hpp"

#include "core/crypto/token.hpp"

#include <utility>

namespace masthead::accounts {

namespace {

// A cookie of ours is 43 bytes; anything much longer is not worth a hash.
constexpr std::size_t token_bytes_max = 100;

// The events after which what is remembered of their subject may be wrong. The readers' and the
// staff's own names stand in rooms above this one.
bool makes_stale(std::string_view name)
{
    return name == event_session_closed || name == "reader.changed" || name == "reader.erased" ||
           name == "staff.changed";
}

} // namespace

SessionMemory::SessionMemory(db::Database& database, FindPermissions find_permissions,
                             std::size_t sessions_max)
    : database_(database), find_permissions_(std::move(find_permissions)),
      sessions_max_(sessions_max)
{
}

std::optional<RememberedSession> SessionMemory::find(std::string_view token, OwnerKind kind,
                                                     Time now)
{
    if (token.empty() || token.size() > token_bytes_max)
        return std::nullopt;
    const auto token_hash = crypto::token_hash(token);
    auto found = recall(token_hash);
    if (!found) {
        // Taken before the row is read: what an event says meanwhile must not be overwritten.
        const auto read_in = generation();
        found = database_.read([&](db::Snapshot& snapshot) -> std::optional<RememberedSession> {
            const auto session = find_session(snapshot, token, now);
            if (!session)
                return std::nullopt;
            const bool is_staff = session->owner.kind == OwnerKind::staff;
            return RememberedSession{*session,
                                     is_staff ? find_permissions_(snapshot, session->owner) : 0};
        });
        if (!found)
            return std::nullopt;
        keep(token_hash, *found, read_in);
    }
    // A cookie of one kind is worth nothing in the place of the other.
    if (found->session.owner.kind != kind || found->session.expires_at <= now)
        return std::nullopt;
    if (now - found->session.seen_at >= session_seen_every)
        note_seen(token_hash, *found, now);
    return found;
}

void SessionMemory::forget(const std::vector<db::Event>& events)
{
    const std::scoped_lock lock(mutex_);
    for (const auto& event : events) {
        if (!makes_stale(event.name))
            continue;
        ++generation_;
        for (auto at = by_id_.find(event.subject_id); at != by_id_.end();
             at = by_id_.find(event.subject_id))
            drop(at->second);
    }
}

std::size_t SessionMemory::size() const
{
    const std::scoped_lock lock(mutex_);
    return entries_.size();
}

std::optional<RememberedSession> SessionMemory::recall(const std::string& token_hash)
{
    const std::scoped_lock lock(mutex_);
    const auto known = by_token_.find(token_hash);
    if (known == by_token_.end())
        return std::nullopt;
    entries_.splice(entries_.begin(), entries_, known->second);
    return known->second->remembered;
}

std::uint64_t SessionMemory::generation() const
{
    const std::scoped_lock lock(mutex_);
    return generation_;
}

void SessionMemory::keep(const std::string& token_hash, const RememberedSession& found,
                         std::uint64_t read_in_generation)
{
    const std::scoped_lock lock(mutex_);
    if (generation_ != read_in_generation || by_token_.contains(token_hash))
        return;
    while (entries_.size() >= sessions_max_ && !entries_.empty())
        drop(std::prev(entries_.end()));
    entries_.push_front({token_hash, found});
    by_token_.emplace(token_hash, entries_.begin());
    by_id_.emplace(found.session.id.value(), entries_.begin());
    by_id_.emplace(found.session.owner.id, entries_.begin());
}

void SessionMemory::note_seen(const std::string& token_hash, RememberedSession& found, Time now)
{
    {
        const std::scoped_lock lock(mutex_);
        const auto known = by_token_.find(token_hash);
        // Only the first of many requests at once goes on to write.
        if (known == by_token_.end() ||
            now - known->second->remembered.session.seen_at < session_seen_every)
            return;
        known->second->remembered.session.seen_at = now;
    }
    const auto read_again = database_.write([&](db::Tx& tx) -> Result<std::optional<Session>> {
        see_session(tx, found.session.id, now);
        return find_session(tx, found.session.id, now);
    });
    if (!read_again || !*read_again)
        return;
    found.session = **read_again;
    const std::scoped_lock lock(mutex_);
    const auto known = by_token_.find(token_hash);
    if (known != by_token_.end())
        known->second->remembered.session = found.session;
}

void SessionMemory::drop(Entries::iterator entry)
{
    const auto drop_id = [&](std::int64_t id) {
        const auto [first, last] = by_id_.equal_range(id);
        for (auto at = first; at != last; ++at) {
            if (at->second == entry) {
                by_id_.erase(at);
                return;
            }
        }
    };
    drop_id(entry->remembered.session.id.value());
    drop_id(entry->remembered.session.owner.id);
    by_token_.erase(entry->token_hash);
    entries_.erase(entry);
}

} // namespace masthead::accounts
