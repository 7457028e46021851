#include "features/settings/forum_choices.hpp"

#include "core/db/event_log.hpp"
#include "features/settings/newsroom.hpp"

#include <charconv>
#include <string>
#include <string_view>

namespace masthead::settings {

namespace {

constexpr db::Query select_choice{"newsroom_settings.choice", R"sql(
    SELECT value
    FROM newsroom_settings
    WHERE name = ?
)sql"};

constexpr db::Query upsert_choice{"newsroom_settings.upsert_choice", R"sql(
    INSERT INTO newsroom_settings (name, value, changed_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value,
                                     changed_at_ms = excluded.changed_at_ms
)sql"};

constexpr std::string_view held_name = "forum.held_first_comments";
constexpr std::string_view age_name = "forum.minimum_age";

// A value that somebody broke by hand reads as the default: who may write never depends on luck.
int load_number(db::Snapshot& snapshot, std::string_view name, int otherwise, int least, int most)
{
    int number = otherwise;
    snapshot.each(select_choice, {name}, [&](const db::Row& row) {
        const auto text = row.text(0);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size() || number < least ||
            number > most)
            number = otherwise;
    });
    return number;
}

} // namespace

ForumChoices load_forum_choices(db::Snapshot& snapshot)
{
    ForumChoices choices;
    choices.held_first_comments =
        load_number(snapshot, held_name, choices.held_first_comments, 0, held_first_comments_max);
    choices.minimum_age =
        load_number(snapshot, age_name, choices.minimum_age, minimum_age_least, minimum_age_most);
    return choices;
}

Result<void> save_forum_choices(db::Tx& tx, const ForumChoices& choices, Time now)
{
    if (choices.held_first_comments < 0 || choices.held_first_comments > held_first_comments_max)
        return refuse(Refusal::invalid, "newsroom.held_first_comments");
    if (choices.minimum_age < minimum_age_least || choices.minimum_age > minimum_age_most)
        return refuse(Refusal::invalid, "newsroom.minimum_age");
    const auto stored = load_forum_choices(tx);
    const bool is_held_new = stored.held_first_comments != choices.held_first_comments;
    const bool is_age_new = stored.minimum_age != choices.minimum_age;
    if (is_held_new)
        tx.run(upsert_choice, {held_name, std::to_string(choices.held_first_comments), now});
    if (is_age_new)
        tx.run(upsert_choice, {age_name, std::to_string(choices.minimum_age), now});
    if (is_held_new || is_age_new)
        db::append_event(tx, {event_changed}, now);
    return {};
}

} // namespace masthead::settings
