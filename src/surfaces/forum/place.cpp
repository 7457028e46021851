#include "surfaces/forum/place.hpp"

#include "core/base/text.hpp"
#include "features/readers/reader.hpp"
#include "features/settings/newsroom.hpp"

namespace masthead::forum {

using namespace handlebars;

namespace {

std::string language_of(ForumContext& context)
{
    return context.database().read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).language; });
}

} // namespace

std::optional<stories::Story> find_place(db::Snapshot& snapshot, const web::Request& request)
{
    auto story = stories::find_story_by_slug(snapshot, request.route_value("slug"));
    if (!story || story->state != stories::StoryState::published ||
        story->kind != stories::StoryKind::story)
        return std::nullopt;
    return story;
}

CommentId comment_of(const web::Request& request)
{
    return parse_id<CommentId>(request.route_value("id")).value_or(CommentId{});
}

ReaderId reader_of(const web::Request& request)
{
    return ReaderId{request.visitor.reader};
}

StaffId staff_of(const web::Request& request)
{
    return StaffId{request.visitor.staff};
}

Value story_link(const stories::Story& story)
{
    return Object{{"title", story.headline}, {"url", stories::story_url(story.slug)}};
}

Object words_context(const stories::Story& story, const comments::Comment& comment)
{
    const auto url = comments::comment_url(story.slug, comment.id);
    Object words{
        {"id", to_string(comment.id)},        {"url", url},
        {"encoded_url", percent_encode(url)}, {"posted_at", format_rfc3339(comment.posted_at)},
        {"html", Value::safe(comment.html)},  {"reply_count", comment.reply_count}};
    if (!comment.author_erased) {
        words.set("author_name", comment.author_name);
        words.set("author_url", readers::reader_url(comment.reader));
    }
    if (comment.quote)
        words.set("quote", Object{{"text", comment.quote->quote.exact}});
    return words;
}

std::string fresh_url(std::string_view slug, CommentId comment, std::int64_t position)
{
    auto url = comments::comment_url(slug, comment);
    if (position > 0)
        url += "?since=" + std::to_string(position);
    return url + "#comment-" + to_string(comment);
}

web::Response json_answer(int status, const boost::json::value& value)
{
    return web::json(status, boost::json::serialize(value));
}

boost::json::object refusal_object(ForumContext& context, const Failure& failure)
{
    const auto theme = context.pages().theme();
    boost::json::object answer{{"error", failure.message_key},
                               {"message", Speech{*theme, language_of(context)}.refusal(failure)}};
    if (const auto seconds = comments::seconds_to_wait(failure))
        answer["wait_s"] = *seconds;
    return answer;
}

web::Response json_refusal(ForumContext& context, const Failure& failure)
{
    return json_answer(web::status_of(failure.reason), refusal_object(context, failure));
}

std::string held_words(ForumContext& context, std::string_view rule)
{
    const auto theme = context.pages().theme();
    return Speech{*theme, language_of(context)}.held(rule);
}

site::PageView saying_view(const Saying& saying)
{
    Object root{{"title", saying.title},           {"words", saying.words},
                {"back_url", saying.back_url},     {"next_url", saying.next_url},
                {"next_label", saying.next_label}, {"kept", saying.kept}};
    site::PageView view{{"forum-done"}, std::move(root), {}};
    view.status = saying.status;
    return view;
}

web::Response refusal_page(ForumContext& context, const web::Request& request,
                           const Failure& failure, std::string kept)
{
    return context.pages().draw_private(
        request, site::PageKind::forum, [&](site::RenderEnvironment& page) {
            const Speech speech{page.theme, page.language()};
            Saying saying;
            saying.title = speech.say("This did not work");
            page.title = saying.title;
            saying.words = speech.refusal(failure);
            saying.kept = kept;
            saying.status = web::status_of(failure.reason);
            if (const auto story = find_place(page.snapshot, request))
                saying.back_url = stories::story_url(story->slug) + "#conversation";
            return std::optional{saying_view(saying)};
        });
}

web::Response refuse_plainly(ForumContext& context, const web::Request& request,
                             const Failure& failure, std::string kept)
{
    if (request.wants_json())
        return json_refusal(context, failure);
    return refusal_page(context, request, failure, std::move(kept));
}

} // namespace masthead::forum
