#include "features/notifications/letters.hpp"

#include "core/crypto/token.hpp"
#include "features/accounts/account_mails.hpp"
#include "features/mail/queue_mail.hpp"
#include "features/notifications/choices.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/notifications/notification_sql.hpp"
#include "features/readers/reader.hpp"

#include <algorithm>
#include <charconv>

namespace masthead::notifications {

namespace {

namespace json = boost::json;

constexpr std::size_t code_digits = 32; // 128 bits

void queue_one(db::Tx& tx, const sql::DueMail& due, Time now)
{
    const auto ids = find_owed_mail(tx, due.reader, due.mail);
    sql::clear_mail(tx, due.reader, due.mail);
    sql::delete_due_mail(tx, due);
    const auto reader = readers::find_reader(tx, due.reader);
    const auto address = accounts::find_mail(tx, accounts::owner_of(due.reader));
    if (ids.empty() || !address || !reader || !reader->is_active())
        return;
    json::array told;
    for (const auto id : ids)
        told.push_back(json::string{to_string(id)});
    const json::object data{{"reader", to_string(due.reader)},
                            {"sort", mail_name(due.mail)},
                            {"told", std::move(told)}};
    mail::queue_mail(tx, {*address, std::string{mail_kind}, json::serialize(data), due.reader},
                     now);
}

json::object entry_of(const Group& group)
{
    return {{"kind", kind_name(group.kind)},
            {"name", group.name},
            {"others", group.others},
            {"is_one_other", group.others == 1},
            {"count", group.count},
            {"is_one", group.count == 1},
            {"words", group.excerpt},
            {"story", group.headline},
            {"path", group.path}};
}

std::string text_of(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::vector<NotificationId> ids_of(const json::object& data)
{
    std::vector<NotificationId> ids;
    const auto* list = data.if_contains("told");
    if (!list || !list->is_array())
        return ids;
    for (const auto& one : list->get_array()) {
        const auto id = one.is_string()
                            ? parse_id<NotificationId>(std::string_view{one.get_string()})
                            : std::nullopt;
        if (id)
            ids.push_back(*id);
    }
    return ids;
}

std::string code_of(std::string_view secret, std::string_view reader, std::string_view kinds)
{
    return crypto::hmac_hex(secret, "unsubscribe:" + std::string{reader} + ":" + std::string{kinds})
        .substr(0, code_digits);
}

struct Unsubscribing {
    ReaderId reader;
    KindSet kinds = 0;
};

std::optional<Unsubscribing> read_token(std::string_view secret, std::string_view token)
{
    const auto first = token.find('-');
    const auto second = first == token.npos ? token.npos : token.find('-', first + 1);
    if (second == token.npos)
        return std::nullopt;
    const auto reader = token.substr(0, first);
    const auto kinds = token.substr(first + 1, second - first - 1);
    if (!crypto::equal_in_constant_time(token.substr(second + 1), code_of(secret, reader, kinds)))
        return std::nullopt;
    Unsubscribing read;
    const auto id = parse_id<ReaderId>(reader);
    const auto [end, error] =
        std::from_chars(kinds.data(), kinds.data() + kinds.size(), read.kinds);
    if (!id || error != std::errc{} || end != kinds.data() + kinds.size())
        return std::nullopt;
    read.reader = *id;
    return read;
}

} // namespace

Result<int> queue_due_mails(db::Tx& tx, int limit, Time now)
{
    const auto due = sql::list_due_mails(tx, now, limit);
    for (const auto& one : due)
        queue_one(tx, one, now);
    return static_cast<int>(due.size());
}

std::optional<Time> next_mail_at(db::Snapshot& snapshot)
{
    return sql::next_due_at(snapshot);
}

std::optional<json::object> read_letter(db::Snapshot& snapshot, std::string_view data,
                                        std::string_view secret)
{
    boost::system::error_code error;
    const auto parsed = json::parse(data, error);
    const auto* queued = error ? nullptr : parsed.if_object();
    const auto id = queued ? parse_id<ReaderId>(text_of(*queued, "reader")) : std::nullopt;
    const auto reader = id ? readers::find_reader(snapshot, *id) : std::nullopt;
    if (!reader || !reader->is_active())
        return std::nullopt;
    const auto groups = find_groups_of(snapshot, *id, ids_of(*queued));
    if (groups.empty())
        return std::nullopt;
    json::array entries;
    KindSet kinds = 0;
    for (const auto& group : groups) {
        kinds |= set_of(group.kind);
        if (entries.size() < groups_a_letter)
            entries.push_back(entry_of(group));
    }
    const auto sort = text_of(*queued, "sort");
    json::object letter{{"sort", sort},
                        {"is_digest", sort != mail_name(Mail::at_once)},
                        {"is_weekly", sort == mail_name(Mail::weekly)},
                        {"total", static_cast<std::int64_t>(groups.size())},
                        {"is_one", groups.size() == 1},
                        {"more", static_cast<std::int64_t>(groups.size() - entries.size())},
                        {"first", entries.front()},
                        {"entries", std::move(entries)},
                        {"path", "/notifications/"},
                        {"unsubscribe", unsubscribe_path(secret, *id, kinds)}};
    if (!reader->language.empty())
        letter["language"] = reader->language;
    return letter;
}

KindSet set_of(Kind kind)
{
    return KindSet{1} << static_cast<unsigned>(kind);
}

std::string unsubscribe_path(std::string_view secret, ReaderId reader, KindSet kinds)
{
    const auto set = std::to_string(kinds);
    return "/reader/unsubscribe/?token=" + to_string(reader) + "-" + set + "-" +
           code_of(secret, to_string(reader), set);
}

void unsubscribe(db::Tx& tx, std::string_view secret, std::string_view token)
{
    const auto read = read_token(secret, token);
    if (!read)
        return;
    for (const auto kind : all_kinds()) {
        if ((read->kinds & set_of(kind)) == 0)
            continue;
        auto choice = find_choice(tx, read->reader, kind);
        choice.mail = Mail::none;
        (void)choose(tx, read->reader, kind, choice); // an erased reader has no choices left
    }
}

} // namespace masthead::notifications
