#pragma once

#include "features/comments/post_comment.hpp"

namespace masthead::comments {

/// New words for one's own comment; judged again as a new one is.
struct EditComment {
    StoryId story;
    CommentId comment;
    ReaderId reader;
    PreparedText text;
    moderation::Verdict verdict_before;
    std::uint64_t fingerprint = 0;
    std::string network_key;
    std::string mail_domain;
    std::shared_ptr<const moderation::RuleBook> rule_book;
};

/// Replaces the words within edit_window of posting and keeps the old ones as history; an edit
/// that the rules hold takes the comment off the page. The same words again change nothing.
/// Refuses `not_found` for a comment that is not there, not the reader's own, removed or deleted;
/// `not_allowed` ("comment.edit_too_late", "comment.refused", "comment.banned"), `too_many`
/// ("comment.too_many_edits").
Result<Posted> edit_comment(db::Tx& tx, const EditComment& command, Time now);

/// One's own comment to be taken back.
struct DeleteComment {
    StoryId story;
    CommentId comment;
    ReaderId reader;
};

/// What is left of it: its position, and whether a line stays in its place for its replies.
struct Deleted {
    std::int64_t position = 0;
    bool leaves_line = false;
};

/// Deletes at any time; twice is once. The words are kept unseen for deleted_words_kept, for
/// moderators who are asked about them, then erased. Refuses `not_found` for another's comment and
/// for one that a moderator removed.
Result<Deleted> delete_comment(db::Tx& tx, const DeleteComment& command, Time now);

inline constexpr auto deleted_words_kept = std::chrono::hours{24 * 30};
/// A removed comment's author may ask for another look for six months.
inline constexpr auto removed_words_kept = std::chrono::hours{24 * 183};

} // namespace masthead::comments
