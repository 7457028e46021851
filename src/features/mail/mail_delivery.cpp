#include "features/mail/mail_delivery.hpp"

#include "core/db/job_queue.hpp"
#include "features/mail/mail_sql.hpp"
#include "features/mail/queue_mail.hpp"

namespace masthead::mail {

bool is_open(MailState state)
{
    return state == MailState::waiting || state == MailState::sending ||
           state == MailState::handing_over;
}

std::optional<OutgoingMail> find_mail(db::Snapshot& snapshot, MailId id)
{
    return sql::find_mail(snapshot, id);
}

std::optional<OutgoingMail> begin_sending(db::Tx& tx, MailId id, Time now)
{
    auto mail = sql::find_mail(tx, id);
    if (!mail || !is_open(mail->state))
        return std::nullopt;
    if (is_suppressed(tx, mail->recipient)) {
        sql::put_ended(tx, id, MailState::given_up, mail->reply_code, now);
        return std::nullopt;
    }
    if (mail->state == MailState::handing_over && after_doubt(mail->kind) == AfterDoubt::let_be) {
        leave_uncertain(tx, id, mail->reply_code, now);
        return std::nullopt;
    }
    mail->state = MailState::sending;
    ++mail->attempts;
    sql::put_open(tx, *mail, now);
    return mail;
}

bool begin_handing_over(db::Tx& tx, const OutgoingMail& mail, Time now)
{
    const auto stored = sql::find_mail(tx, mail.id);
    if (!stored || !is_open(stored->state))
        return false;
    auto begun = *stored;
    begun.state = MailState::handing_over;
    sql::put_open(tx, begun, now);
    return true;
}

void leave_uncertain(db::Tx& tx, MailId id, int reply_code, Time now)
{
    sql::put_ended(tx, id, MailState::uncertain, reply_code, now);
}

void drop_mail(db::Tx& tx, const OutgoingMail& mail, Time now)
{
    sql::put_ended(tx, mail.id, MailState::given_up, mail.reply_code, now);
}

void mark_sent(db::Tx& tx, MailId id, int reply_code, Time now)
{
    sql::put_ended(tx, id, MailState::sent, reply_code, now);
}

std::optional<Time> defer_mail(db::Tx& tx, const OutgoingMail& mail, int reply_code, Time now)
{
    // A reader who was erased meanwhile took the mail along.
    const auto stored = sql::find_mail(tx, mail.id);
    if (!stored || !is_open(stored->state))
        return std::nullopt;
    const auto next = now + pause_after(mail.attempts);
    if (next > mail.created_at + tried_for) {
        sql::put_ended(tx, mail.id, MailState::given_up, reply_code, now);
        return std::nullopt;
    }
    auto waiting = mail;
    waiting.state = MailState::waiting;
    waiting.reply_code = reply_code;
    sql::put_open(tx, waiting, now);
    db::add_job(tx, {job_send, payload_of(mail.id), next, db::JobLane::mail});
    return next;
}

void refuse_mail(db::Tx& tx, const OutgoingMail& mail, RefusedWhat what, int reply_code, Time now)
{
    sql::put_ended(tx, mail.id, MailState::refused, reply_code, now);
    if (what == RefusedWhat::address)
        sql::suppress(tx, mail_key(mail.recipient), SuppressionReason::rejected, now);
}

bool take_bounce(db::Tx& tx, MailId id, int reply_code, Time now)
{
    const auto mail = sql::find_mail(tx, id);
    if (!mail || mail->state == MailState::waiting)
        return false;
    sql::put_ended(tx, id, MailState::refused, reply_code, now);
    sql::suppress(tx, mail_key(mail->recipient), SuppressionReason::bounced, now);
    return true;
}

bool lift_suppression(db::Tx& tx, std::string_view mail)
{
    return sql::delete_suppression(tx, mail_key(mail)) > 0;
}

std::int64_t trim_mails(db::Tx& tx, Time now, int limit)
{
    return sql::delete_ended_before(tx, now - ended_kept, limit) +
           sql::delete_suppressed_before(tx, now - suppressed_for, limit);
}

std::int64_t erase_mails_of(db::Tx& tx, ReaderId reader, int limit)
{
    return sql::delete_mails_of(tx, reader, limit);
}

} // namespace masthead::mail
