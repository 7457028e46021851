#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/report_comment.hpp"

/// Statements of reports. Nobody outside this folder includes it.
namespace masthead::comments::sql {

enum class ReportOutcome { open = 0, upheld = 1, turned_down = 2, moot = 3 };

/// None where this reader has reported this comment before.
ReportId insert_report(db::Tx& tx, const ReportComment& report, Time now);
/// Counts one more open report in the comment's own row.
void count_report(db::Tx& tx, CommentId comment, Time now);
int reports_since(db::Snapshot& snapshot, ReaderId reader, Time since, int limit);

/// Open reports on a comment by readers who are not new any more, at most `limit`.
struct Known {
    int approved_min = 0;
    Time created_before{};
};
int reports_by_known(db::Snapshot& snapshot, CommentId comment, const Known& known, int limit);

/// Gives every open report on a comment its outcome, and counts none open.
void close_reports(db::Tx& tx, CommentId comment, ReportOutcome outcome, Time now);

} // namespace masthead::comments::sql
