#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"

#include <optional>
#include <string>

namespace masthead::comments {

/// A comment that was posted elsewhere. Text is already sanitised: no heavy work in a transaction.
struct ImportedComment {
    StoryId story;
    ReaderId reader;
    CommentId parent; ///< none: a thread
    CommentState state = CommentState::visible;
    bool featured = false;
    int respect_count = 0;
    Time posted_at{};
    std::string source;
    CommentFormat source_format = CommentFormat::html;
    std::string html;
};

/// Adds it below its parent and to its author's counters. The story's counters and what is listed
/// are wrong until settle_conversation has run for the story in the same transaction. Refuses
/// `not_found` for a parent that is absent or belongs to another story, `invalid` for an empty text
/// or one over its limit.
Result<CommentId> add_imported_comment(db::Tx& tx, const ImportedComment& comment);

/// What an import compares to see whether a comment was changed here since it came in.
struct ImportedForm {
    CommentState state = CommentState::visible;
    std::string html;
};
std::optional<ImportedForm> find_imported_form(db::Snapshot& snapshot, CommentId id);

/// Gives a comment the state that its old site has decided since: approved, or taken for spam. Its
/// text is never altered, its author's counters follow. Listing and the story's counters are
/// settle_conversation's.
void change_imported_state(db::Tx& tx, CommentId id, CommentState state);

/// Recomputes, from the rows, which comments of the story are listed, every reply_count, and the
/// story's own counts; writes only what differs.
void settle_conversation(db::Tx& tx, StoryId story);

/// One event for a story whose conversation an import changed.
void announce_imported(db::Tx& tx, StoryId story, Time now);

} // namespace masthead::comments
