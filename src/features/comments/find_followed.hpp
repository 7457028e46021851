#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/find_queues.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace masthead::comments {

/// Whether this is a top-level comment that stands on a public story's page, be it as a line in
/// its place: a thread that can be followed.
bool is_seen_thread(db::Snapshot& snapshot, CommentId id);

/// Whose comments: a reader's, a thread's, a story's.
enum class StreamKind { reader, thread, story };
struct Stream {
    StreamKind kind = StreamKind::reader;
    std::int64_t id = 0;
};

enum class Direction { older, newer };

/// Places of a stream's comments on one side of a place (never that one), the nearest first, at
/// most `limit`. Read from one index alone, so some of them may not be to be seen:
/// find_followed_comment says which. A reader's are all they ever wrote, whatever became of them.
std::vector<Cursor> find_places(db::Snapshot& snapshot, const Stream& stream, Direction direction,
                                const Cursor& from, int limit);

/// Before everything and behind it.
Cursor first_place();
Cursor last_place();

/// The streams that a comment is in.
struct StreamsOf {
    ReaderId reader;
    CommentId thread;
    StoryId story;
    Time posted_at{};
};
std::optional<StreamsOf> find_streams_of(db::Snapshot& snapshot, CommentId id);

/// A comment in its context: the story, and the comment it answers as far as that is to be seen.
struct FollowedComment {
    Comment comment;
    std::string story_slug;
    std::string story_headline;
    ReaderId answered;         ///< none: a thread
    std::string answered_name; ///< empty where that comment is not to be seen any more
    std::string answered_html; ///< sanitised; empty likewise
};

/// Absent unless the comment is seen by everybody, under a public story.
std::optional<FollowedComment> find_followed_comment(db::Snapshot& snapshot, CommentId id);

} // namespace masthead::comments
