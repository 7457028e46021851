#include "surfaces/live_stream/frames.hpp"

#include "core/web/sse_frame.hpp"

#include <boost/json.hpp>

namespace masthead::live_stream {

namespace {

namespace json = boost::json;

json::value id_json(auto id)
{
    return json::string{to_string(id)};
}

json::array ids_json(const std::vector<CommentId>& ids)
{
    json::array list;
    for (const auto id : ids)
        list.push_back(id_json(id));
    return list;
}

void set_list(json::object& object, std::string_view name, json::array list)
{
    if (!list.empty())
        object[name] = std::move(list);
}

} // namespace

std::string changes_json(const comments::ConversationChanges& changes)
{
    json::object object{{"story", id_json(changes.story)},
                        {"position", std::to_string(changes.position)}};
    if (changes.too_much) {
        object["reload"] = true;
        return json::serialize(object);
    }
    json::array posted;
    for (const auto& one : changes.posted)
        posted.push_back(json::array{id_json(one.id), id_json(one.parent), id_json(one.thread)});
    json::array respect;
    for (const auto& one : changes.respect)
        respect.push_back(json::array{id_json(one.id), one.count});
    json::array threads;
    for (const auto& one : changes.threads)
        threads.push_back(json::array{id_json(one.id), one.reply_count});
    set_list(object, "posted", std::move(posted));
    set_list(object, "edited", ids_json(changes.edited));
    set_list(object, "removed", ids_json(changes.removed));
    set_list(object, "respect", std::move(respect));
    set_list(object, "threads", std::move(threads));
    object["count"] = changes.count;
    if (changes.mode_changed)
        object["changed"] = true;
    return json::serialize(object);
}

std::string story_text(const comments::ConversationChanges& changes, std::int64_t resume_at)
{
    if (changes.too_much)
        return reload_text(changes.story, changes.position, resume_at);
    if (changes.is_empty())
        return {};
    return web::sse_text({"story", changes_json(changes), resume_at});
}

std::string reload_text(StoryId story, std::int64_t position, std::int64_t resume_at)
{
    const json::object object{{"story", id_json(story)}, {"position", std::to_string(position)}};
    return web::sse_text({"reload", json::serialize(object), resume_at});
}

std::string bell_text(std::int64_t unread)
{
    return web::sse_text({"bell", json::serialize(json::object{{"unread", unread}})});
}

} // namespace masthead::live_stream
