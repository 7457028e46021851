#include "features/mail/queue_mail.hpp"

#include "core/base/check.hpp"
#include "core/db/job_queue.hpp"
#include "features/mail/mail.hpp"
#include "features/mail/mail_sql.hpp"

namespace masthead::mail {

MailId queue_mail(db::Tx& tx, const NewMail& mail, Time now)
{
    MH_CHECK(!mail.kind.empty() && mail.data.size() <= mail_data_bytes_max);
    if (mail.to.empty() || is_suppressed(tx, mail.to))
        return {};
    OutgoingMail row;
    row.id = tx.new_id<MailId>();
    row.kind = mail.kind;
    row.recipient = mail.to;
    row.reader = mail.reader;
    row.data = mail.data.empty() ? "{}" : mail.data;
    row.created_at = now;
    sql::insert_mail(tx, row);
    db::add_job(tx, {job_send, payload_of(row.id), now, db::JobLane::mail});
    return row.id;
}

bool is_suppressed(db::Snapshot& snapshot, std::string_view mail)
{
    return sql::is_suppressed(snapshot, mail_key(mail));
}

} // namespace masthead::mail
