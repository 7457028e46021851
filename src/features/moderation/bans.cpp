#include "features/moderation/bans.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/moderation/ban_sql.hpp"
#include "features/moderation/record_decision.hpp"

#include <algorithm>

namespace masthead::moderation {

namespace {

constexpr std::size_t network_key_bytes_max = 128;
constexpr std::size_t domain_bytes_max = 253;

std::string target_of(ReaderId reader)
{
    return "reader:" + to_string(reader);
}
std::string target_of_domain(std::string_view domain)
{
    return "mail:" + to_lower_ascii(domain);
}
std::string target_of_network(std::string_view key)
{
    return "network:" + std::string{key};
}

Result<void> check(const BanTerms& terms, Time now)
{
    if (trim(terms.ground).empty() || terms.ground.size() > ground_bytes_max)
        return refuse(Refusal::invalid, "ban.ground");
    if (terms.words.size() > decision_text_bytes_max || terms.note.size() > ban_note_bytes_max)
        return refuse(Refusal::too_large, "ban.words");
    if (terms.until && (*terms.until <= now || *terms.until > now + ban_duration_max))
        return refuse(Refusal::invalid, "ban.until");
    return {};
}

// The newest word counts: a ban on the same target that stands is ended.
BanId replace_ban(db::Tx& tx, Ban ban, const BanTerms& terms, Time now)
{
    while (const auto standing = sql::find_standing_ban(tx, ban.target, now))
        sql::end_ban(tx, standing->id, terms.staff, now);
    ban.id = tx.new_id<BanId>();
    ban.ground = trim(terms.ground);
    ban.note = terms.note;
    ban.created_at = now;
    ban.until = terms.until;
    ban.staff = terms.staff;
    sql::insert_ban(tx, ban);
    return ban.id;
}

void record(db::Tx& tx, ReaderId reader, Action action, const BanTerms& terms, Time now)
{
    NewDecision decision;
    decision.subject = Subject::reader;
    decision.reader = reader;
    decision.action = action;
    decision.staff = terms.staff;
    decision.found_by = FoundBy::staff;
    decision.ground = trim(terms.ground);
    decision.until = terms.until;
    decision.words = terms.words;
    record_decision(tx, decision, now);
}

bool is_later(const std::optional<Time>& a, const std::optional<Time>& b)
{
    return !a || (b && *a > *b);
}

} // namespace

Result<BanId> ban_reader(db::Tx& tx, ReaderId reader, const BanTerms& terms, Time now)
{
    if (!reader)
        return refuse(Refusal::not_found, "ban.reader");
    if (const auto checked = check(terms, now); !checked)
        return checked.error();
    Ban ban;
    ban.kind = BanKind::reader;
    ban.target = target_of(reader);
    ban.reader = reader;
    const auto id = replace_ban(tx, std::move(ban), terms, now);
    record(tx, reader, Action::banned, terms, now);
    db::append_event(tx, {event_reader_banned, reader.value()}, now);
    return id;
}

Result<BanId> ban_mail_domain(db::Tx& tx, const std::string& domain, const BanTerms& terms,
                              Time now)
{
    const auto name = trim(domain);
    if (name.find('.') == std::string_view::npos || name.size() > domain_bytes_max ||
        name.find_first_of(" @:/") != std::string_view::npos)
        return refuse(Refusal::invalid, "ban.mail_domain");
    if (const auto checked = check(terms, now); !checked)
        return checked.error();
    Ban ban;
    ban.kind = BanKind::mail_domain;
    ban.target = target_of_domain(name);
    return replace_ban(tx, std::move(ban), terms, now);
}

Result<BanId> ban_network(db::Tx& tx, const std::string& network_key, const BanTerms& terms,
                          Time now)
{
    if (network_key.empty() || network_key.size() > network_key_bytes_max)
        return refuse(Refusal::invalid, "ban.network");
    if (const auto checked = check(terms, now); !checked)
        return checked.error();
    Ban ban;
    ban.kind = BanKind::network;
    ban.target = target_of_network(network_key);
    return replace_ban(tx, std::move(ban), terms, now);
}

Result<void> lift_ban(db::Tx& tx, BanId id, StaffId staff, Time now)
{
    const auto ban = sql::find_ban(tx, id);
    if (!ban)
        return refuse(Refusal::not_found, "ban.not_found");
    if (ban->lifted_at || (ban->until && *ban->until <= now))
        return refuse(Refusal::conflict, "ban.has_ended");
    sql::end_ban(tx, id, staff, now);
    if (ban->kind != BanKind::reader)
        return {};
    BanTerms terms;
    terms.staff = staff;
    terms.ground = ban->ground;
    record(tx, ban->reader, Action::ban_lifted, terms, now);
    db::append_event(tx, {event_ban_lifted, ban->reader.value()}, now);
    return {};
}

std::optional<Ban> active_ban(db::Snapshot& snapshot, ReaderId reader, Time now)
{
    return sql::find_standing_ban(snapshot, target_of(reader), now);
}

std::optional<Ban> find_ban_on(db::Snapshot& snapshot, ReaderId reader,
                               const std::string& mail_domain, const std::string& network_key,
                               Time now)
{
    std::optional<Ban> heaviest;
    const auto look_for = [&](const std::string& target) {
        auto ban = sql::find_standing_ban(snapshot, target, now);
        if (ban && (!heaviest || is_later(ban->until, heaviest->until)))
            heaviest = std::move(ban);
    };
    if (reader)
        look_for(target_of(reader));
    if (!network_key.empty())
        look_for(target_of_network(network_key));
    // A ban on a domain holds for those beneath it; the last part alone is no provider.
    for (std::string_view domain = mail_domain; domain.find('.') != std::string_view::npos;
         domain = domain.substr(domain.find('.') + 1))
        look_for(target_of_domain(domain));
    return heaviest;
}

std::vector<Ban> find_bans(db::Snapshot& snapshot, int limit)
{
    return sql::newest_bans(snapshot, limit);
}

} // namespace masthead::moderation
