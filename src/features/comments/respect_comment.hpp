#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"

namespace masthead::comments {

enum class Respect { give, take_back };

/// One reader's respect for one comment, given or taken back.
struct RespectComment {
    StoryId story;
    CommentId comment;
    ReaderId reader;
    Respect respect = Respect::give;
};

/// What stands afterwards.
struct RespectNow {
    int count = 0;
    bool given = false;   ///< by this reader
    bool changed = false; ///< by this very command
    std::int64_t position = 0;
};

/// Gives or takes back one reader's respect; twice is once. Refuses `not_found` for a comment that
/// is not to be seen under this story, `not_allowed` for one's own ("respect.own") and for a reader
/// who may not post ("comment.reader_not_active", "comment.banned").
Result<RespectNow> respect_comment(db::Tx& tx, const RespectComment& command, Time now);

/// Whether a reader respects a comment.
bool has_respected(db::Snapshot& snapshot, CommentId comment, ReaderId reader);

/// Comments of a story that a reader respects, newest first, at most `limit`.
std::vector<CommentId> respected_by(db::Snapshot& snapshot, StoryId story, ReaderId reader,
                                    int limit);

} // namespace masthead::comments
