#include "features/comments/own_row.hpp"
#include "features/comments/reader_data.hpp"
#include "features/comments/report_row.hpp"

namespace masthead::comments {

namespace {

constexpr db::Query select_export{"comments.export", MH_OWN_FIELDS R"sql(
    , s.slug, s.headline)sql" MH_COMMENT_FROM R"sql(
    JOIN stories s ON s.id = c.story_id
    WHERE c.reader_id = ?
      AND (c.posted_at_ms, c.id) > (?, ?)
    ORDER BY c.posted_at_ms, c.id
    LIMIT ?
)sql"};

constexpr db::Query select_respects{"comment_respects.export", R"sql(
    SELECT g.comment_id, s.slug, g.given_at_ms
    FROM comment_respects g
    JOIN stories s ON s.id = g.story_id
    WHERE g.reader_id = ?
    ORDER BY g.story_id, g.comment_id
    LIMIT ? OFFSET ?
)sql"};

constexpr db::Query select_reports{"comment_reports.export", MH_REPORT_COLUMNS R"sql(
    WHERE p.reader_id = ?
    ORDER BY p.reported_at_ms, p.id
    LIMIT ? OFFSET ?
)sql"};

} // namespace

std::vector<ExportedComment> export_comments(db::Snapshot& snapshot, ReaderId reader,
                                             const Cursor& after, int limit)
{
    auto comments = snapshot.list(
        select_export, {reader, after.at, after.id.value(), limit}, [](const db::Row& row) {
            return ExportedComment{
                read_own(row), row.string(own_columns), row.string(own_columns + 1), {}};
        });
    for (auto& one : comments)
        one.versions = versions_before(snapshot, one.own.comment.id);
    return comments;
}

std::vector<ExportedRespect> export_respects(db::Snapshot& snapshot, ReaderId reader, int limit,
                                             int offset)
{
    return snapshot.list(select_respects, {reader, limit, offset}, [](const db::Row& row) {
        return ExportedRespect{row.id<CommentId>(0), row.string(1), row.time(2)};
    });
}

std::vector<Report> export_reports(db::Snapshot& snapshot, ReaderId reader, int limit, int offset)
{
    return snapshot.list(select_reports, {reader, limit, offset}, read_report);
}

} // namespace masthead::comments
