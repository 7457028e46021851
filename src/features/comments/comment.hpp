#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "features/comments/quote.hpp"
#include "features/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::comments {

/// `held` and `spam` are seen by nobody but their author and moderators; `removed` (by a
/// moderator) and `deleted` (by the author) leave a line in place where replies hang on them.
enum class CommentState { visible = 0, held = 1, removed = 2, deleted = 3, spam = 4 };

enum class CommentFormat { html = 0, markdown = 1, plain = 2 };

/// How threads are ordered on a page; replies are always oldest first.
enum class Sort { newest, oldest, respect, replies };

/// What a page says beside the author's name. `shows_supporter` is the reader's own choice.
struct Marks {
    bool staff = false;
    bool supporter = false;
    bool first_comment = false;
};

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
    bool author_erased = false;
    Marks marks;
    std::optional<ShownQuote> quote; ///< the passage it answers, if its words may be shown
};

/// "/harbour-strike/comments/42/"
std::string comment_url(std::string_view story_slug, CommentId id);

/// How long the refused must wait, where the refusal is one of haste: its message_key is
/// "comment.too_soon" and its detail the seconds ("40").
std::optional<int> seconds_to_wait(const Failure& failure);

inline constexpr std::string_view event_posted = "comment.posted";
inline constexpr std::string_view event_held = "comment.held";
inline constexpr std::string_view event_edited = "comment.edited";
inline constexpr std::string_view event_removed = "comment.removed";
inline constexpr std::string_view event_restored = "comment.restored";
inline constexpr std::string_view event_deleted = "comment.deleted";
inline constexpr std::string_view event_respected = "comment.respected";
inline constexpr std::string_view event_featured = "comment.featured";
inline constexpr std::string_view event_reported = "comment.reported";
/// A member of staff let a visible comment stand: nothing on pages changes, the desk's lists do.
inline constexpr std::string_view event_reviewed = "comment.reviewed";
/// How a conversation is led. Subject and story: the story; of a section: the section and none.
inline constexpr std::string_view event_conversation = "conversation.changed";
/// More than one comment of a conversation changed at once: all held or released, an author's
/// given to somebody else. Subject and story: the story.
inline constexpr std::string_view event_settled = "conversation.settled";
/// The rules of all conversations (see forum_rules.hpp).
inline constexpr std::string_view event_rules = "conversation.rules_changed";
inline constexpr std::string_view event_imported = "comments.imported";

} // namespace masthead::comments
