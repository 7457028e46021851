#include "features/accounts/account_mails.hpp"
#include "features/moderation/judge_text.hpp"
#include "surfaces/forum/composer.hpp"
#include "surfaces/forum/judging.hpp"

namespace masthead::forum {

namespace {

// A second click, or a second try after a lost answer, of a form without a key.
constexpr auto same_words_window = std::chrono::minutes{10};
constexpr int same_words_looked_at = 5;
constexpr int status_signed_out = 401;

struct Attempt {
    ForumContext& context;
    const web::Request& request;
    Writing writing;
    stories::Story story;
    ReaderId reader;
};

// Whatever stands in the way, the words come back to where they can be changed, and are kept.
web::Response turn_down(const Attempt& attempt, const Failure& failure)
{
    keep_writing(attempt.context, attempt.request, draft_owner(attempt.request), attempt.story.id,
                 attempt.writing);
    if (attempt.request.wants_json())
        return json_refusal(attempt.context, failure);
    ComposerSays says;
    says.failure = failure;
    return draw_composer(attempt.context, attempt.request, attempt.writing, says);
}

web::Response keep_for_guest(const Attempt& attempt)
{
    const auto& [context, request, writing, story, reader] = attempt;
    const auto sign_in = sign_in_url(story.slug, writing.parent);
    auto response = web::see_other(sign_in);
    if (request.wants_json()) {
        auto answer = refusal_object(context, refuse(Refusal::not_allowed, "reader.sign_in"));
        answer["sign_in"] = sign_in;
        response = json_answer(status_signed_out, answer);
    }
    keep_writing(context, request, give_draft_owner(request, response), story.id, writing);
    return response;
}

web::Response preview(const Attempt& attempt)
{
    const auto prepared = comments::prepare_comment(attempt.writing.text);
    ComposerSays says;
    if (prepared)
        says.preview_html = prepared->html;
    else
        says.failure = prepared.error();
    return draw_composer(attempt.context, attempt.request, attempt.writing, says);
}

std::optional<comments::Posted> find_same_words(const Attempt& attempt, std::string_view source)
{
    if (!attempt.writing.key.empty())
        return std::nullopt;
    const auto now = attempt.context.now();
    return attempt.context.database().read(
        [&](db::Snapshot& snapshot) -> std::optional<comments::Posted> {
            for (const auto& own : comments::find_own(snapshot, attempt.story.id, attempt.reader,
                                                      now, same_words_looked_at)) {
                const auto& comment = own.comment;
                if (own.source == source && comment.parent == attempt.writing.parent &&
                    now - comment.posted_at < same_words_window)
                    return comments::Posted{comment.id, comment.state,   0,
                                            true,       own.held_reason, comment.posted_at};
            }
            return std::nullopt;
        });
}

// What is read before the transaction, in one view: who writes, whom they name, what they quote.
Result<comments::PostComment> read_command(const Attempt& attempt, comments::PreparedText text)
{
    const auto& [context, request, writing, story, reader] = attempt;
    comments::PostComment command;
    command.story = story.id;
    command.reader = reader;
    command.parent = writing.parent;
    command.rule_book = context.services.rule_books.current();
    command.submission_key =
        submission_key(context.services.keys, writing, story.id, reader, context.now());
    command.draft_owner = draft_owner(request);
    const auto read = context.database().read([&](db::Snapshot& snapshot) -> Result<void> {
        command.rules = context.rules.current(snapshot);
        command.text = comments::may_mention(text)
                           ? comments::resolve_mentions(snapshot, std::move(text))
                           : std::move(text);
        if (const auto quote = quote_of(writing)) {
            auto checked = comments::check_quote(snapshot, story.id, *quote);
            if (!checked)
                return checked.error();
            command.quote = std::move(*checked);
        }
        command.mail_domain = accounts::mail_domain_of(snapshot, accounts::owner_of(reader));
        command.verdict_before = judge(context, snapshot, {command.text, writing, reader});
        return {};
    });
    if (!read)
        return read.error();
    command.fingerprint = moderation::text_fingerprint(command.text.plain);
    set_network(context, request, command);
    return command;
}

boost::json::object posted_json(const Attempt& attempt, const comments::Posted& posted,
                                std::string_view html)
{
    auto& context = attempt.context;
    const auto until = posted.posted_at + comments::edit_window;
    boost::json::object answer{
        {"id", to_string(posted.id)},
        {"url", comments::comment_url(attempt.story.slug, posted.id)},
        {"state", posted.state == comments::CommentState::held ? "held" : "visible"},
        {"html", html},
        {"position", posted.position},
        {"posted_at", format_rfc3339(posted.posted_at)},
        {"editable_until", format_rfc3339(until)}};
    answer["reason"] = "";
    if (posted.state == comments::CommentState::held)
        answer["reason"] = held_words(context, posted.reason);
    return answer;
}

web::Response answer_posted(const Attempt& attempt, const comments::Posted& posted,
                            std::string_view html)
{
    if (attempt.request.wants_json())
        return json_answer(201, posted_json(attempt, posted, html));
    if (posted.state == comments::CommentState::held)
        return web::see_other(stories::story_url(attempt.story.slug) +
                              "comments/new/?held=" + to_string(posted.id));
    return web::see_other(fresh_url(attempt.story.slug, posted.id, posted.position));
}

web::Response post(const Attempt& attempt)
{
    auto text = comments::prepare_comment(attempt.writing.text);
    if (!text)
        return turn_down(attempt, text.error());
    if (const auto same = find_same_words(attempt, text->source))
        return answer_posted(attempt, *same, text->html);
    const auto command = read_command(attempt, std::move(*text));
    if (!command)
        return turn_down(attempt, command.error());
    const auto posted = attempt.context.database().write(
        [&](db::Tx& tx) { return comments::post_comment(tx, *command, attempt.context.now()); });
    if (!posted)
        return turn_down(attempt, posted.error());
    return answer_posted(attempt, *posted, command->text.html);
}

} // namespace

web::Response post_comment(ForumContext& context, const web::Request& request)
{
    auto writing = read_writing(request);
    if (!writing)
        return refuse_plainly(context, request, writing.error());
    auto story = context.database().read(
        [&](db::Snapshot& snapshot) { return find_place(snapshot, request); });
    if (!story)
        return refuse_plainly(context, request, refuse(Refusal::not_found, "comment.story_gone"),
                              std::move(writing->text));
    const Attempt attempt{context, request, std::move(*writing), std::move(*story),
                          reader_of(request)};
    if (attempt.writing.wants_preview)
        return preview(attempt);
    return attempt.reader ? post(attempt) : keep_for_guest(attempt);
}

web::Response preview_comment(ForumContext& context, const web::Request& request)
{
    const auto writing = read_writing(request);
    if (!writing)
        return json_refusal(context, writing.error());
    const auto prepared = comments::prepare_comment(writing->text);
    if (!prepared)
        return json_refusal(context, prepared.error());
    return json_answer(200, boost::json::object{{"html", prepared->html}});
}

web::Response composer_page(ForumContext& context, const web::Request& request)
{
    if (const auto held = parse_id<CommentId>(request.query_value("held")))
        return draw_held(context, request, *held);
    auto writing = writing_of_address(request);
    adopt_guest_draft(context, request);
    find_typed(context, request, writing);
    ComposerSays says;
    if (!request.query_value("draft").empty() && reader_of(request))
        says.notice = "You are signed in. Your words are as you left them.";
    return draw_composer(context, request, writing, says);
}

} // namespace masthead::forum
