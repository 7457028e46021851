#include "features/moderation/save_rules.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/moderation/rule_sql.hpp"
#include "features/moderation/word_list.hpp"

#include <algorithm>

namespace masthead::moderation {

namespace {

constexpr int rules_a_read = 5'000;

bool is_language_tag(std::string_view text)
{
    constexpr std::size_t tag_bytes_max = 35; // RFC 5646, section 4.4.1
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    return text.size() <= tag_bytes_max && std::ranges::all_of(text, allowed);
}

bool is_domain(std::string_view text)
{
    constexpr std::size_t domain_bytes_max = 253;
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return text.size() <= domain_bytes_max && text.find('.') != std::string_view::npos &&
           !text.starts_with('.') && !text.ends_with('.') && std::ranges::all_of(text, allowed);
}

// One spelling of what means the same, so that an entry is not listed twice.
Rule tidy(const NewRule& rule, StaffId staff, Time now)
{
    Rule tidied;
    tidied.kind = rule.kind;
    tidied.pattern = trim(rule.pattern);
    if (rule.kind == RuleKind::mail_domain)
        tidied.pattern = to_lower_ascii(tidied.pattern);
    tidied.language = to_lower_ascii(trim(rule.language));
    tidied.note = trim(rule.note);
    tidied.created_by = staff;
    tidied.created_at = now;
    return tidied;
}

Result<void> check(const Rule& rule)
{
    if (rule.kind == RuleKind::mail_domain) {
        if (!is_domain(rule.pattern))
            return refuse(Refusal::invalid, "rule.domain", rule.pattern);
    } else if (!is_usable_pattern(rule.pattern)) {
        return refuse(Refusal::invalid, "rule.pattern", rule.pattern);
    }
    if (!is_language_tag(rule.language))
        return refuse(Refusal::invalid, "rule.language", rule.language);
    if (rule.note.size() > rule_note_bytes_max || !is_valid_utf8(rule.note))
        return refuse(Refusal::invalid, "rule.note", rule.pattern);
    return {};
}

} // namespace

Result<int> add_rules(db::Tx& tx, const std::vector<NewRule>& rules, StaffId staff, Time now)
{
    if (rules.size() > rules_a_command_max)
        return refuse(Refusal::too_large, "rule.too_many_at_once");
    int added = 0;
    for (const auto& given : rules) {
        auto rule = tidy(given, staff, now);
        if (const auto checked = check(rule); !checked)
            return checked.error();
        rule.id = tx.new_id<RuleId>();
        added += sql::insert_rule(tx, rule);
    }
    if (added > 0 && count_rules(tx) > static_cast<std::int64_t>(rules_max))
        return refuse(Refusal::too_large, "rule.too_many");
    if (added > 0)
        db::append_event(tx, {event_rules_changed}, now);
    return added;
}

Result<int> remove_rules(db::Tx& tx, const std::vector<RuleId>& rules, Time now)
{
    if (rules.size() > rules_a_command_max)
        return refuse(Refusal::too_large, "rule.too_many_at_once");
    int removed = 0;
    for (const auto id : rules)
        removed += sql::delete_rule(tx, id);
    if (removed > 0)
        db::append_event(tx, {event_rules_changed}, now);
    return removed;
}

std::vector<NewRule> parse_rule_list(std::string_view text, RuleKind kind,
                                     std::string_view language)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    std::vector<NewRule> rules;
    for (const auto line : split(text, '\n')) {
        const auto entry = trim(line);
        if (!entry.empty() && !entry.starts_with('#'))
            rules.push_back({kind, std::string{entry}, std::string{language}, ""});
    }
    return rules;
}

std::vector<Rule> find_rules(db::Snapshot& snapshot, RuleKind kind, std::string_view after_pattern,
                             int limit)
{
    return sql::rules_after(snapshot, kind, after_pattern, limit);
}

std::vector<Rule> load_rules(db::Snapshot& snapshot)
{
    std::vector<Rule> rules;
    for (;;) {
        const auto after = rules.empty() ? RuleId{} : rules.back().id;
        auto part = sql::rules_by_id(snapshot, after, rules_a_read);
        const bool is_last = part.size() < rules_a_read;
        rules.insert(rules.end(), std::make_move_iterator(part.begin()),
                     std::make_move_iterator(part.end()));
        if (is_last)
            return rules;
    }
}

std::int64_t count_rules(db::Snapshot& snapshot)
{
    return sql::count_rules(snapshot);
}

} // namespace masthead::moderation
