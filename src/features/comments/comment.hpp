#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>

namespace masthead::comments {

/// `held` and `spam` are seen by nobody but their author and moderators; `removed` (by a
/// moderator) and `deleted` (by the author) leave a line in place where replies hang on them.
enum class CommentState { visible = 0, held = 1, removed = 2, deleted = 3, spam = 4 };

enum class CommentFormat { html = 0, markdown = 1, plain = 2 };

/// How threads are ordered on a page; replies are always oldest first.
enum class Sort { newest, oldest, respect, replies };

struct Comment {
    CommentId id;
    StoryId story;
    ReaderId reader;
    CommentId parent; ///< none: a thread
    CommentId thread; ///< the top-level comment, itself for a thread
    int depth = 0;    ///< 0 for a thread
    CommentState state = CommentState::visible;
    bool featured = false;
    int respect_count = 0;
    int reply_count = 0; ///< listed comments below it, at any depth
    Time posted_at{};
    Time edited_at{}; ///< epoch where never edited
    std::string html; ///< sanitised
    std::string author_name;
    AuthorId staff_author; ///< set where the commenter is one of the newsroom's authors
};

/// "/harbour-strike/comments/42/"
std::string comment_url(std::string_view story_slug, CommentId id);

inline constexpr std::string_view event_posted = "comment.posted";
inline constexpr std::string_view event_imported = "comments.imported";

} // namespace masthead::comments
