#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"

#include <optional>
#include <vector>

namespace masthead::comments {

/// A comment with what the page shows below it. `replies` are those shown; `hidden_replies` are
/// the listed ones below it that the page leaves to a page of their own.
struct CommentNode {
    Comment comment;
    std::vector<CommentNode> replies;
    int hidden_replies = 0;
    bool continues = false;  ///< its replies stand beyond the depth a page shows
    bool linked = false;     ///< the comment that a permalink names
    std::string parent_name; ///< whom it answers; empty for a thread
};

/// One page of a story's conversation: at most limits::threads_per_page_max threads and
/// limits::comments_per_page_max comments. Room beyond the threads goes round: every thread gets
/// its first reply before any gets its second, up to limits::replies_shown_first.
struct ConversationPage {
    std::vector<CommentNode> threads;
    int thread_total = 0;
    int page = 1;
    int pages = 1;
};

/// Absent where the story has fewer pages (page 1 always exists).
std::optional<ConversationPage> find_conversation(db::Snapshot& snapshot, StoryId story, Sort sort,
                                                  int page);

/// The page, in the default order, that holds the comment's thread, with the comment shown and
/// marked. Absent where the comment is not listed under this story, or lies deeper than a page
/// shows: then ask find_thread.
std::optional<ConversationPage> find_conversation_around(db::Snapshot& snapshot, StoryId story,
                                                         CommentId comment);

/// One comment with all that is listed below it, in reading order, `page` of at most
/// limits::comments_per_page_max comments. Depths count from the comment.
struct ThreadPage {
    CommentNode root;
    Comment top;   ///< the thread's first comment (the root itself, for a whole thread)
    int total = 0; ///< listed comments below the root
    int page = 1;
    int pages = 1;
};
std::optional<ThreadPage> find_thread(db::Snapshot& snapshot, StoryId story, CommentId root,
                                      int page, CommentId linked = {});

/// A listed comment of this story.
std::optional<Comment> find_comment(db::Snapshot& snapshot, StoryId story, CommentId id);

/// The visible comment with the most respect under a story, for "most discussed".
std::optional<Comment> best_comment(db::Snapshot& snapshot, StoryId story);

} // namespace masthead::comments
