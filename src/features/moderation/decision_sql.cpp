#include "features/moderation/decision_sql.hpp"

namespace masthead::moderation::sql {

namespace {

constexpr db::Query insert{"decisions.insert", R"sql(
    INSERT INTO decisions (id, subject, comment_id, reader_id, story_id, action, staff_id, found_by,
                           ground, until_at_ms, created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query insert_text{"decision_texts.insert", R"sql(
    INSERT INTO decision_texts (decision_id, facts, words, place, written_at_ms)
    VALUES (?, ?, ?, ?, ?)
)sql"};

constexpr db::Query add_total{"decision_totals.add", R"sql(
    INSERT INTO decision_totals (month, action, automated, total)
    VALUES (?, ?, ?, 1)
    ON CONFLICT (month, action, automated) DO UPDATE SET total = decision_totals.total + 1
)sql"};

constexpr db::Query select_one{"decisions.one", R"sql(
    SELECT d.id, d.subject, d.comment_id, d.reader_id, d.story_id, d.action, d.staff_id, d.found_by,
           d.ground, d.until_at_ms, d.created_at_ms, t.facts, t.words, t.place
    FROM decisions d
    LEFT JOIN decision_texts t ON t.decision_id = d.id
    WHERE d.id = ?
)sql"};

constexpr db::Query select_on_reader{"decisions.on_reader", R"sql(
    SELECT d.id, d.subject, d.comment_id, d.reader_id, d.story_id, d.action, d.staff_id, d.found_by,
           d.ground, d.until_at_ms, d.created_at_ms, t.facts, t.words, t.place
    FROM decisions d
    LEFT JOIN decision_texts t ON t.decision_id = d.id
    WHERE d.reader_id = ?
    ORDER BY d.created_at_ms DESC, d.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_on_comment{"decisions.on_comment", R"sql(
    SELECT d.id, d.subject, d.comment_id, d.reader_id, d.story_id, d.action, d.staff_id, d.found_by,
           d.ground, d.until_at_ms, d.created_at_ms, t.facts, t.words, t.place
    FROM decisions d
    LEFT JOIN decision_texts t ON t.decision_id = d.id
    WHERE d.comment_id = ?
    ORDER BY d.created_at_ms DESC, d.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_totals{"decision_totals.since", R"sql(
    SELECT month, action, automated, total
    FROM decision_totals
    WHERE month >= ?
    ORDER BY month DESC, action, automated
    LIMIT 10000
)sql"};

constexpr db::Query delete_texts{"decision_texts.erase_reader", R"sql(
    DELETE FROM decision_texts
    WHERE decision_id IN (SELECT t.decision_id
                          FROM decisions d
                          JOIN decision_texts t ON t.decision_id = d.id
                          WHERE d.reader_id = ?
                          LIMIT ?)
)sql"};

constexpr db::Query delete_texts_of_comment{"decision_texts.erase_comment", R"sql(
    DELETE FROM decision_texts
    WHERE decision_id IN (SELECT id
                          FROM decisions
                          WHERE comment_id = ?)
)sql"};

// Why somebody is banned is kept as long as they are.
constexpr db::Query delete_old_texts{"decision_texts.erase_old", R"sql(
    DELETE FROM decision_texts
    WHERE decision_id IN (SELECT t.decision_id
                          FROM decision_texts t
                          JOIN decisions d ON d.id = t.decision_id
                          WHERE t.written_at_ms < ?
                            AND NOT (d.action = ?
                                     AND EXISTS (SELECT 1
                                                 FROM bans b
                                                 WHERE b.reader_id = d.reader_id
                                                   AND b.lifted_at_ms = 0
                                                   AND b.until_at_ms > ?))
                          ORDER BY t.written_at_ms
                          LIMIT ?)
)sql"};

Decision read_decision(const db::Row& row)
{
    Decision decision;
    decision.id = row.id<DecisionId>(0);
    decision.subject = row.as<Subject>(1);
    decision.comment = row.id<CommentId>(2);
    decision.reader = row.id<ReaderId>(3);
    decision.story = row.id<StoryId>(4);
    decision.action = row.as<Action>(5);
    decision.staff = row.id<StaffId>(6);
    decision.found_by = row.as<FoundBy>(7);
    decision.ground = row.string(8);
    if (row.integer(9) != 0)
        decision.until = row.time(9);
    decision.created_at = row.time(10);
    decision.facts = row.string(11);
    decision.words = row.string(12);
    decision.place = row.string(13);
    return decision;
}

} // namespace

void insert_decision(db::Tx& tx, const Decision& decision)
{
    const auto until_ms = decision.until ? to_ms(*decision.until) : 0;
    tx.run(insert, {decision.id, decision.subject, decision.comment, decision.reader,
                    decision.story, decision.action, decision.staff, decision.found_by,
                    decision.ground, until_ms, decision.created_at});
    tx.run(insert_text,
           {decision.id, decision.facts, decision.words, decision.place, decision.created_at});
}

void count_decision(db::Tx& tx, const Decision& decision, int month)
{
    tx.run(add_total, {month, decision.action, decision.is_automated()});
}

std::optional<Decision> find_decision(db::Snapshot& snapshot, DecisionId id)
{
    return snapshot.find(select_one, {id}, read_decision);
}

std::vector<Decision> decisions_on_reader(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_on_reader, {reader, limit}, read_decision);
}

std::vector<Decision> decisions_on_comment(db::Snapshot& snapshot, CommentId comment, int limit)
{
    return snapshot.list(select_on_comment, {comment, limit}, read_decision);
}

std::vector<DecisionTotal> decision_totals(db::Snapshot& snapshot, int first_month)
{
    return snapshot.list(select_totals, {first_month}, [](const db::Row& row) {
        return DecisionTotal{static_cast<int>(row.integer(0)), row.as<Action>(1), row.flag(2),
                             row.integer(3)};
    });
}

std::int64_t erase_texts(db::Tx& tx, ReaderId reader, int limit)
{
    return tx.run(delete_texts, {reader, limit});
}

std::int64_t erase_old_texts(db::Tx& tx, Time before, Time now, int limit)
{
    return tx.run(delete_old_texts, {before, Action::banned, now, limit});
}

std::int64_t erase_texts_of_comment(db::Tx& tx, CommentId comment)
{
    return tx.run(delete_texts_of_comment, {comment});
}

} // namespace masthead::moderation::sql
