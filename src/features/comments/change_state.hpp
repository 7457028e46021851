#pragma once

#include "features/comments/change_sql.hpp"

#include <string_view>

/// The steps that verbs share. For this folder only.
namespace masthead::comments {

/// Moves a comment into another state with everything that is counted from it: what is listed in
/// its thread, reply counts above it, the story's counts, its author's. A comment without listed
/// replies under a comment that is plainly shown costs a few rows; else its thread is settled.
void change_state(db::Tx& tx, const sql::Standing& comment, CommentState to);

} // namespace masthead::comments
