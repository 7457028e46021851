#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/stories/conversation_mode.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::comments {

/// What a moderator does with one comment. `approve` shows a held one, and lets a visible one that
/// was reported stand; `remove` takes it away; `restore` brings a removed one back.
enum class Action { approve, hold, remove, restore, feature, unfeature };

/// "approve", "hold", "remove", "restore", "feature", "unfeature"
std::string_view action_name(Action action);
std::optional<Action> parse_action(std::string_view name);

struct DecideComment {
    CommentId comment;
    StaffId staff;
    Action action = Action::approve;
    std::string rule;  ///< which of the newsroom's rules, or the law; needed to remove
    std::string words; ///< to the author; may be empty
    /// Which version of the comment the moderator read: its edit_count. None where nobody read it.
    std::optional<int> version = std::nullopt;
};

/// The version that a form names. What lets words stand (`approve`, `feature`) has to name one: an
/// answer that fits no comment stands for one that is missing or no number.
std::optional<int> read_version(Action action, std::string_view text);

struct Decided {
    CommentId id;
    StoryId story;
    CommentState state = CommentState::visible;
    bool changed = false; ///< nothing had to be done where it was so already
    std::int64_t position = 0;
    int version = 0; ///< of the words that were decided about
};

/// Decides, closes the comment's open reports, records the decision and owes its author the
/// statement of reasons. Whether the member of staff may is the route's question. Refuses
/// `not_found` ("comment.gone"), `conflict` ("comment.not_so") where the action does not fit the
/// state (a deleted comment, restoring one not removed) or the author has changed the words that
/// the moderator read (words_changed), `invalid` ("decision.rule_missing").
Result<Decided> decide_comment(db::Tx& tx, const DecideComment& command, Time now);

inline constexpr std::string_view words_changed = "comment.words_changed";

/// A conversation's mode by a member of staff; see stories::ModeChange.
struct ChangeConversation {
    StoryId story;
    StaffId staff;
    stories::ModeChange change;
};
Result<std::int64_t> change_conversation(db::Tx& tx, const ChangeConversation& command, Time now);

/// The mode of all of a section's stories that have none of their own.
Result<std::int64_t> change_section(db::Tx& tx, SectionId section,
                                    const stories::ModeChange& change, Time now);

/// What hold_all and release_all have done; `position` is their event's.
struct HeldAll {
    int comments = 0;
    std::int64_t position = 0;
};

/// Holds every visible comment of a story and has new ones wait (pre-moderated). The statements of
/// reasons are owed by the job job_tell_held. Refuses `not_found`.
Result<HeldAll> hold_all(db::Tx& tx, StoryId story, StaffId staff, Time now);

/// Shows again what hold_all holds, and nothing else; the mode stays as it is.
Result<HeldAll> release_all(db::Tx& tx, StoryId story, StaffId staff, Time now);

/// Records the decisions that hold_all and release_all owe for a story, at most `limit`; answers
/// how many.
int tell_held(db::Tx& tx, StoryId story, StaffId staff, Time now, int limit);

/// Payload {"story":"ID","staff":"ID"}: calls tell_held until it answers 0.
inline constexpr std::string_view job_tell_held = "comments.tell_held";
/// The reason of a comment that hold_all holds.
inline constexpr std::string_view reason_conversation = "conversation.held";

} // namespace masthead::comments
