#pragma once

#include "features/comments/decide_comment.hpp"
#include "features/moderation/decision.hpp"
#include "surfaces/desk/parts.hpp"

/// A comment as the desk shows it. For this folder only.
namespace masthead::desk {

/// What a moderator may do with a comment as it stands: words of the form's field `action`.
struct DeskAction {
    std::string_view name; ///< "approve", "reject", "remove", "restore", "hold", "feature" …
    std::string_view label;
    comments::Action action = comments::Action::approve;
    std::string_view done; ///< the word that stands in the address afterwards
    std::string_view undo; ///< the action that undoes it; empty where none does
};

/// Absent for words that are no action.
const DeskAction* find_action(std::string_view name);

/// The comment with story, author, the rule and words that held it, and its open reports.
handlebars::Object comment_context(DeskPage& page, const Request& request,
                                   const comments::QueuedComment& queued);

/// A decision with who made it and when.
handlebars::Object decision_context(const DeskPage& page, const moderation::Decision& decision);

/// "…/comments/42/" as it stands in the page.
std::string place_of(const comments::QueuedComment& queued);

/// The desk's page of a comment.
std::string desk_url(CommentId comment);
/// The desk's page of a reader.
std::string desk_url(ReaderId reader);

} // namespace masthead::desk
