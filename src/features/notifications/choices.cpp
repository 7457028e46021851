#include "features/notifications/choices.hpp"

#include "features/notifications/notification_sql.hpp"
#include "features/readers/reader.hpp"

namespace masthead::notifications {

Choice find_choice(db::Snapshot& snapshot, ReaderId reader, Kind kind)
{
    return sql::find_choice(snapshot, reader, kind).value_or(Choice{});
}

std::vector<std::pair<Kind, Choice>> find_choices(db::Snapshot& snapshot, ReaderId reader)
{
    std::vector<std::pair<Kind, Choice>> choices;
    for (const auto kind : all_kinds())
        choices.emplace_back(kind, find_choice(snapshot, reader, kind));
    return choices;
}

Result<void> choose(db::Tx& tx, ReaderId reader, Kind kind, Choice choice)
{
    const auto found = readers::find_reader(tx, reader);
    if (!found || !found->is_active())
        return refuse(Refusal::not_found, "reader.not_found");
    if (!may_be_mailed(kind))
        choice.mail = Mail::none;
    const auto before = find_choice(tx, reader, kind);
    if (before == choice)
        return {};
    sql::put_choice(tx, reader, kind, choice);
    if (before.mail != choice.mail)
        sql::forget_owed_mail(tx, reader, kind);
    return {};
}

} // namespace masthead::notifications
