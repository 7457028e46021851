#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/comment_sql.hpp"

#include <optional>
#include <string>
#include <vector>

/// Statements by which verbs change what stands. Nobody outside this folder includes it.
namespace masthead::comments::sql {

/// What a verb needs to know of a comment that it is about to change.
struct Standing {
    CommentId id;
    StoryId story;
    ReaderId reader;
    CommentId parent;
    CommentId thread;
    CommentState state = CommentState::visible;
    bool listed = false;
    int reply_count = 0;
    int respect_count = 0;
    Time posted_at{};
    Time edited_at{};
    bool featured = false;
    bool by_new_reader = false;
    bool reviewed = false;
    bool was_shown = false;
    int edit_count = 0;
    int report_count = 0;
    std::string held_reason;
    std::string html;
};

std::optional<Standing> find_standing(db::Snapshot& snapshot, CommentId id);

/// State and listing of one comment as two columns.
struct Shown {
    CommentState state = CommentState::visible;
    bool listed = false;
};
void set_shown(db::Tx& tx, CommentId id, const Shown& shown);

/// Why a comment is held (empty: it is not), and the decision that says so to its author.
void set_held_reason(db::Tx& tx, CommentId id, std::string_view reason, DecisionId decision);
void set_decision(db::Tx& tx, CommentId id, DecisionId decision);
/// A member of staff has looked at it and let it stand.
void set_reviewed(db::Tx& tx, CommentId id);
/// No longer among new readers' comments that somebody has to look at.
void set_looked_at(db::Tx& tx, CommentId id);
void set_featured(db::Tx& tx, CommentId id, bool featured);
/// When the words go; the epoch: never.
void set_erase_at(db::Tx& tx, CommentId id, Time at);

/// Adds to reply_count of a comment and of everything above it.
struct Above {
    CommentId parent;
    CommentId thread;
    int parent_depth = 0;
};
void add_replies_above(db::Tx& tx, const Above& above, int change);

/// Comments of one thread with ids above `after`, in order of id.
std::vector<Skeleton> thread_skeletons_after(db::Snapshot& snapshot, CommentId thread,
                                             CommentId after, int limit);
int depth_of(db::Snapshot& snapshot, CommentId id);
bool is_plainly_shown(db::Snapshot& snapshot, CommentId id);

/// The time of the newest comment that is seen under a story; the epoch where none is.
Time newest_seen(db::Snapshot& snapshot, StoryId story);

} // namespace masthead::comments::sql
