#include "features/settings/wording.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/settings/newsroom.hpp"

#include <charconv>

namespace masthead::settings {

namespace {

constexpr db::Query select_wording{"newsroom_settings.wording", R"sql(
    SELECT name, value
    FROM newsroom_settings
    WHERE name IN ('wording.invitation', 'wording.rule_sentence', 'wording.rules',
                   'wording.contact', 'wording.privacy', 'wording.rules_version')
    LIMIT 10
)sql"};

constexpr db::Query upsert_wording{"newsroom_settings.upsert_wording", R"sql(
    INSERT INTO newsroom_settings (name, value, changed_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value,
                                     changed_at_ms = excluded.changed_at_ms
)sql"};

// The one list that joins stored names to members and their limits.
template <class Words, class Visit>
void each_wording(Words& words, Visit&& visit)
{
    visit("wording.invitation", words.invitation, wording_line_bytes_max);
    visit("wording.rule_sentence", words.rule_sentence, wording_line_bytes_max);
    visit("wording.rules", words.rules, wording_text_bytes_max);
    visit("wording.contact", words.contact, wording_text_bytes_max);
    visit("wording.privacy", words.privacy, wording_text_bytes_max);
}

} // namespace

Wording load_wording(db::Snapshot& snapshot)
{
    Wording wording;
    snapshot.each(select_wording, {}, [&](const db::Row& row) {
        const auto value = row.text(1);
        if (row.text(0) == "wording.rules_version")
            std::from_chars(value.data(), value.data() + value.size(), wording.rules_version);
        each_wording(wording, [&](std::string_view name, std::string& words, std::size_t) {
            if (name == row.text(0))
                words = value;
        });
    });
    return wording;
}

Result<void> save_wording(db::Tx& tx, const Wording& wording, Time now)
{
    std::string refused;
    each_wording(wording, [&](std::string_view name, const std::string& words, std::size_t max) {
        if (words.size() > max || !is_valid_utf8(words))
            refused = name;
    });
    if (!refused.empty())
        return refuse(Refusal::too_large, refused);
    const auto stored = load_wording(tx);
    std::map<std::string_view, std::string_view> present;
    each_wording(stored, [&](std::string_view name, const std::string& words, std::size_t) {
        present[name] = words;
    });
    bool changed = false;
    each_wording(wording, [&](std::string_view name, const std::string& words, std::size_t) {
        if (present[name] == words)
            return;
        tx.run(upsert_wording, {name, words, now});
        changed = true;
    });
    if (wording.rules != stored.rules)
        tx.run(upsert_wording,
               {"wording.rules_version", std::to_string(stored.rules_version + 1), now});
    if (changed)
        db::append_event(tx, {event_changed}, now);
    return {};
}

} // namespace masthead::settings
