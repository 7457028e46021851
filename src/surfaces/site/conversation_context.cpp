#include "surfaces/site/context.hpp"

#include "core/base/limits.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;
using comments::CommentNode;
using comments::CommentState;
using comments::Sort;

constexpr std::array sorts{Sort::newest, Sort::oldest, Sort::respect, Sort::replies};

/// How many levels of the page a comment's own level counts from, and whether the page leaves
/// replies to a page of their own ("show more") or pages through them itself.
struct Drawing {
    const ConversationView& view;
    const RenderEnvironment& page;
    bool whole_thread = false;
};

std::string thread_url(const stories::Story& story, CommentId id)
{
    return comments::comment_url(story.slug, id) + "replies/";
}

std::string_view state_word(CommentState state)
{
    switch (state) {
    case CommentState::removed: return "removed";
    case CommentState::deleted: return "deleted";
    default: return "visible";
    }
}

std::string_view sort_label(Sort sort)
{
    switch (sort) {
    case Sort::newest: return "Newest";
    case Sort::oldest: return "Oldest";
    case Sort::respect: return "Most respect";
    case Sort::replies: return "Most replies";
    }
    return "Newest";
}

std::string conversation_url(const stories::Story& story, Sort sort, int page)
{
    auto url = stories::story_url(story.slug);
    if (sort != Sort::newest)
        url.append("?sort=").append(sort_name(sort));
    if (page > 1)
        url.append(sort == Sort::newest ? "?" : "&").append("page=").append(std::to_string(page));
    return url + "#conversation";
}

void set_author(Object& node, const Drawing& drawing, const comments::Comment& comment)
{
    node.append("author_name", comment.author_name);
    if (!comment.staff_author)
        return;
    const auto& byline = drawing.view.byline;
    node.append("is_staff", true);
    node.append("is_story_author", std::ranges::find(byline, comment.staff_author) != byline.end());
}

void set_links(Object& node, const Drawing& drawing, const CommentNode& shown)
{
    const auto& story = drawing.view.story;
    const auto url = thread_url(story, shown.comment.id);
    if (shown.continues)
        node.append("continue", Object{{"count", shown.hidden_replies}, {"url", url}});
    else if (shown.hidden_replies > 0 && !drawing.whole_thread)
        node.append("more", Object{{"label_count", shown.hidden_replies}, {"url", url}});
}

Value comment_context(const Drawing& drawing, const CommentNode& shown, int depth)
{
    const auto& comment = shown.comment;
    const auto& story = drawing.view.story;
    Object node;
    node.reserve(20);
    const auto id = to_string(comment.id);
    node.append("id", id).append("anchor", "comment-" + id);
    node.append("url", comments::comment_url(story.slug, comment.id));
    node.append("state", state_word(comment.state));
    node.append("depth", depth).append("is_reply", depth > 0 || static_cast<bool>(comment.parent));
    set_author(node, drawing, comment);
    // The words of a removed comment are not sent at all.
    if (comment.state == CommentState::visible)
        node.append("html", Value::safe(comment.html));
    node.append("posted_at", format_rfc3339(comment.posted_at));
    node.append("edited", comment.edited_at != Time{});
    node.append("is_featured", comment.featured);
    node.append("respect", comment.respect_count);
    node.append("reply_count", comment.reply_count);
    node.append("is_linked", shown.linked);
    if (comment.parent && !shown.parent_name.empty())
        node.append("in_reply_to", Object{{"author_name", shown.parent_name},
                                          {"url", "#comment-" + to_string(comment.parent)}});
    if (!shown.replies.empty()) {
        Array replies;
        for (const auto& reply : shown.replies)
            replies.push_back(comment_context(drawing, reply, depth + 1));
        node.append("replies", std::move(replies));
    }
    set_links(node, drawing, shown);
    return node;
}

Object common_parts(const ConversationView& view)
{
    const auto& story = view.story;
    return Object{
        {"count", story.comment_count}, {"thread_count", story.thread_count},
        {"open", story.comments_open},  {"enabled", story.comments_open || story.thread_count > 0},
        {"sort", sort_name(view.sort)}, {"focus", static_cast<bool>(view.linked)}};
}

Value pages_context(int page, int pages, std::string previous_url, std::string next_url)
{
    Object pagination{{"page", page}, {"pages", pages}};
    if (page > 1)
        pagination.set("prev", page - 1).set("prev_url", std::move(previous_url));
    if (page < pages)
        pagination.set("next", page + 1).set("next_url", std::move(next_url));
    return pagination;
}

} // namespace

std::string_view sort_name(Sort sort)
{
    switch (sort) {
    case Sort::newest: return "newest";
    case Sort::oldest: return "oldest";
    case Sort::respect: return "respect";
    case Sort::replies: return "replies";
    }
    return "newest";
}

std::optional<Sort> sort_named(std::string_view name)
{
    for (const auto sort : sorts) {
        if (sort_name(sort) == name)
            return sort;
    }
    return std::nullopt;
}

Value conversation_context(const ConversationView& view, const comments::ConversationPage& page,
                           const RenderEnvironment& environment)
{
    auto conversation = common_parts(view);
    Array choices;
    for (const auto sort : sorts) {
        const auto label = environment.theme.translate(environment.language(), sort_label(sort));
        choices.push_back(Object{{"label", label},
                                 {"url", conversation_url(view.story, sort, 1)},
                                 {"current", sort == view.sort}});
    }
    conversation.set("sorts", std::move(choices));
    const Drawing drawing{view, environment, false};
    Array threads;
    for (const auto& thread : page.threads)
        threads.push_back(comment_context(drawing, thread, 0));
    conversation.set("threads", std::move(threads));
    conversation.set("pagination",
                     pages_context(page.page, page.pages,
                                   conversation_url(view.story, view.sort, page.page - 1),
                                   conversation_url(view.story, view.sort, page.page + 1)));
    return conversation;
}

Value thread_context(const ConversationView& view, const comments::ThreadPage& thread,
                     const RenderEnvironment& environment)
{
    auto conversation = common_parts(view);
    const Drawing drawing{view, environment, true};
    conversation.set("threads", Array{comment_context(drawing, thread.root, 0)});
    // The page says how long this thread is, not how long the whole conversation is.
    conversation.set("count", thread.total + 1);
    const auto url = thread_url(view.story, thread.root.comment.id);
    const auto numbered = [&](int page) {
        return page > 1 ? url + "?page=" + std::to_string(page) : url;
    };
    conversation.set("pagination",
                     pages_context(thread.page, thread.pages, numbered(thread.page - 1),
                                   numbered(thread.page + 1)));
    conversation.set("thread_view",
                     Object{{"title", view.story.headline},
                            {"back_url", comments::comment_url(view.story.slug, thread.top.id) +
                                             "#comment-" + to_string(thread.top.id)},
                            {"story_url", stories::story_url(view.story.slug)}});
    return conversation;
}

} // namespace masthead::site
