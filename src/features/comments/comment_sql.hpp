#pragma once

#include "core/db/transaction.hpp"
#include "features/comments/import_comments.hpp"

#include <optional>
#include <vector>

/// Writing statements of the table that features/comments owns. Nobody outside this folder
/// includes it.
namespace masthead::comments::sql {

/// Where a new reply hangs: what it inherits from its parent.
struct Place {
    StoryId story;
    CommentId thread;
    int depth = 0;
};

/// What settling needs of a comment.
struct Skeleton {
    CommentId id;
    CommentId parent;
    CommentState state = CommentState::visible;
    bool listed = false;
    int reply_count = 0;
    Time posted_at{};
};

std::optional<Place> find_place(db::Snapshot& snapshot, CommentId id);
std::optional<ImportedForm> find_form(db::Snapshot& snapshot, CommentId id);
void set_state(db::Tx& tx, CommentId id, CommentState state);
void insert_comment(db::Tx& tx, CommentId id, const Place& place, const ImportedComment& comment);

/// A stretch of at most `limit` comments of a story with ids above `after`, in order of id.
std::vector<Skeleton> skeletons_after(db::Snapshot& snapshot, StoryId story, CommentId after,
                                      int limit);
void set_listing(db::Tx& tx, CommentId id, bool listed, int reply_count);

} // namespace masthead::comments::sql
