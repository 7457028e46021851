#include "features/comments/comment_tree.hpp"

#include "core/base/limits.hpp"

#include <unordered_map>

namespace masthead::comments {

namespace {

using Children = std::unordered_map<CommentId, std::vector<CommentId>>;

struct Hanging {
    std::unordered_map<CommentId, Comment> comments;
    Children children; ///< shown comments under their nearest shown ancestor, oldest first
};

// Walks up through comments that are not shown to one that is.
CommentId nearest_shown(CommentId from, CommentId root,
                        const std::unordered_map<CommentId, CommentId>& parents,
                        const std::unordered_map<CommentId, Comment>& shown)
{
    auto at = from;
    for (std::size_t steps = 0; steps <= parents.size(); ++steps) {
        if (at == root || shown.contains(at))
            return at;
        const auto up = parents.find(at);
        if (up == parents.end())
            return root;
        at = up->second;
    }
    return root;
}

Hanging hang(CommentId root, std::vector<Comment> shown, const std::vector<TreeSeat>& seats)
{
    std::unordered_map<CommentId, CommentId> parents;
    for (const auto& seat : seats)
        parents.emplace(seat.id, seat.parent);
    std::ranges::sort(shown, [](const Comment& a, const Comment& b) {
        return std::tie(a.posted_at, a.id) < std::tie(b.posted_at, b.id);
    });
    Hanging hanging;
    std::vector<std::pair<CommentId, CommentId>> order; // comment, parent
    for (auto& comment : shown) {
        order.emplace_back(comment.id, comment.parent);
        hanging.comments.emplace(comment.id, std::move(comment));
    }
    for (const auto& [id, parent] : order)
        hanging.children[nearest_shown(parent, root, parents, hanging.comments)].push_back(id);
    return hanging;
}

// Recursion is bounded: a page shows at most limits::comments_per_page_max comments.
void attach(CommentNode& node, Hanging& hanging, const std::string& root_name)
{
    int below = 0;
    for (const auto id : hanging.children[node.comment.id]) {
        CommentNode child;
        child.comment = std::move(hanging.comments.at(id));
        const bool answers_this = child.comment.parent == node.comment.id;
        child.parent_name = answers_this ? node.comment.author_name : root_name;
        attach(child, hanging, root_name);
        below += 1 + child.comment.reply_count;
        node.replies.push_back(std::move(child));
    }
    node.hidden_replies = std::max(0, node.comment.reply_count - below);
}

} // namespace

std::vector<int> share_room(const std::vector<int>& reply_counts, int room, int each_max)
{
    std::vector<int> shares(reply_counts.size(), 0);
    for (int round = 1; round <= each_max && room > 0; ++round) {
        for (std::size_t i = 0; i < shares.size() && room > 0; ++i) {
            if (reply_counts[i] < round)
                continue;
            shares[i] = round;
            --room;
        }
    }
    return shares;
}

std::vector<TreeSeat> reading_order(std::vector<TreeSeat> seats, CommentId root)
{
    // Newest first, so that pushing children on the stack leaves the oldest on top.
    std::ranges::sort(seats, [](const TreeSeat& a, const TreeSeat& b) {
        return std::tie(b.posted_at, b.id) < std::tie(a.posted_at, a.id);
    });
    std::unordered_map<CommentId, std::vector<const TreeSeat*>> children;
    for (const auto& seat : seats)
        children[seat.parent].push_back(&seat);
    struct Visit {
        const TreeSeat* seat;
        int depth;
    };
    std::vector<TreeSeat> order;
    std::vector<Visit> stack;
    const auto push_children = [&](CommentId parent, int depth) {
        if (depth > limits::comment_depth_shown_max)
            return;
        for (const auto* seat : children[parent])
            stack.push_back({seat, depth});
    };
    push_children(root, 1);
    while (!stack.empty()) {
        const auto visit = stack.back();
        stack.pop_back();
        order.push_back(*visit.seat);
        push_children(visit.seat->id, visit.depth + 1);
    }
    return order;
}

CommentNode build_tree(Comment root, std::vector<Comment> shown, const std::vector<TreeSeat>& seats)
{
    auto hanging = hang(root.id, std::move(shown), seats);
    CommentNode node;
    node.comment = std::move(root);
    const auto name = node.comment.author_name;
    attach(node, hanging, name);
    return node;
}

void cut_depth(CommentNode& root)
{
    // The root stands at level 0; replies of the comment on the last level go to their own page.
    struct Level {
        CommentNode* node;
        int depth;
    };
    std::vector<Level> stack{{&root, 0}};
    while (!stack.empty()) {
        const auto [node, depth] = stack.back();
        stack.pop_back();
        if (depth == limits::comment_depth_shown_max) {
            node->continues = node->comment.reply_count > 0;
            node->hidden_replies = node->comment.reply_count;
            node->replies.clear();
            continue;
        }
        for (auto& reply : node->replies)
            stack.push_back({&reply, depth + 1});
    }
}

} // namespace masthead::comments
