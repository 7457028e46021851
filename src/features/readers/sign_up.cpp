#include "features/readers/sign_up.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/readers/display_name.hpp"
#include "features/readers/reader_sql.hpp"

#include <boost/json.hpp>

namespace masthead::readers {

namespace {

constexpr int merged_at_once_max = 1'000;
constexpr std::size_t rules_version_bytes_max = 100;
constexpr std::size_t language_bytes_max = 35; // RFC 5646, section 4.4.1

// The newest is kept: its name is the last that the person went by.
std::vector<ReaderId> unclaimed_of(db::Tx& tx, std::string_view mail)
{
    const auto address = accounts::parse_mail(mail);
    if (!address)
        return {};
    return sql::list_unclaimed(tx, address->key, merged_at_once_max);
}

void merge(db::Tx& tx, ReaderId from, ReaderId into, Time now)
{
    const auto merged = sql::find_reader(tx, from);
    if (merged)
        sql::add_counts(tx, into,
                        {merged->comment_count, merged->respect_received, merged->approved_count});
    sql::set_merged(tx, from, into);
    sql::delete_mail(tx, from);
    db::append_event(tx, {event_merged, from.value()}, now);
}

Reader new_reader(ReaderId id, const SignUp& command, Time now)
{
    Reader reader;
    reader.id = id;
    reader.language = cut_utf8(command.language, language_bytes_max);
    reader.signed_up_at = now;
    reader.rules_version = command.rules_version;
    reader.rules_accepted_at = now;
    reader.minimum_age_confirmed = command.minimum_age_confirmed;
    reader.age_confirmed_at = now;
    return reader;
}

void queue_welcome(db::Tx& tx, ReaderId id, const SignUp& command, const NameForm& name, Time now)
{
    mail::NewMail letter;
    letter.to = command.mail;
    letter.kind = "welcome";
    letter.data = boost::json::serialize(
        boost::json::object{{"name", name.shown}, {"path", "/reader/account/"}});
    letter.reader = id;
    mail::queue_mail(tx, letter, now);
}

} // namespace

Result<ReaderId> sign_up(db::Tx& tx, const SignUp& command, Time now)
{
    if (command.rules_version.empty() || command.rules_version.size() > rules_version_bytes_max)
        return refuse(Refusal::invalid, "reader.rules_not_accepted");
    if (command.minimum_age_confirmed < command.minimum_age)
        return refuse(Refusal::invalid, "reader.minimum_age_not_confirmed");
    const auto unclaimed = unclaimed_of(tx, command.mail);
    const auto claimed = unclaimed.empty() ? ReaderId{} : unclaimed.front();
    const auto name = check_display_name(tx, command.display_name, claimed);
    if (!name)
        return name.error();
    const auto id = claimed ? claimed : tx.new_id<ReaderId>();
    const auto added = accounts::add_mail(tx, accounts::owner_of(id), command.mail, now);
    if (!added)
        return added.error();
    if (claimed)
        sql::delete_mail(tx, claimed);
    else
        sql::insert_empty(tx, id, now);
    sql::activate(tx, new_reader(id, command, now), *name);
    for (const auto other : unclaimed) {
        if (other != id)
            merge(tx, other, id, now);
    }
    db::append_event(tx, {event_signed_up, id.value()}, now);
    queue_welcome(tx, id, command, *name, now);
    return id;
}

int claim_unclaimed(db::Tx& tx, ReaderId reader, std::string_view mail, Time now)
{
    const auto unclaimed = unclaimed_of(tx, mail);
    for (const auto other : unclaimed)
        merge(tx, other, reader, now);
    return static_cast<int>(unclaimed.size());
}

std::vector<ReaderId> merged_into(db::Snapshot& snapshot, ReaderId reader)
{
    return sql::list_merged(snapshot, reader, merged_at_once_max);
}

} // namespace masthead::readers
