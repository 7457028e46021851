#include "features/notifications/reader_data.hpp"

#include "features/notifications/choices.hpp"
#include "features/notifications/find_push.hpp"
#include "features/notifications/notification_sql.hpp"
#include "features/notifications/push_sql.hpp"

namespace masthead::notifications {

namespace {

namespace json = boost::json;

constexpr int export_stretch = 500;

json::object row_json(const sql::Row& row)
{
    const auto& told = row.told;
    json::object one{{"kind", kind_name(told.kind)},
                     {"made_at", format_rfc3339(told.made_at)},
                     {"story", row.story_headline}};
    one["seen_at"] = to_ms(told.seen_at) > 0 ? json::value(format_rfc3339(told.seen_at)) : nullptr;
    return one;
}

json::array rows_json(db::Snapshot& snapshot, ReaderId reader)
{
    json::array out;
    Place before;
    while (out.size() < static_cast<std::size_t>(rows_exported_max)) {
        const auto rows = sql::list(snapshot, reader, before, export_stretch);
        for (const auto& row : rows)
            out.push_back(row_json(row));
        if (static_cast<int>(rows.size()) < export_stretch)
            break;
        before = {rows.back().told.made_at, rows.back().told.id};
    }
    return out;
}

json::array browsers_json(db::Snapshot& snapshot, ReaderId reader)
{
    json::array out;
    for (const auto& browser : push_subscriptions_of(snapshot, reader)) {
        const auto delivered = to_ms(browser.delivered_at) > 0
                                   ? json::value(format_rfc3339(browser.delivered_at))
                                   : nullptr;
        out.push_back(json::object{{"created_at", format_rfc3339(browser.created_at)},
                                   {"delivered_at", delivered}});
    }
    return out;
}

} // namespace

json::object export_reader_data(db::Snapshot& snapshot, ReaderId reader)
{
    json::array choices;
    for (const auto& [kind, choice] : find_choices(snapshot, reader))
        choices.push_back(json::object{{"kind", kind_name(kind)},
                                       {"on_site", choice.on_site == OnSite::yes},
                                       {"mail", mail_name(choice.mail)},
                                       {"push", choice.push == Push::yes}});
    return {{"choices", std::move(choices)},
            {"notifications", rows_json(snapshot, reader)},
            {"push_subscriptions", browsers_json(snapshot, reader)}};
}

std::int64_t erase_reader_part(db::Tx& tx, ReaderId reader, int limit)
{
    return sql::delete_of_reader(tx, reader, limit) + sql::delete_by_actor(tx, reader, limit) +
           sql::delete_choices(tx, reader) + sql::delete_push_of_reader(tx, reader);
}

std::int64_t drop_old(db::Tx& tx, Time now, int limit)
{
    return sql::delete_seen_before(tx, now - seen_kept, limit) +
           sql::delete_made_before(tx, now - all_kept, limit);
}

} // namespace masthead::notifications
