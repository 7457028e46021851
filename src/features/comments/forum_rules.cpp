#include "features/comments/forum_rules.hpp"

#include "core/db/event_log.hpp"
#include "features/comments/comment.hpp"

namespace masthead::comments {

namespace {

constexpr int days_max = 36'500;
constexpr int reports_max = 100;

constexpr db::Query select_rules{"conversation_rules.all", R"sql(
    SELECT name, value
    FROM conversation_rules
    LIMIT 100
)sql"};

constexpr db::Query upsert_rule{"conversation_rules.upsert", R"sql(
    INSERT INTO conversation_rules (name, value)
    VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value
)sql"};

// Zero where fewer comments than the pace allows lie within its window.
Milliseconds wait_for_pace(const Pace& pace, std::span<const Time> posted, Time now)
{
    if (pace.count <= 0 || posted.size() < static_cast<std::size_t>(pace.count))
        return Milliseconds{0};
    const auto free_at = posted[static_cast<std::size_t>(pace.count) - 1] + pace.window;
    return free_at > now ? free_at - now : Milliseconds{0};
}

} // namespace

ForumRules load_forum_rules(db::Snapshot& snapshot)
{
    ForumRules rules;
    snapshot.each(select_rules, {}, [&](const db::Row& row) {
        if (row.text(0) == "close_after_days")
            rules.close_after_days = static_cast<int>(row.integer(1));
        if (row.text(0) == "reports_to_hold")
            rules.reports_to_hold = static_cast<int>(row.integer(1));
    });
    return rules;
}

Result<void> save_forum_rules(db::Tx& tx, const ForumRules& rules, Time now)
{
    if (rules.close_after_days < 0 || rules.close_after_days > days_max)
        return refuse(Refusal::invalid, "conversation_rules.close_after_days");
    if (rules.reports_to_hold < 0 || rules.reports_to_hold > reports_max)
        return refuse(Refusal::invalid, "conversation_rules.reports_to_hold");
    tx.run(upsert_rule, {"close_after_days", rules.close_after_days});
    tx.run(upsert_rule, {"reports_to_hold", rules.reports_to_hold});
    db::append_event(tx, {event_rules}, now);
    return {};
}

stories::ConversationMode mode_now(const stories::ConversationRules& conversation,
                                   const ForumRules& rules, Time now)
{
    const bool too_old =
        rules.close_after_days > 0 &&
        now >= conversation.published_at + std::chrono::hours{24} * rules.close_after_days;
    return too_old ? stories::ConversationMode::closed : conversation.mode;
}

Milliseconds wait_for(const Rates& rates, std::span<const Time> posted, Time now)
{
    return std::max(wait_for_pace(rates.burst, posted, now),
                    wait_for_pace(rates.lasting, posted, now));
}

} // namespace masthead::comments
