#include "features/moderation/bans.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/reviews.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/desk/comment_context.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;
using moderation::ReviewState;

constexpr int reviews_shown_max = 50;

Object review_context(DeskPage& page, const Request& request, const moderation::Review& review)
{
    Object one{
        {"id", to_string(review.id)}, {"words", review.words}, {"at", moment(review.asked_at)}};
    if (const auto reader = readers::find_reader(page.snapshot, review.reader); reader) {
        one.set("reader", reader->display_name);
        if (may(request, staff::Permission::see_readers))
            one.set("reader_url", desk_url(reader->id));
    }
    const auto decision = moderation::find_decision(page.snapshot, review.decision);
    if (!decision)
        return one;
    one.set("decision", decision_context(page, *decision));
    // Whoever decided does not judge their own decision.
    one.set("own", decision->staff == staff_of(request));
    if (const auto queued = comments::find_for_desk(page.snapshot, decision->comment); queued)
        one.set("comment", comment_context(page, request, *queued));
    return one;
}

// What was typed about which request, for a page that comes back.
struct ReviewSays {
    ReviewId review;
    std::string words;
    std::optional<Failure> failure;
};

Response draw_reviews(DeskContext& context, const Request& request, const ReviewSays& says)
{
    const Sheet sheet{"reviews", "Decisions to be looked at again", "reviews", says.failure};
    return draw(context, request, sheet, [&](DeskPage& page) {
        Array list;
        for (const auto& review :
             moderation::find_waiting_reviews(page.snapshot, reviews_shown_max)) {
            auto one = review_context(page, request, review);
            if (review.id == says.review)
                one.set("answer", says.words);
            list.push_back(std::move(one));
        }
        Object root{{"reviews", std::move(list)}};
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

template <class T>
Result<void> without_value(const Result<T>& result)
{
    if (!result)
        return result.error();
    return {};
}

Result<void> undo(DeskContext& context, const Request& request, db::Tx& tx,
                  const moderation::Decision& decision, std::string_view version)
{
    using moderation::Action;
    const auto staff = staff_of(request);
    const auto now = context.now();
    if (decision.action == Action::banned) {
        const auto ban = moderation::active_ban(tx, decision.reader, now);
        return ban ? moderation::lift_ban(tx, ban->id, staff, now) : Result<void>{};
    }
    if (decision.action == Action::held)
        return without_value(
            comments::decide_comment(tx,
                                     {decision.comment,
                                      staff,
                                      comments::Action::approve,
                                      {},
                                      {},
                                      comments::read_version(comments::Action::approve, version)},
                                     now));
    if (decision.action == Action::removed || decision.action == Action::rejected)
        return without_value(comments::decide_comment(
            tx, {decision.comment, staff, comments::Action::restore, {}, {}}, now));
    return {};
}

// The answer is given also where there is nothing left to undo: the author may have deleted the
// comment, another may have lifted the ban.
Result<void> answer(DeskContext& context, const Request& request, db::Tx& tx,
                    const moderation::AnswerReview& command, std::string_view version)
{
    const auto decision = moderation::answer_review(tx, command, context.now());
    if (!decision)
        return decision.error();
    if (command.outcome != ReviewState::overturned)
        return {};
    const auto undone = undo(context, request, tx, *decision, version);
    if (!undone && undone.error().message_key == comments::words_changed)
        return undone.error();
    if (undone || undone.error().reason == Refusal::not_found ||
        undone.error().reason == Refusal::conflict || undone.error().reason == Refusal::gone)
        return {};
    return undone.error();
}

} // namespace

Response reviews_page(DeskContext& context, const Request& request)
{
    return draw_reviews(context, request, {});
}

Response answer_review(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    moderation::AnswerReview command;
    command.review = id_of<ReviewId>(request.route_value("id"));
    command.staff = staff_of(request);
    command.words = form->text("words");
    const auto outcome = form->text("outcome");
    if (outcome != "upheld" && outcome != "overturned")
        return draw_reviews(
            context, request,
            {command.review, command.words, refuse(Refusal::invalid, "review.outcome")});
    command.outcome = outcome == "upheld" ? ReviewState::upheld : ReviewState::overturned;
    const auto answered = context.database().write(
        [&](db::Tx& tx) { return answer(context, request, tx, command, form->text("version")); });
    if (!answered)
        return draw_reviews(context, request, {command.review, command.words, answered.error()});
    return web::see_other("/desk/reviews/?done=review");
}

} // namespace masthead::desk
