#pragma once

#include "features/comments/edit_comment.hpp"
#include "surfaces/forum/writing.hpp"

namespace masthead::forum {

/// A text about to be judged.
struct ToJudge {
    const comments::PreparedText& text;
    const Writing& writing;
    ReaderId reader;
};

/// All that can be judged before the transaction.
moderation::Verdict judge(ForumContext& context, db::Snapshot& snapshot, const ToJudge& submitted);

/// The network a comment comes from: sealed for the record, hashed for bans.
void set_network(ForumContext& context, const web::Request& request,
                 comments::PostComment& command);
std::string network_key_of(ForumContext& context, const web::Request& request);

} // namespace masthead::forum
