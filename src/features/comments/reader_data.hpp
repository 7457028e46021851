#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/find_own.hpp"
#include "features/comments/report_comment.hpp"

#include <optional>
#include <string>
#include <vector>

/// What this room holds of a person: to hand out, to erase, to let go in time.
namespace masthead::comments {

/// A comment as its author's own data, whatever its state.
struct ExportedComment {
    OwnComment own;
    std::string story_slug;
    std::string story_headline;
    std::vector<Version> versions; ///< before edits, oldest first
};

/// A reader's comments, oldest first; goes on behind `{posted_at, id}` of the last one.
std::vector<ExportedComment> export_comments(db::Snapshot& snapshot, ReaderId reader,
                                             const Cursor& after, int limit);

struct ExportedRespect {
    CommentId comment;
    std::string story_slug;
    Time given_at{};
};
/// Respects given and reports made, in a lasting order.
std::vector<ExportedRespect> export_respects(db::Snapshot& snapshot, ReaderId reader, int limit,
                                             int offset);
std::vector<Report> export_reports(db::Snapshot& snapshot, ReaderId reader, int limit, int offset);

enum class Progress { done, more };

/// Erases what a reader has written and where others name or quote them: comments stand without
/// words as deleted, history, drafts, networks and mentions go, reports lose words and reporter,
/// respects given lose their giver (the counts stay). Works through at most erasure_batch comments
/// a call: call it again, each time in a transaction of its own, until it answers `done`. Safe to
/// repeat after a restore.
Result<Progress> erase_reader_part(db::Tx& tx, ReaderId reader, Time now);
inline constexpr int erasure_batch = 200;

/// Gives an unclaimed reader's comments to the reader who proved to be them; `more` as above.
Result<Progress> reassign_comments(db::Tx& tx, ReaderId from, ReaderId to, Time now);

/// Erases words of deleted and removed comments whose time is over, at most `limit`.
std::int64_t erase_old_words(db::Tx& tx, Time now, int limit);

/// Erases network addresses recorded before `before`, at most `limit`.
std::int64_t erase_networks(db::Tx& tx, Time before, int limit);

/// The sealed network a comment came from; absent once erased. For who may see networks.
std::optional<std::string> find_sealed_network(db::Snapshot& snapshot, CommentId comment);

} // namespace masthead::comments
