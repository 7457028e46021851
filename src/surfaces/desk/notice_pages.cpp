#include "core/base/text.hpp"
#include "features/moderation/notices.hpp"
#include "surfaces/desk/comment_context.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;
using moderation::NoticeState;

constexpr int notices_shown_max = 100;

// The place is whatever somebody typed: it is text, and never an address to click on.
Object notice_context(const DeskPage& page, const moderation::Notice& notice)
{
    return Object{{"id", to_string(notice.id)},
                  {"url", "/desk/notices/" + to_string(notice.id) + "/"},
                  {"place", notice.place},
                  {"why", notice.why},
                  {"name", notice.name},
                  {"mail", notice.mail},
                  {"at", moment(notice.created_at)},
                  {"waits", notice.state == NoticeState::waiting},
                  {"acted", notice.state == NoticeState::acted},
                  {"by", staff_name(page, notice.staff)},
                  {"decided_at", moment(notice.decided_at)},
                  {"answer", notice.answer}};
}

// What was typed, for a page that comes back.
struct NoticeSays {
    std::string outcome;
    std::string rule;
    std::string words;
    std::optional<Failure> failure;
};

NoticeId notice_of(const Request& request)
{
    return id_of<NoticeId>(request.route_value("id"));
}

Response draw_notice(DeskContext& context, const Request& request, const NoticeSays& says)
{
    const Sheet sheet{"notice", "A notice of illegal content", "notices", says.failure};
    return draw(context, request, sheet, [&](DeskPage& page) -> std::optional<Object> {
        const auto notice = moderation::find_notice(page.snapshot, notice_of(request));
        if (!notice)
            return std::nullopt;
        Object root{{"notice", notice_context(page, *notice)},
                    {"acted", says.outcome == "acted"},
                    {"not_acted", says.outcome == "not_acted"},
                    {"rule", says.rule},
                    {"words", says.words}};
        if (const auto queued = comments::find_for_desk(page.snapshot, notice->comment); queued)
            root.set("comment", comment_context(page, request, *queued));
        return root;
    });
}

std::optional<NoticeState> outcome_named(std::string_view name)
{
    if (name == "acted")
        return NoticeState::acted;
    if (name == "not_acted")
        return NoticeState::not_acted;
    return std::nullopt;
}

enum class Removal { no, yes };

// One transaction: whoever filed it is not told of a removal that did not happen.
Result<void> decide(DeskContext& context, const Request& request, db::Tx& tx,
                    const NoticeSays& says, Removal removal)
{
    const auto outcome = outcome_named(says.outcome);
    if (!outcome)
        return refuse(Refusal::invalid, "notice.outcome");
    const auto notice = moderation::find_notice(tx, notice_of(request));
    if (notice && notice->comment && removal == Removal::yes && *outcome == NoticeState::acted) {
        const auto removed = comments::decide_comment(tx,
                                                      {notice->comment,
                                                       staff_of(request),
                                                       comments::Action::remove,
                                                       std::string{trim(says.rule)},
                                                       {}},
                                                      context.now());
        if (!removed)
            return removed.error();
    }
    return moderation::decide_notice(
        tx, {notice_of(request), staff_of(request), *outcome, says.words}, context.now());
}

} // namespace

Response notices_page(DeskContext& context, const Request& request)
{
    const Sheet sheet{"notices", "Notices of illegal content", "notices"};
    return draw(context, request, sheet, [&](DeskPage& page) {
        Array list;
        for (const auto& notice :
             moderation::find_waiting_notices(page.snapshot, notices_shown_max))
            list.push_back(notice_context(page, notice));
        Object root{{"notices", std::move(list)},
                    {"count", moderation::count_waiting_notices(page.snapshot)}};
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

Response notice_page(DeskContext& context, const Request& request)
{
    return draw_notice(context, request, {});
}

Response decide_notice(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(request);
    if (!form)
        return web::refuse(form.error());
    NoticeSays says{std::string{form->text("outcome")},
                    std::string{form->text("rule")},
                    std::string{form->text("words")},
                    {}};
    const auto decided = context.database().write([&](db::Tx& tx) {
        return decide(context, request, tx, says, form->has("remove") ? Removal::yes : Removal::no);
    });
    if (decided)
        return web::see_other("/desk/notices/?done=notice");
    says.failure = decided.error();
    return draw_notice(context, request, says);
}

} // namespace masthead::desk
