#include "features/comments/report_sql.hpp"

#include "features/comments/report_row.hpp"

namespace masthead::comments {

namespace sql {

namespace {

constexpr db::Query insert{"comment_reports.insert", R"sql(
    INSERT INTO comment_reports (id, comment_id, reader_id, reason, words, outcome,
                                 reported_at_ms, decided_at_ms)
    VALUES (?, ?, ?, ?, ?, 0, ?, 0)
    ON CONFLICT (comment_id, reader_id) DO NOTHING
)sql"};

constexpr db::Query count_open{"comments.count_report", R"sql(
    UPDATE comments
    SET report_count = report_count + 1,
        reported_at_ms = CASE WHEN report_count = 0 THEN ? ELSE reported_at_ms END
    WHERE id = ?
)sql"};

constexpr db::Query count_since{"comment_reports.count_since", R"sql(
    SELECT COUNT(*)
    FROM (
        SELECT id
        FROM comment_reports
        WHERE reader_id = ?
          AND reported_at_ms > ?
        LIMIT ?
    ) AS recent
)sql"};

constexpr db::Query count_known{"comment_reports.count_known", R"sql(
    SELECT COUNT(*)
    FROM (
        SELECT p.id
        FROM comment_reports p
        JOIN readers r ON r.id = p.reader_id
        WHERE p.comment_id = ?
          AND p.outcome = 0
          AND r.state = 1
          AND r.approved_count >= ?
          AND r.created_at_ms <= ?
        LIMIT ?
    ) AS known
)sql"};

constexpr db::Query close_open{"comment_reports.close", R"sql(
    UPDATE comment_reports
    SET outcome = ?,
        decided_at_ms = ?
    WHERE comment_id = ?
      AND outcome = 0
)sql"};

constexpr db::Query count_none{"comments.no_reports", R"sql(
    UPDATE comments
    SET report_count = 0,
        reported_at_ms = 0
    WHERE id = ?
      AND report_count > 0
)sql"};

} // namespace

ReportId insert_report(db::Tx& tx, const ReportComment& report, Time now)
{
    const auto id = tx.new_id<ReportId>();
    const auto rows =
        tx.run(insert, {id, report.comment, report.reader, report.reason, report.words, now});
    return rows > 0 ? id : ReportId{};
}

void count_report(db::Tx& tx, CommentId comment, Time now)
{
    tx.run(count_open, {now, comment});
}

int reports_since(db::Snapshot& snapshot, ReaderId reader, Time since, int limit)
{
    return static_cast<int>(snapshot.integer(count_since, {reader, since, limit}));
}

int reports_by_known(db::Snapshot& snapshot, CommentId comment, const Known& known, int limit)
{
    return static_cast<int>(
        snapshot.integer(count_known, {comment, known.approved_min, known.created_before, limit}));
}

void close_reports(db::Tx& tx, CommentId comment, ReportOutcome outcome, Time now)
{
    if (tx.run(count_none, {comment}) > 0)
        tx.run(close_open, {outcome, now, comment});
}

} // namespace sql

namespace {

constexpr db::Query select_open{"comment_reports.open", MH_REPORT_COLUMNS R"sql(
    WHERE p.comment_id = ?
      AND p.outcome = 0
    ORDER BY p.reported_at_ms, p.id
    LIMIT ?
)sql"};

} // namespace

std::vector<Report> open_reports(db::Snapshot& snapshot, CommentId comment, int limit)
{
    return snapshot.list(select_open, {comment, limit}, read_report);
}

} // namespace masthead::comments
