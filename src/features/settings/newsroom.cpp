#include "features/settings/newsroom.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/db/event_log.hpp"

#include <boost/json.hpp>

namespace masthead::settings {

namespace {

constexpr db::Query select_all{"newsroom_settings.all", R"sql(
    SELECT name, value
    FROM newsroom_settings
    WHERE name NOT LIKE 'wording.%'
    LIMIT 100
)sql"};

constexpr db::Query upsert_setting{"newsroom_settings.upsert", R"sql(
    INSERT INTO newsroom_settings (name, value, changed_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value,
                                     changed_at_ms = excluded.changed_at_ms
)sql"};

std::string menu_to_json(const std::vector<MenuLink>& menu)
{
    boost::json::array list;
    for (const auto& link : menu)
        list.push_back({{"label", link.label}, {"url", link.url}});
    return boost::json::serialize(list);
}

std::vector<MenuLink> menu_from_json(std::string_view text)
{
    boost::system::error_code error;
    const auto parsed = boost::json::parse(text, error);
    std::vector<MenuLink> menu;
    if (error || !parsed.is_array())
        return menu;
    for (const auto& item : parsed.as_array()) {
        const auto* link = item.if_object();
        if (!link || !link->contains("label") || !link->contains("url"))
            continue;
        menu.push_back({boost::json::value_to<std::string>(link->at("label")),
                        boost::json::value_to<std::string>(link->at("url"))});
    }
    return menu;
}

// The one list that joins stored names to members; both directions walk it.
template <class Newsroom, class Visit>
void each_setting(Newsroom& newsroom, Visit&& visit)
{
    visit("title", newsroom.title);
    visit("description", newsroom.description);
    visit("language", newsroom.language);
    visit("timezone", newsroom.timezone);
    visit("accent_color", newsroom.accent_color);
    visit("cover_path", newsroom.cover_path);
    visit("menu", newsroom.menu);
    visit("footer_menu", newsroom.footer_menu);
}

std::string as_text(const std::string& value)
{
    return value;
}
std::string as_text(const std::vector<MenuLink>& value)
{
    return menu_to_json(value);
}
void from_text(std::string& value, std::string_view text)
{
    value = text;
}
void from_text(std::vector<MenuLink>& value, std::string_view text)
{
    value = menu_from_json(text);
}

bool is_hex_color(std::string_view text)
{
    return text.size() == 7 && text.front() == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

bool is_zone_name(std::string_view text)
{
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789/_+-") == std::string_view::npos;
}

} // namespace

Newsroom load_newsroom(db::Snapshot& snapshot)
{
    Newsroom newsroom;
    snapshot.each(select_all, {}, [&](const db::Row& row) {
        each_setting(newsroom, [&](std::string_view name, auto& value) {
            if (name == row.text(0))
                from_text(value, row.text(1));
        });
    });
    return newsroom;
}

Result<void> save_newsroom(db::Tx& tx, const Newsroom& newsroom, Time now)
{
    if (trim(newsroom.title).empty() || newsroom.title.size() > limits::title_bytes_max)
        return refuse(Refusal::invalid, "newsroom.title");
    if (!newsroom.accent_color.empty() && !is_hex_color(newsroom.accent_color))
        return refuse(Refusal::invalid, "newsroom.accent_color", newsroom.accent_color);
    if (!is_zone_name(newsroom.timezone))
        return refuse(Refusal::invalid, "newsroom.timezone", newsroom.timezone);
    std::map<std::string_view, std::string> present;
    const auto stored = load_newsroom(tx);
    each_setting(stored,
                 [&](std::string_view name, const auto& value) { present[name] = as_text(value); });
    bool changed = false;
    each_setting(newsroom, [&](std::string_view name, const auto& value) {
        const auto text = as_text(value);
        if (present[name] == text)
            return;
        tx.run(upsert_setting, {name, text, now});
        changed = true;
    });
    if (changed)
        db::append_event(tx, {event_changed}, now);
    return {};
}

} // namespace masthead::settings
