#include "core/base/text.hpp"
#include "core/web/form.hpp"
#include "features/comments/find_comments.hpp"
#include "features/moderation/notices.hpp"
#include "surfaces/forum/judging.hpp"

#include <algorithm>
#include <array>

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

// What the notice's form carries, and why it came back.
struct NoticeSays {
    moderation::FileNotice notice;
    std::optional<Failure> failure;
};

site::PageView notice_view(RenderEnvironment& page, const NoticeSays& says)
{
    const Speech speech{page.theme, page.language()};
    page.title = speech.say("Notify illegal content");
    const auto& notice = says.notice;
    Object root{{"place", notice.place},
                {"why", notice.why},
                {"name", notice.name},
                {"mail", notice.mail},
                {"child_abuse", notice.kind == moderation::NoticeKind::child_abuse}};
    root.set("good_faith", notice.good_faith == moderation::GoodFaith::confirmed);
    site::PageView view{{"forum-notice"}, Value{}, {}};
    if (says.failure) {
        root.set("error", speech.refusal(*says.failure));
        // The error stands beside the field it is about: "notice.mail" beside `mail`.
        constexpr std::array fields{"place", "why", "name", "mail", "good_faith"};
        const auto field =
            says.failure->message_key.substr(says.failure->message_key.find('.') + 1);
        const bool is_known = std::ranges::find(fields, field) != fields.end();
        root.set("at", field).set("general", !is_known);
        view.status = web::status_of(says.failure->reason);
    }
    view.context = std::move(root);
    return view;
}

web::Response draw_notice(ForumContext& context, const web::Request& request,
                          const NoticeSays& says)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) { return std::optional{notice_view(page, says)}; });
}

// "https://courier.example/harbour-strike/comments/42/#x" names a comment of ours.
void find_what_it_names(db::Snapshot& snapshot, std::string_view site_url,
                        moderation::FileNotice& notice)
{
    std::string_view path = notice.place;
    if (!site_url.empty() && path.starts_with(site_url))
        path.remove_prefix(site_url.size());
    const auto slash = path.find('/', path.starts_with("http") ? path.find("://") + 3 : 0);
    if (slash == std::string_view::npos)
        return;
    path.remove_prefix(slash);
    const auto parts = split(path.substr(1, path.find_first_of("?#") - 1), '/');
    const auto story = stories::find_story_by_slug(snapshot, parts.front());
    if (!story)
        return;
    notice.story = story->id;
    if (parts.size() < 3 || parts[1] != "comments")
        return;
    const auto comment = parse_id<CommentId>(parts[2]);
    if (comment && comments::find_comment(snapshot, story->id, *comment))
        notice.comment = *comment;
}

moderation::FileNotice notice_of(const web::Form& form)
{
    moderation::FileNotice notice;
    notice.place = trim(form.text("place"));
    notice.why = form.text("why");
    notice.name = trim(form.text("name"));
    notice.mail = trim(form.text("mail"));
    if (form.has("child_abuse"))
        notice.kind = moderation::NoticeKind::child_abuse;
    if (form.has("good_faith"))
        notice.good_faith = moderation::GoodFaith::confirmed;
    return notice;
}

web::Response acknowledge(ForumContext& context, const web::Request& request, NoticeId id,
                          bool answers_by_mail)
{
    return context.pages().draw_private(
        request, site::PageKind::forum, [&](RenderEnvironment& page) {
            const Speech speech{page.theme, page.language()};
            Saying saying;
            saying.title = speech.say("We have received your notice");
            page.title = saying.title;
            saying.words = speech.say(
                answers_by_mail
                    ? "A person in the newsroom looks at it. You get a mail now, and another with "
                      "the decision and how to have it looked at again. Its number is {number}."
                    : "A person in the newsroom looks at it. You gave no mail address, so we "
                      "cannot tell you the decision. Its number is {number}.",
                {{"number", to_string(id)}});
            return std::optional{saying_view(saying)};
        });
}

} // namespace

web::Response notice_page(ForumContext& context, const web::Request& request)
{
    NoticeSays says;
    says.notice.place = cut_utf8(request.query_value("place"), moderation::notice_place_bytes_max);
    // A link on our own page carries a path; whoever decides is shown the whole address.
    if (says.notice.place.starts_with('/'))
        says.notice.place = context.pages().config().site_url + says.notice.place;
    return draw_notice(context, request, says);
}

web::Response file_notice(ForumContext& context, const web::Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return refuse_plainly(context, request, refuse(Refusal::invalid, "form.unreadable"));
    NoticeSays says{notice_of(*form), {}};
    says.notice.network_key = network_key_of(context, request);
    const auto filed = context.database().write([&](db::Tx& tx) {
        find_what_it_names(tx, context.pages().config().site_url, says.notice);
        return moderation::file_notice(tx, says.notice, context.now());
    });
    if (!filed) {
        says.failure = filed.error();
        return request.wants_json() ? json_refusal(context, filed.error())
                                    : draw_notice(context, request, says);
    }
    if (request.wants_json())
        return json_answer(201, boost::json::object{{"id", to_string(*filed)}});
    return acknowledge(context, request, *filed, !says.notice.mail.empty());
}

} // namespace masthead::forum
