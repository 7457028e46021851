#include "features/moderation/rule_sql.hpp"

#include <stdexcept>

namespace masthead::moderation::sql {

namespace {

constexpr db::Query insert{"moderation_rules.insert", R"sql(
    INSERT INTO moderation_rules (id, kind, pattern, language, note, created_by, created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (kind, pattern, language) DO NOTHING
)sql"};

constexpr db::Query delete_one{"moderation_rules.delete", R"sql(
    DELETE FROM moderation_rules
    WHERE id = ?
)sql"};

constexpr db::Query count_all{"moderation_rules.count", R"sql(
    SELECT COUNT(*)
    FROM moderation_rules
)sql"};

constexpr db::Query select_after{"moderation_rules.after", R"sql(
    SELECT id, kind, pattern, language, note, created_by, created_at_ms
    FROM moderation_rules
    WHERE kind = ?
      AND pattern > ?
    ORDER BY kind, pattern, language
    LIMIT ?
)sql"};

constexpr db::Query select_by_id{"moderation_rules.by_id", R"sql(
    SELECT id, kind, pattern, language, note, created_by, created_at_ms
    FROM moderation_rules
    WHERE id > ?
    ORDER BY id
    LIMIT ?
)sql"};

// A kind that this program does not know must not be ignored: it may be what holds a comment back.
Rule read_rule(const db::Row& row)
{
    const auto kind = row.integer(1);
    if (kind < 0 || kind > static_cast<std::int64_t>(RuleKind::mail_domain))
        throw std::runtime_error("moderation_rules: unknown kind " + std::to_string(kind));
    return {row.id<RuleId>(0), static_cast<RuleKind>(kind), row.string(2), row.string(3),
            row.string(4),     row.id<StaffId>(5),          row.time(6)};
}

} // namespace

bool insert_rule(db::Tx& tx, const Rule& rule)
{
    return tx.run(insert, {rule.id, rule.kind, rule.pattern, rule.language, rule.note,
                           rule.created_by, rule.created_at}) > 0;
}

bool delete_rule(db::Tx& tx, RuleId id)
{
    return tx.run(delete_one, {id}) > 0;
}

std::int64_t count_rules(db::Snapshot& snapshot)
{
    return snapshot.integer(count_all, {});
}

std::vector<Rule> rules_after(db::Snapshot& snapshot, RuleKind kind, std::string_view pattern,
                              int limit)
{
    return snapshot.list(select_after, {kind, pattern, limit}, read_rule);
}

std::vector<Rule> rules_by_id(db::Snapshot& snapshot, RuleId after, int limit)
{
    return snapshot.list(select_by_id, {after.value(), limit}, read_rule);
}

} // namespace masthead::moderation::sql
