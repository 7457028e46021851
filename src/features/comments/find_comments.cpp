#include "features/comments/find_comments.hpp"

#include "core/base/limits.hpp"
#include "features/comments/comment_row.hpp"
#include "features/comments/comment_tree.hpp"
#include "features/comments/thread_sql.hpp"

namespace masthead::comments {

namespace {

constexpr int per_page = limits::threads_per_page_max;

int pages_for(int total)
{
    return std::max(1, (total + per_page - 1) / per_page);
}

// The chain from below the thread down to the comment, the comment included.
std::vector<Comment> path_to(db::Snapshot& snapshot, const Comment& comment)
{
    std::vector<Comment> path;
    auto at = comment;
    while (at.parent && path.size() < limits::comments_per_page_max) {
        path.push_back(at);
        auto parent = sql::find_listed(snapshot, at.story, at.parent);
        if (!parent)
            break;
        at = std::move(*parent);
    }
    return path;
}

void add_missing(std::vector<Comment>& shown, std::vector<Comment> more)
{
    for (auto& comment : more) {
        if (std::ranges::find(shown, comment.id, &Comment::id) == shown.end())
            shown.push_back(std::move(comment));
    }
}

std::vector<TreeSeat> seats_of(const std::vector<Comment>& comments)
{
    std::vector<TreeSeat> seats;
    for (const auto& comment : comments)
        seats.push_back({comment.id, comment.parent, comment.posted_at});
    return seats;
}

bool mark_linked(CommentNode& node, CommentId linked)
{
    node.linked = node.comment.id == linked;
    bool found = node.linked;
    for (auto& reply : node.replies)
        found = mark_linked(reply, linked) || found;
    return found;
}

// One page of threads; `around` is a comment to be shown wherever it stands in its thread.
ConversationPage draw_page(db::Snapshot& snapshot, std::vector<Comment> threads,
                           const std::optional<Comment>& around)
{
    const auto path = around ? path_to(snapshot, *around) : std::vector<Comment>{};
    const int room = limits::comments_per_page_max - static_cast<int>(threads.size() + path.size());
    std::vector<int> reply_counts;
    for (const auto& thread : threads)
        reply_counts.push_back(thread.reply_count);
    const auto shares = share_room(reply_counts, std::max(0, room), limits::replies_shown_first);
    ConversationPage page;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        auto shown = shares[i] > 0 ? sql::first_replies(snapshot, threads[i].id, shares[i])
                                   : std::vector<Comment>{};
        if (around && around->thread == threads[i].id)
            add_missing(shown, path);
        const auto seats = seats_of(shown);
        auto node = build_tree(std::move(threads[i]), std::move(shown), seats);
        cut_depth(node);
        if (around)
            mark_linked(node, around->id);
        page.threads.push_back(std::move(node));
    }
    return page;
}

} // namespace

std::optional<ConversationPage> find_conversation(db::Snapshot& snapshot, StoryId story, Sort sort,
                                                  int page)
{
    const int total = sql::count_threads(snapshot, story);
    const int pages = pages_for(total);
    if (page < 1 || page > pages)
        return std::nullopt;
    auto threads = sql::threads(snapshot, story, sort, {per_page, (page - 1) * per_page});
    auto drawn = draw_page(snapshot, std::move(threads), std::nullopt);
    drawn.thread_total = total;
    drawn.page = page;
    drawn.pages = pages;
    return drawn;
}

std::optional<ConversationPage> find_conversation_around(db::Snapshot& snapshot, StoryId story,
                                                         CommentId id)
{
    const auto comment = sql::find_listed(snapshot, story, id);
    if (!comment || comment->depth > limits::comment_depth_shown_max)
        return std::nullopt;
    const auto thread = sql::find_listed(snapshot, story, comment->thread);
    if (!thread)
        return std::nullopt;
    const int total = sql::count_threads(snapshot, story);
    const int page = sql::count_newer_threads(snapshot, *thread) / per_page + 1;
    auto threads = sql::threads(snapshot, story, Sort::newest, {per_page, (page - 1) * per_page});
    auto drawn = draw_page(snapshot, std::move(threads), comment);
    drawn.thread_total = total;
    drawn.page = page;
    drawn.pages = pages_for(total);
    return drawn;
}

std::optional<Comment> find_comment(db::Snapshot& snapshot, StoryId story, CommentId id)
{
    return sql::find_listed(snapshot, story, id);
}

std::optional<Comment> best_comment(db::Snapshot& snapshot, StoryId story)
{
    return sql::most_respected(snapshot, story);
}

std::optional<ThreadPage> find_thread(db::Snapshot& snapshot, StoryId story, CommentId root_id,
                                      int page, CommentId linked)
{
    auto root = sql::find_listed(snapshot, story, root_id);
    if (!root)
        return std::nullopt;
    const auto order = reading_order(sql::thread_seats(snapshot, root->thread), root->id);
    const int most = limits::comments_per_page_max - 1; // the root stands on every page
    const int total = static_cast<int>(order.size());
    const int pages = std::max(1, (total + most - 1) / most);
    if (linked && page == 0) {
        const auto at = std::ranges::find(order, linked, &TreeSeat::id) - order.begin();
        page = at < total ? static_cast<int>(at) / most + 1 : 1;
    }
    if (page < 1 || page > pages)
        return std::nullopt;
    std::vector<Comment> shown;
    for (int i = (page - 1) * most; i < std::min(total, page * most); ++i) {
        if (auto comment = sql::find_listed(snapshot, story, order[static_cast<std::size_t>(i)].id))
            shown.push_back(std::move(*comment));
    }
    ThreadPage answer;
    answer.top =
        root->depth == 0 ? *root : sql::find_listed(snapshot, story, root->thread).value_or(*root);
    answer.root = build_tree(std::move(*root), std::move(shown), order);
    cut_depth(answer.root);
    if (linked)
        mark_linked(answer.root, linked);
    answer.total = total;
    answer.page = page;
    answer.pages = pages;
    return answer;
}

} // namespace masthead::comments
