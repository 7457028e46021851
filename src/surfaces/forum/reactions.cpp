#include "core/web/form.hpp"
#include "features/comments/find_own.hpp"
#include "features/comments/report_comment.hpp"
#include "surfaces/forum/place.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using comments::ReportReason;
using site::RenderEnvironment;

std::string_view reason_label(ReportReason reason)
{
    switch (reason) {
    case ReportReason::abuse: return "It insults or threatens somebody";
    case ReportReason::hatred: return "It spreads hatred against people";
    case ReportReason::spam: return "It is advertising or spam";
    case ReportReason::false_claim: return "It states something false as fact";
    case ReportReason::off_topic: return "It has nothing to do with the story";
    case ReportReason::private_data: return "It shows private details of somebody";
    case ReportReason::other: return "Something else";
    }
    return "Something else";
}

// What the report's form carries, and why it came back.
struct ReportSays {
    std::string reason;
    std::string words;
    std::optional<Failure> failure;
};

Array reasons_context(const Speech& speech, const ReportSays& says)
{
    Array reasons;
    for (const auto reason : comments::report_reasons()) {
        const auto name = comments::reason_name(reason);
        Object choice{{"value", name}, {"label", speech.say(reason_label(reason))}};
        choice.set("chosen", says.reason == name);
        choice.set("autofocus", says.failure && reasons.empty());
        reasons.push_back(std::move(choice));
    }
    return reasons;
}

std::optional<site::PageView> report_view(ForumContext& context, const web::Request& request,
                                          RenderEnvironment& page, const ReportSays& says)
{
    const auto story = find_place(page.snapshot, request);
    const auto comment = story
                             ? comments::find_comment(page.snapshot, story->id, comment_of(request))
                             : std::nullopt;
    if (!comment || comment->state != comments::CommentState::visible)
        return std::nullopt;
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Report a comment by {name}", {{"name", comment->author_name}});
    Object root{{"story", story_link(*story)}, {"comment", words_context(*story, *comment)}};
    root.set("reasons", reasons_context(speech, says)).set("words", says.words);
    if (says.failure)
        root.set("error", speech.refusal(*says.failure));
    const auto own = comments::find_own_comment(page.snapshot, story->id, comment->id,
                                                reader_of(request), context.now());
    if (own) {
        root.set("own", true);
        if (own->editable_until != Time{})
            root.set("edit_url", comments::comment_url(story->slug, comment->id) + "edit/");
    }
    site::PageView view{{"forum-report"}, std::move(root), {}};
    if (says.failure)
        view.status = web::status_of(says.failure->reason);
    return view;
}

web::Response draw_report(ForumContext& context, const web::Request& request,
                          const ReportSays& says)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return report_view(context, request, page, says); });
}

web::Response turn_down_report(ForumContext& context, const web::Request& request,
                               const ReportSays& says)
{
    if (request.wants_json())
        return json_refusal(context, *says.failure);
    auto page = draw_report(context, request, says);
    return page.status == web::status_of(Refusal::not_found)
               ? refusal_page(context, request, *says.failure, says.words)
               : page;
}

web::Response thank(ForumContext& context, const web::Request& request,
                    const comments::Reported& reported)
{
    if (request.wants_json())
        return json_answer(
            200, boost::json::object{{"reported", true}, {"was_there", reported.was_there}});
    return context.pages().draw_private(
        request, site::PageKind::forum, [&](RenderEnvironment& page) {
            const Speech speech{page.theme, page.language()};
            Saying saying;
            saying.title = speech.say("Thank you");
            page.title = saying.title;
            saying.words = speech.say(
                reported.was_there ? "You have reported this comment before. It is counted once."
                                   : "A moderator will look at the comment.");
            saying.back_url =
                comments::comment_url(request.route_value("slug"), comment_of(request));
            return std::optional{saying_view(saying)};
        });
}

} // namespace

web::Response report_page(ForumContext& context, const web::Request& request)
{
    return draw_report(context, request, {});
}

web::Response report_comment(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    ReportSays says{std::string{form->text("reason")}, std::string{form->text("words")}, {}};
    const auto reason = comments::parse_reason(says.reason);
    if (!reason) {
        says.failure = refuse(Refusal::invalid, "report.reason");
        return turn_down_report(context, request, says);
    }
    const auto reported = context.database().write([&](db::Tx& tx) -> Result<comments::Reported> {
        const auto story = find_place(tx, request);
        if (!story)
            return refuse(Refusal::not_found, "comment.story_gone");
        return comments::report_comment(tx,
                                        {story->id, comment_of(request), reader_of(request),
                                         *reason, says.words, context.rules.current(tx)},
                                        context.now());
    });
    if (!reported) {
        says.failure = reported.error();
        return turn_down_report(context, request, says);
    }
    return thank(context, request, *reported);
}

} // namespace masthead::forum
