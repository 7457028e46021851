#include "features/comments/respect_comment.hpp"

#include "core/web/form.hpp"
#include "surfaces/forum/place.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

std::optional<site::PageView> respect_view(const web::Request& request, RenderEnvironment& page)
{
    const auto story = find_place(page.snapshot, request);
    const auto comment = story
                             ? comments::find_comment(page.snapshot, story->id, comment_of(request))
                             : std::nullopt;
    if (!comment || comment->state != comments::CommentState::visible)
        return std::nullopt;
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Respect for {name}", {{"name", comment->author_name}});
    Object root{
        {"story", story_link(*story)},
        {"comment", words_context(*story, *comment)},
        {"given", comments::has_respected(page.snapshot, comment->id, reader_of(request))},
        {"own", comment->reader == reader_of(request)}};
    return site::PageView{{"forum-respect"}, std::move(root), {}};
}

// Without script the button of a page that everybody shares cannot know whether it gives or takes
// back: whoever has given already is asked.
web::Response answer_plainly(const web::Request& request, const comments::RespectNow& now)
{
    const auto slug = request.route_value("slug");
    const auto comment = comment_of(request);
    if (now.given && !now.changed)
        return web::see_other(comments::comment_url(slug, comment) + "respect/");
    return web::see_other(fresh_url(slug, comment, now.position));
}

} // namespace

web::Response respect_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return respect_view(request, page); });
}

web::Response respect_comment(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    const auto respect =
        form->text("take_back").empty() ? comments::Respect::give : comments::Respect::take_back;
    const auto now = context.database().write([&](db::Tx& tx) -> Result<comments::RespectNow> {
        const auto story = find_place(tx, request);
        if (!story)
            return refuse(Refusal::not_found, "comment.story_gone");
        return comments::respect_comment(
            tx, {story->id, comment_of(request), reader_of(request), respect}, context.now());
    });
    if (!now)
        return refuse_plainly(context, request, now.error());
    if (request.wants_json())
        return json_answer(200,
                           boost::json::object{{"respect", now->count}, {"given", now->given}});
    return answer_plainly(request, *now);
}

} // namespace masthead::forum
