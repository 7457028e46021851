#include "features/mail/mail_sql.hpp"

namespace masthead::mail::sql {

namespace {

constexpr db::Query insert_row{"mail.insert", R"sql(
    INSERT INTO outgoing_mails (id, kind, recipient, reader_id, data, state, attempts, reply_code,
                                created_at_ms, changed_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"};

constexpr db::Query select_row{"mail.by_id", R"sql(
    SELECT id, kind, recipient, reader_id, data, state, attempts, reply_code, created_at_ms
    FROM outgoing_mails
    WHERE id = ?
)sql"};

constexpr db::Query update_open{"mail.put_open", R"sql(
    UPDATE outgoing_mails
    SET state = ?,
        attempts = ?,
        reply_code = ?,
        changed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_ended{"mail.put_ended", R"sql(
    UPDATE outgoing_mails
    SET state = ?,
        data = '',
        reply_code = ?,
        changed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query upsert_suppression{"mail.suppress", R"sql(
    INSERT INTO suppressed_addresses (mail_key, reason, since_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (mail_key) DO UPDATE SET reason = excluded.reason,
                                         since_at_ms = excluded.since_at_ms
)sql"};

constexpr db::Query select_suppression{"mail.suppression", R"sql(
    SELECT 1
    FROM suppressed_addresses
    WHERE mail_key = ?
)sql"};

constexpr db::Query delete_suppressed{"mail.lift", R"sql(
    DELETE FROM suppressed_addresses
    WHERE mail_key = ?
)sql"};

constexpr db::Query delete_ended{"mail.delete_ended", R"sql(
    DELETE FROM outgoing_mails
    WHERE id IN (
        SELECT id
        FROM outgoing_mails
        WHERE state >= 2
          AND state <> 5
          AND changed_at_ms < ?
        ORDER BY changed_at_ms, id
        LIMIT ?
    )
)sql"};

constexpr db::Query delete_old_suppressions{"mail.delete_old_suppressions", R"sql(
    DELETE FROM suppressed_addresses
    WHERE mail_key IN (
        SELECT mail_key
        FROM suppressed_addresses
        WHERE since_at_ms < ?
        ORDER BY since_at_ms
        LIMIT ?
    )
)sql"};

constexpr db::Query delete_of_reader{"mail.delete_of_reader", R"sql(
    DELETE FROM outgoing_mails
    WHERE id IN (
        SELECT id
        FROM outgoing_mails
        WHERE reader_id = ?
        ORDER BY id
        LIMIT ?
    )
)sql"};

} // namespace

void insert_mail(db::Tx& tx, const OutgoingMail& mail)
{
    tx.run(insert_row, {mail.id, mail.kind, mail.recipient, mail.reader, mail.data, mail.state,
                        mail.attempts, mail.reply_code, mail.created_at, mail.created_at});
}

std::optional<OutgoingMail> find_mail(db::Snapshot& snapshot, MailId id)
{
    return snapshot.find(select_row, {id}, [](const db::Row& row) {
        OutgoingMail mail;
        mail.id = row.id<MailId>(0);
        mail.kind = row.string(1);
        mail.recipient = row.string(2);
        mail.reader = row.id<ReaderId>(3);
        mail.data = row.string(4);
        mail.state = row.as<MailState>(5);
        mail.attempts = static_cast<int>(row.integer(6));
        mail.reply_code = static_cast<int>(row.integer(7));
        mail.created_at = row.time(8);
        return mail;
    });
}

void put_open(db::Tx& tx, const OutgoingMail& mail, Time now)
{
    tx.run(update_open, {mail.state, mail.attempts, mail.reply_code, now, mail.id});
}

std::int64_t put_ended(db::Tx& tx, MailId id, MailState state, int reply_code, Time now)
{
    return tx.run(update_ended, {state, reply_code, now, id});
}

void suppress(db::Tx& tx, std::string_view key, SuppressionReason reason, Time now)
{
    tx.run(upsert_suppression, {key, reason, now});
}

bool is_suppressed(db::Snapshot& snapshot, std::string_view key)
{
    return snapshot.integer(select_suppression, {key}) != 0;
}

std::int64_t delete_suppression(db::Tx& tx, std::string_view key)
{
    return tx.run(delete_suppressed, {key});
}

std::int64_t delete_ended_before(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_ended, {before, limit});
}

std::int64_t delete_suppressed_before(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_old_suppressions, {before, limit});
}

std::int64_t delete_mails_of(db::Tx& tx, ReaderId reader, int limit)
{
    return tx.run(delete_of_reader, {reader, limit});
}

} // namespace masthead::mail::sql
