#include "features/accounts/account_mails.hpp"
#include "features/comments/edit_comment.hpp"
#include "features/comments/find_own.hpp"
#include "features/moderation/judge_text.hpp"
#include "surfaces/forum/composer.hpp"
#include "surfaces/forum/judging.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

// One's own comment at an address, with its story.
struct OwnPlace {
    stories::Story story;
    comments::OwnComment own;
};

std::optional<OwnPlace> find_own_place(ForumContext& context, db::Snapshot& snapshot,
                                       const web::Request& request)
{
    auto story = find_place(snapshot, request);
    if (!story)
        return std::nullopt;
    auto own = comments::find_own_comment(snapshot, story->id, comment_of(request),
                                          reader_of(request), context.now());
    if (!own)
        return std::nullopt;
    return OwnPlace{std::move(*story), std::move(*own)};
}

// What the edit page shows besides the comment.
struct EditSays {
    std::optional<std::string> text; ///< as typed; absent: as stored
    std::optional<Failure> failure;
    std::string preview_html;
};

void set_time_left(Object& root, const comments::OwnComment& own, Time now)
{
    const auto left = std::chrono::ceil<std::chrono::minutes>(own.editable_until - now).count();
    if (own.editable_until == Time{} || left <= 0)
        root.set("over", true);
    else
        root.set("minutes_left", left);
}

web::Response draw_edit(ForumContext& context, const web::Request& request, const EditSays& says)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) -> std::optional<site::PageView> {
            const auto place = find_own_place(context, page.snapshot, request);
            if (!place)
                return std::nullopt;
            const Speech speech{page.theme, page.language()};
            page.title = speech.say("Edit your comment");
            Object root{{"story", story_link(place->story)},
                        {"comment", words_context(place->story, place->own.comment)},
                        {"text", says.text.value_or(place->own.source)}};
            set_time_left(root, place->own, context.now());
            auto failure = says.failure;
            if (root.has("over") && !failure)
                failure = refuse(Refusal::not_allowed, "comment.edit_too_late");
            if (failure)
                root.set("error", speech.refusal(*failure));
            if (!says.preview_html.empty())
                root.set("preview", Object{{"html", Value::safe(says.preview_html)}});
            site::PageView view{{"forum-edit"}, std::move(root), {}};
            if (says.failure)
                view.status = web::status_of(says.failure->reason);
            return view;
        });
}

web::Response turn_down_edit(ForumContext& context, const web::Request& request,
                             const std::string& text, const Failure& failure)
{
    if (request.wants_json())
        return json_refusal(context, failure);
    EditSays says;
    says.text = text;
    says.failure = failure;
    auto page = draw_edit(context, request, says);
    // The comment itself is gone: then the words are shown on a page of their own.
    return page.status == web::status_of(Refusal::not_found)
               ? refusal_page(context, request, failure, text)
               : page;
}

Result<comments::EditComment> read_edit(ForumContext& context, const web::Request& request,
                                        const Writing& writing)
{
    auto text = comments::prepare_comment(writing.text);
    if (!text)
        return text.error();
    comments::EditComment command;
    command.comment = comment_of(request);
    command.reader = reader_of(request);
    command.rule_book = context.services.rule_books.current();
    command.network_key = network_key_of(context, request);
    const auto read = context.database().read([&](db::Snapshot& snapshot) -> Result<void> {
        const auto story = find_place(snapshot, request);
        if (!story)
            return refuse(Refusal::not_found, "comment.story_gone");
        command.story = story->id;
        command.text = comments::may_mention(*text)
                           ? comments::resolve_mentions(snapshot, std::move(*text))
                           : std::move(*text);
        command.mail_domain =
            accounts::mail_domain_of(snapshot, accounts::owner_of(command.reader));
        command.verdict_before = judge(context, snapshot, {command.text, writing, command.reader});
        return {};
    });
    if (!read)
        return read.error();
    command.fingerprint = moderation::text_fingerprint(command.text.plain);
    return command;
}

web::Response answer_edited(const web::Request& request, const comments::Posted& posted,
                            std::string_view html, const std::string& held_words)
{
    const auto slug = request.route_value("slug");
    const bool is_held = posted.state == comments::CommentState::held;
    if (request.wants_json())
        return json_answer(200, boost::json::object{{"id", to_string(posted.id)},
                                                    {"state", is_held ? "held" : "visible"},
                                                    {"reason", held_words},
                                                    {"html", html},
                                                    {"position", posted.position}});
    if (is_held)
        return web::see_other(stories::story_url(slug) +
                              "comments/new/?held=" + to_string(posted.id));
    return web::see_other(fresh_url(slug, posted.id, posted.position));
}

} // namespace

web::Response edit_page(ForumContext& context, const web::Request& request)
{
    return draw_edit(context, request, {});
}

web::Response edit_comment(ForumContext& context, const web::Request& request)
{
    const auto writing = read_writing(request);
    if (!writing)
        return refuse_plainly(context, request, writing.error());
    if (writing->wants_preview) {
        const auto prepared = comments::prepare_comment(writing->text);
        if (!prepared)
            return turn_down_edit(context, request, writing->text, prepared.error());
        return draw_edit(context, request, {writing->text, std::nullopt, prepared->html});
    }
    const auto command = read_edit(context, request, *writing);
    if (!command)
        return turn_down_edit(context, request, writing->text, command.error());
    const auto edited = context.database().write(
        [&](db::Tx& tx) { return comments::edit_comment(tx, *command, context.now()); });
    if (!edited)
        return turn_down_edit(context, request, writing->text, edited.error());
    const auto held = edited->state == comments::CommentState::held && request.wants_json()
                          ? held_words(context, edited->reason)
                          : std::string{};
    return answer_edited(request, *edited, command->text.html, held);
}

web::Response delete_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) -> std::optional<site::PageView> {
            const auto place = find_own_place(context, page.snapshot, request);
            if (!place)
                return std::nullopt;
            page.title = Speech{page.theme, page.language()}.say("Delete your comment?");
            Object root{{"story", story_link(place->story)},
                        {"comment", words_context(place->story, place->own.comment)}};
            return site::PageView{{"forum-delete"}, std::move(root), {}};
        });
}

web::Response delete_comment(ForumContext& context, const web::Request& request)
{
    const auto slug = std::string{request.route_value("slug")};
    const auto deleted = context.database().write([&](db::Tx& tx) -> Result<comments::Deleted> {
        const auto story = find_place(tx, request);
        if (!story)
            return refuse(Refusal::not_found, "comment.story_gone");
        return comments::delete_comment(tx, {story->id, comment_of(request), reader_of(request)},
                                        context.now());
    });
    if (!deleted)
        return refuse_plainly(context, request, deleted.error());
    if (request.wants_json())
        return json_answer(200, boost::json::object{{"id", to_string(comment_of(request))},
                                                    {"state", "deleted"},
                                                    {"leaves_line", deleted->leaves_line},
                                                    {"position", deleted->position}});
    if (deleted->leaves_line)
        return web::see_other(fresh_url(slug, comment_of(request), deleted->position));
    return web::see_other(stories::story_url(slug) + "?since=" + std::to_string(deleted->position) +
                          "#conversation");
}

web::Response history_page(ForumContext& context, const web::Request& request)
{
    return context.pages().draw_private(
        request, site::PageKind::forum,
        [&](RenderEnvironment& page) -> std::optional<site::PageView> {
            const auto story = find_place(page.snapshot, request);
            const auto history =
                story ? comments::find_history(page.snapshot, story->id, comment_of(request))
                      : std::nullopt;
            if (!history)
                return std::nullopt;
            const Speech speech{page.theme, page.language()};
            page.title = speech.say("What {name}’s comment said before",
                                    {{"name", history->comment.author_name}});
            Array versions;
            for (std::size_t i = history->versions.size(); i-- > 0;) {
                Object version{{"html", Value::safe(history->versions[i].html)}};
                if (i + 1 == history->versions.size())
                    version.set("current", true);
                else
                    version.set("until", format_rfc3339(history->versions[i + 1].written_at));
                versions.push_back(std::move(version));
            }
            Object root{{"story", story_link(*story)},
                        {"comment", words_context(*story, history->comment)},
                        {"versions", std::move(versions)}};
            return site::PageView{{"forum-history"}, std::move(root), {}};
        });
}

} // namespace masthead::forum
