#include "surfaces/desk/comment_context.hpp"
#include "surfaces/desk/words.hpp"

#include <algorithm>
#include <iterator>

namespace masthead::desk {

namespace {

using comments::Cursor;
using comments::QueuedComment;
using handlebars::Array;
using handlebars::Object;

constexpr int comments_a_page = 25;

struct Queue {
    std::string_view name;
    std::string_view title;
    std::string_view empty;
    std::vector<QueuedComment> (*find)(db::Snapshot&, const Cursor&, int);
    int comments::QueueCounts::*count;
};

constexpr Queue queues[]{
    {"held", "Held", "Nothing is held.", comments::find_held, &comments::QueueCounts::held},
    {"reported", "Reported", "Nothing is reported.", comments::find_reported,
     &comments::QueueCounts::reported},
    {"new", "New readers", "No new reader waits to be looked at.", comments::find_by_new_readers,
     &comments::QueueCounts::by_new_readers},
};

const Queue& queue_of(const Request& request)
{
    const auto* found = std::ranges::find(queues, request.query_value("queue"), &Queue::name);
    return found == std::end(queues) ? queues[0] : *found;
}

Array tabs_context(db::Snapshot& snapshot, const Queue& open)
{
    const auto counts = comments::count_queues(snapshot);
    Array tabs;
    for (const auto& queue : queues)
        tabs.push_back(Object{{"label", queue.title},
                              {"url", "/desk/moderation/?queue=" + std::string{queue.name}},
                              {"count", counts.*queue.count},
                              {"open", queue.name == open.name}});
    return tabs;
}

Cursor cursor_behind(const Queue& queue, const QueuedComment& last)
{
    const bool by_report = queue.name == "reported";
    return {by_report ? last.reported_at : last.comment.posted_at, last.comment.id};
}

// Each comment knows the one that follows it: there the page goes on once this one is decided.
Array list_context(DeskPage& page, const Request& request, const std::vector<QueuedComment>& found)
{
    Array list;
    for (std::size_t at = 0; at < found.size(); ++at) {
        auto one = comment_context(page, request, found[at]);
        if (at + 1 < found.size())
            one.set("next", to_string(found[at + 1].comment.id));
        list.push_back(std::move(one));
    }
    return list;
}

// What was done a moment ago, and the button that undoes it.
void set_done(Object& root, const Request& request)
{
    const auto done = done_words(request.query_value("done"));
    if (done.empty())
        return;
    root.set("done", done);
    const auto comment = id_of<CommentId>(request.query_value("comment"));
    const auto* undo = find_action(request.query_value("undo"));
    if (comment && undo)
        root.set("undo", Object{{"url", desk_url(comment)},
                                {"action", undo->name},
                                {"version", request.query_value("version")}});
}

} // namespace

Response queue_page(DeskContext& context, const Request& request)
{
    const auto& queue = queue_of(request);
    const Sheet sheet{"queue", queue.title, "moderation"};
    return draw(context, request, sheet, [&](DeskPage& page) {
        const auto after = parse_cursor(request.query_value("after"));
        auto found = queue.find(page.snapshot, after, comments_a_page + 1);
        const bool has_more = found.size() > comments_a_page;
        if (has_more)
            found.pop_back();
        Object root{{"queue", queue.name},
                    {"tabs", tabs_context(page.snapshot, queue)},
                    {"empty", queue.empty},
                    {"after", after.id ? cursor_text(after) : std::string{}},
                    {"can_ban", may(request, staff::Permission::ban)},
                    {"comments", list_context(page, request, found)}};
        if (has_more)
            root.set("more", "/desk/moderation/?queue=" + std::string{queue.name} +
                                 "&after=" + cursor_text(cursor_behind(queue, found.back())));
        set_done(root, request);
        return root;
    });
}

} // namespace masthead::desk
