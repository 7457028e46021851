#include "features/moderation/notices.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/allowance.hpp"
#include "features/accounts/mail_address.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/moderation/notice_sql.hpp"

#include <boost/json.hpp>

namespace masthead::moderation {

namespace {

constexpr auto day = std::chrono::hours{24};

Result<void> check_text(const std::string& text, std::size_t bytes_max, const char* key)
{
    if (text.size() > bytes_max)
        return refuse(Refusal::too_large, key);
    if (trim(text).empty() || !is_valid_utf8(text))
        return refuse(Refusal::invalid, key);
    return {};
}

// DSA art. 16(2): who notifies abuse of children need not say who they are.
Result<void> check_sender(const FileNotice& notice)
{
    const bool may_be_nameless = notice.kind == NoticeKind::child_abuse;
    if (!may_be_nameless || !notice.name.empty())
        if (const auto checked = check_text(notice.name, notice_name_bytes_max, "notice.name");
            !checked)
            return checked.error();
    if ((!may_be_nameless || !notice.mail.empty()) && !accounts::parse_mail(notice.mail))
        return refuse(Refusal::invalid, "notice.mail");
    return {};
}

Result<void> check(const FileNotice& notice)
{
    if (const auto checked = check_text(notice.place, notice_place_bytes_max, "notice.place");
        !checked)
        return checked.error();
    if (const auto checked = check_text(notice.why, notice_why_bytes_max, "notice.why"); !checked)
        return checked.error();
    if (const auto checked = check_sender(notice); !checked)
        return checked.error();
    if (notice.good_faith != GoodFaith::confirmed)
        return refuse(Refusal::invalid, "notice.good_faith");
    return {};
}

// Tags and dots make no other mailbox.
bool is_within_allowance(db::Tx& tx, const std::string& mail, Time now)
{
    const auto address = accounts::parse_mail(mail);
    if (!address)
        return true;
    const accounts::Allowance per_mail{"notice.mail", notices_of_mail_a_day_max, day};
    return !accounts::use_allowance(tx, per_mail, address->alias_key, now);
}

void queue_mail_to(db::Tx& tx, const std::string& mail, std::string kind,
                   const boost::json::object& data, Time now)
{
    if (!mail.empty())
        mail::queue_mail(tx, {mail, std::move(kind), boost::json::serialize(data), {}}, now);
}

} // namespace

Result<NoticeId> file_notice(db::Tx& tx, const FileNotice& notice, Time now)
{
    if (const auto checked = check(notice); !checked)
        return checked.error();
    if (!notice.network_key.empty() &&
        sql::count_of_network(tx, notice.network_key, now - day) >= notices_a_day_max)
        return refuse(Refusal::too_many, "notice.too_many");
    if (!is_within_allowance(tx, notice.mail, now))
        return refuse(Refusal::too_many, "notice.too_many_of_mail");
    const auto id = tx.new_id<NoticeId>();
    sql::insert_notice(tx, id, notice, now);
    queue_mail_to(tx, notice.mail, "notice_received",
                  {{"number", to_string(id)}, {"place", notice.place}, {"why", notice.why}}, now);
    db::append_event(tx, {event_notice_filed, id.value(), notice.story.value()}, now);
    return id;
}

Result<void> decide_notice(db::Tx& tx, const DecideNotice& decision, Time now)
{
    const auto notice = sql::find_notice(tx, decision.notice);
    if (!notice)
        return refuse(Refusal::not_found, "notice.not_found");
    if (notice->state != NoticeState::waiting)
        return refuse(Refusal::conflict, "notice.decided_already");
    if (!decision.staff)
        return refuse(Refusal::not_allowed, "notice.needs_staff");
    if (decision.outcome != NoticeState::acted && decision.outcome != NoticeState::not_acted)
        return refuse(Refusal::invalid, "notice.outcome");
    if (const auto checked = check_text(decision.words, notice_answer_bytes_max, "notice.words");
        !checked)
        return checked.error();
    sql::save_outcome(tx, decision, now);
    queue_mail_to(tx, notice->mail, "notice_outcome",
                  {{"number", to_string(notice->id)},
                   {"place", notice->place},
                   {"acted", decision.outcome == NoticeState::acted},
                   {"words", decision.words}},
                  now);
    db::append_event(tx, {event_notice_decided, notice->id.value(), notice->story.value()}, now);
    return {};
}

std::optional<Notice> find_notice(db::Snapshot& snapshot, NoticeId id)
{
    return sql::find_notice(snapshot, id);
}

std::vector<Notice> find_waiting_notices(db::Snapshot& snapshot, int limit)
{
    return sql::waiting_notices(snapshot, limit);
}

std::int64_t count_waiting_notices(db::Snapshot& snapshot)
{
    return sql::count_waiting(snapshot);
}

} // namespace masthead::moderation
