#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/forum_rules.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::comments {

/// Why a reader thinks a comment should go. Stored numbers: never renumber.
enum class ReportReason {
    abuse = 1,
    hatred = 2,
    spam = 3,
    false_claim = 4,
    off_topic = 5,
    private_data = 6,
    other = 7
};

/// All of them, in the order in which a form shows them.
const std::vector<ReportReason>& report_reasons();
/// "abuse", "hatred", "spam", "false_claim", "off_topic", "private_data", "other"
std::string_view reason_name(ReportReason reason);
std::optional<ReportReason> parse_reason(std::string_view name);

inline constexpr std::size_t report_words_bytes_max = 1'000;
/// Reports by one reader within a day; more is haste or malice.
inline constexpr int reports_a_day_max = 20;

struct ReportComment {
    StoryId story;
    CommentId comment;
    ReaderId reader;
    ReportReason reason = ReportReason::other;
    std::string words; ///< plain text, may be empty
    ForumRules rules;
};

struct Reported {
    ReportId id;
    bool was_there = false; ///< this reader has reported it before: nothing is counted twice
    bool now_held = false;  ///< enough established readers have: it waits for a moderator
};

/// Reports a comment once a reader. Where ForumRules::reports_to_hold established readers have
/// done so and no member of staff has let it stand, it is held by itself. Refuses `not_found`,
/// `not_allowed` ("report.own", "comment.reader_not_active", "comment.banned"), `too_large`
/// ("report.too_long"), `too_many` ("report.too_many").
Result<Reported> report_comment(db::Tx& tx, const ReportComment& command, Time now);

/// A report as the desk shows it.
struct Report {
    ReportId id;
    CommentId comment;
    ReaderId reader; ///< none: since erased
    std::string reader_name;
    ReportReason reason = ReportReason::other;
    std::string words;
    Time reported_at{};
};

/// The open reports on a comment, oldest first, at most `limit`.
std::vector<Report> open_reports(db::Snapshot& snapshot, CommentId comment, int limit);

} // namespace masthead::comments
