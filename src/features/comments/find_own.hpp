#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/find_queues.hpp"

#include <optional>
#include <string>
#include <vector>

namespace masthead::comments {

/// One's own comment, with what its author alone may know.
struct OwnComment {
    Comment comment;
    std::string source;      ///< Markdown, for editing
    std::string held_reason; ///< the exact rule; empty where it is not held
    DecisionId decision;     ///< whose statement says why
    Time editable_until{};   ///< epoch: no longer
};

/// A reader's own comments under a story that are not deleted, held ones included, newest first.
std::vector<OwnComment> find_own(db::Snapshot& snapshot, StoryId story, ReaderId reader, Time now,
                                 int limit);

/// One of one's own, for the edit page. Absent for another's and for deleted ones.
std::optional<OwnComment> find_own_comment(db::Snapshot& snapshot, StoryId story, CommentId id,
                                           ReaderId reader, Time now);

/// What a comment said at one time.
struct Version {
    std::string html;
    Time written_at{};
};

/// Every version of a listed, visible comment, oldest first, the present one last. Absent where the
/// comment is not to be seen under this story.
struct History {
    Comment comment;
    std::vector<Version> versions;
};
std::optional<History> find_history(db::Snapshot& snapshot, StoryId story, CommentId id);

/// A comment in a reader's profile.
struct ProfileComment {
    Comment comment;
    std::string story_slug;
    std::string story_headline;
};

/// What anybody may see of a reader's comments, newest first, under public stories only.
std::vector<ProfileComment> find_reader_comments(db::Snapshot& snapshot, ReaderId reader,
                                                 const Cursor& after, int limit);

/// How far stories_of_reader looks.
struct StoriesBound {
    int stories = 256;
    int comments = 10'000;
};

/// The stories under which a reader has comments of any state; absent where there are more of them,
/// or more comments, than the bound: then whoever asks must reckon with every story.
std::optional<std::vector<StoryId>> stories_of_reader(db::Snapshot& snapshot, ReaderId reader,
                                                      const StoriesBound& bound = {});

} // namespace masthead::comments
