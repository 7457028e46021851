#include "features/readers/erase_reader.hpp"

#include "core/db/event_log.hpp"
#include "features/accounts/account_data.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/readers/reader_sql.hpp"

#include <boost/json.hpp>

namespace masthead::readers {

namespace {

constexpr int merged_max = 1'000;
constexpr int mails_a_turn = 1'000;

constexpr db::Query select_erasures{"erasures.since", R"sql(
    SELECT reader_id, erased_at_ms
    FROM erasures
    WHERE (erased_at_ms, reader_id) > (?, ?)
    ORDER BY erased_at_ms, reader_id
    LIMIT ?
)sql"};

void queue_deletion_mail(db::Tx& tx, ReaderId reader, Time due_at, Time now)
{
    mail::NewMail letter;
    letter.to = accounts::find_mail(tx, accounts::owner_of(reader)).value_or("");
    letter.kind = "account_deletion";
    letter.data = boost::json::serialize(boost::json::object{
        {"due_at", format_rfc3339(due_at)},
        {"days", std::chrono::duration_cast<std::chrono::hours>(deletion_pause).count() / 24},
        {"path", "/reader/account/"}});
    letter.reader = reader;
    mail::queue_mail(tx, letter, now);
}

void erase_row(db::Tx& tx, ReaderId reader, Time now)
{
    accounts::erase_reader_part(tx, reader, now);
    while (mail::erase_mails_of(tx, reader, mails_a_turn) == mails_a_turn) {
        // Until none is left: an account is gone at once, however many mails it was owed.
    }
    sql::delete_mail(tx, reader);
    sql::erase(tx, reader);
    sql::insert_erasure(tx, reader, now);
    db::append_event(tx, {event_erased, reader.value()}, now);
}

} // namespace

Result<Time> request_deletion(db::Tx& tx, ReaderId reader, Time now)
{
    const auto present = sql::find_reader(tx, reader);
    if (!present || !present->is_active())
        return refuse(Refusal::not_found, "reader.not_found");
    if (present->wants_deletion())
        return present->deletion_due_at;
    const auto due_at = now + deletion_pause;
    sql::set_deletion(tx, reader, due_at);
    db::append_event(tx, {event_changed, reader.value()}, now);
    queue_deletion_mail(tx, reader, due_at, now);
    return due_at;
}

Result<void> take_back_deletion(db::Tx& tx, ReaderId reader, Time now)
{
    const auto present = sql::find_reader(tx, reader);
    if (!present || !present->is_active())
        return refuse(Refusal::not_found, "reader.not_found");
    if (!present->wants_deletion())
        return refuse(Refusal::conflict, "reader.no_deletion");
    sql::set_deletion(tx, reader, {});
    db::append_event(tx, {event_changed, reader.value()}, now);
    return {};
}

std::vector<ReaderId> find_due_erasures(db::Snapshot& snapshot, Time now, int limit)
{
    return sql::list_due_erasures(snapshot, now, limit);
}

void erase_reader_part(db::Tx& tx, ReaderId reader, Time now)
{
    if (!sql::find_reader(tx, reader))
        return;
    for (const auto merged : sql::list_merged(tx, reader, merged_max))
        erase_row(tx, merged, now);
    erase_row(tx, reader, now);
}

std::vector<Erasure> erasures_since(db::Snapshot& snapshot, const Erasure& after, int limit)
{
    return snapshot.list(select_erasures, {after.erased_at, after.reader.value(), limit},
                         [](const db::Row& row) {
                             return Erasure{row.id<ReaderId>(0), row.time(1)};
                         });
}

MediaId picture_of(db::Snapshot& snapshot, ReaderId reader)
{
    const auto present = sql::find_reader(snapshot, reader);
    return present ? present->picture : MediaId{};
}

} // namespace masthead::readers
