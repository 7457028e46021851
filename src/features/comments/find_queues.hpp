#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"

#include <optional>
#include <string>
#include <vector>

namespace masthead::comments {

/// Where a list goes on; the default is its beginning.
struct Cursor {
    Time at{};
    CommentId id;
};

/// A comment as the desk shows it, with what a moderator needs beside it.
struct QueuedComment {
    Comment comment;
    std::string story_slug;
    std::string story_headline;
    std::string parent_name; ///< whom it answers; empty for a thread
    std::string held_reason; ///< the exact rule; empty where it is not held
    DecisionId decision;     ///< the last one recorded; none where none was
    int report_count = 0;    ///< open ones
    Time reported_at{};      ///< of the first open report
    int edit_count = 0;
};

/// Held comments, oldest first; goes on behind `{posted_at, id}` of the last one.
std::vector<QueuedComment> find_held(db::Snapshot& snapshot, const Cursor& after, int limit);

/// Comments with open reports, first reported first; goes on behind `{reported_at, id}`.
std::vector<QueuedComment> find_reported(db::Snapshot& snapshot, const Cursor& after, int limit);

/// Comments of readers not yet known that nobody has looked at, newest first; goes on behind
/// `{posted_at, id}`.
std::vector<QueuedComment> find_by_new_readers(db::Snapshot& snapshot, const Cursor& after,
                                               int limit);

/// One comment whatever its state, for the desk.
std::optional<QueuedComment> find_for_desk(db::Snapshot& snapshot, CommentId id);

/// A reader's comments whatever their state, newest first, for the desk's record of a reader.
std::vector<QueuedComment> find_record(db::Snapshot& snapshot, ReaderId reader, const Cursor& after,
                                       int limit);

/// How much waits, counted up to 1,000 each.
struct QueueCounts {
    int held = 0;
    int reported = 0;
    int by_new_readers = 0;
};
QueueCounts count_queues(db::Snapshot& snapshot);

} // namespace masthead::comments
