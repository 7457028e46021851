#include "surfaces/site/context.hpp"

#include "core/base/limits.hpp"
#include "features/comments/forum_rules.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/readers/reader.hpp"

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

bool writes_the_story(const Drawing& drawing, const comments::Comment& comment)
{
    const auto& byline = drawing.view.byline;
    return comment.staff_author && std::ranges::find(byline, comment.staff_author) != byline.end();
}

// `marked` spares most comments a look at each of the marks.
void set_marks(Object& node, const Drawing& drawing, const CommentNode& shown)
{
    const auto& comment = shown.comment;
    const auto& marks = comment.marks;
    const bool is_staff = marks.staff || static_cast<bool>(comment.staff_author);
    node.append("is_featured", comment.featured).append("is_linked", shown.linked);
    if (!is_staff && !marks.supporter && !marks.first_comment && !comment.featured && !shown.linked)
        return;
    node.append("marked", true).append("is_staff", is_staff);
    node.append("is_story_author", writes_the_story(drawing, comment));
    node.append("is_supporter", marks.supporter).append("is_first", marks.first_comment);
}

void set_author(Object& node, const comments::Comment& comment)
{
    if (comment.author_erased)
        return;
    node.append("author_name", comment.author_name);
    node.append("author_url", readers::reader_url(comment.reader));
}

// Which rule or law a moderator named. The program's own short names say nothing to a reader.
std::string removal_reason(const Drawing& drawing, const comments::Comment& comment)
{
    const auto decisions =
        moderation::find_decisions_on_comment(drawing.page.snapshot, comment.id, 1);
    if (decisions.empty() || decisions.front().action != moderation::Action::removed)
        return {};
    const auto& ground = decisions.front().ground;
    const bool is_short_name =
        ground.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos;
    return is_short_name ? std::string{} : ground;
}

Value quote_context(const Drawing& drawing, const comments::ShownQuote& shown)
{
    Object quote{{"text", shown.quote.exact},
                 {"url", comments::quote_url(drawing.view.story.slug, shown.quote)}};
    if (shown.quote.kind == comments::QuoteKind::comment)
        quote.set("author_name", shown.author_name);
    return quote;
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
    set_author(node, comment);
    set_marks(node, drawing, shown);
    // The words of a removed comment are not sent at all.
    if (comment.state == CommentState::visible)
        node.append("html", Value::safe(comment.html));
    if (comment.state == CommentState::removed)
        node.append("state_reason", removal_reason(drawing, comment));
    if (comment.quote && comment.state == CommentState::visible)
        node.append("quote", quote_context(drawing, *comment.quote));
    if (drawing.view.open())
        node.append("reply_url", composer_url(story.slug, comment.id));
    node.append("posted_at", format_rfc3339(comment.posted_at));
    node.append("edited", comment.edited_at != Time{});
    node.append("respect", comment.respect_count);
    node.append("reply_count", comment.reply_count);
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

Object common_parts(const ConversationView& view, const RenderEnvironment& page)
{
    const auto& story = view.story;
    Object parts{{"count", story.comment_count},
                 {"thread_count", story.thread_count},
                 {"story_id", to_string(story.id)},
                 {"position", std::to_string(page.position)},
                 {"open", view.open()},
                 {"enabled", view.open() || story.thread_count > 0},
                 {"sort", sort_name(view.sort)},
                 {"focus", static_cast<bool>(view.linked)}};
    if (view.open())
        parts.set("composer", composer_context(view));
    return parts;
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

std::string composer_url(std::string_view story_slug, CommentId parent)
{
    auto url = stories::story_url(story_slug) + "comments/new/";
    if (parent)
        url += "?parent=" + to_string(parent);
    return url + "#composer";
}

Object composer_context(const ConversationView& view)
{
    const auto& wording = view.wording;
    Object composer{{"action", stories::story_url(view.story.slug) + "comments/"},
                    {"mode", stories::mode_name(view.mode)},
                    {"slow_seconds", view.slow_seconds}};
    if (!wording.invitation.empty())
        composer.set("invitation", wording.invitation);
    if (!wording.rule_sentence.empty())
        composer.set("rule", wording.rule_sentence);
    return composer;
}

ConversationView conversation_view(RenderEnvironment& page, const stories::StoryCard& card)
{
    ConversationView view;
    view.story = card.story;
    for (const auto& author : card.authors)
        view.byline.push_back(author.id);
    const auto rules = stories::find_conversation_rules(page.snapshot, card.story.id);
    if (!rules)
        return view;
    view.mode = comments::mode_now(*rules, comments::load_forum_rules(page.snapshot), page.now);
    view.slow_seconds = rules->slow_seconds;
    if (view.open())
        view.wording = settings::load_wording(page.snapshot);
    return view;
}

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
    auto conversation = common_parts(view, environment);
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

Value comments_context(const ConversationView& view,
                       const std::vector<comments::CommentNode>& nodes,
                       const RenderEnvironment& environment)
{
    const Drawing drawing{view, environment, true};
    Array list;
    for (const auto& node : nodes)
        list.push_back(comment_context(drawing, node, node.comment.depth));
    return list;
}

Value thread_context(const ConversationView& view, const comments::ThreadPage& thread,
                     const RenderEnvironment& environment)
{
    auto conversation = common_parts(view, environment);
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
