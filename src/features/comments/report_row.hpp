#pragma once

#include "core/db/query.hpp"
#include "features/comments/report_comment.hpp"

/// The columns of a report in the order read_report reads them.
#define MH_REPORT_COLUMNS                                                                          \
    "SELECT p.id, p.comment_id, p.reader_id, r.display_name, p.reason, p.words, p.reported_at_ms"  \
    " FROM comment_reports p LEFT JOIN readers r ON r.id = p.reader_id"

namespace masthead::comments {

inline Report read_report(const db::Row& row)
{
    return {row.id<ReportId>(0),     row.id<CommentId>(1), row.id<ReaderId>(2), row.string(3),
            row.as<ReportReason>(4), row.string(5),        row.time(6)};
}

} // namespace masthead::comments
