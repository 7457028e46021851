#include "core/base/text.hpp"
#include "features/comments/forum_rules.hpp"
#include "features/moderation/save_rules.hpp"
#include "features/settings/forum_choices.hpp"
#include "surfaces/desk/parts.hpp"
#include "surfaces/desk/words.hpp"

#include <algorithm>
#include <iterator>

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;
using moderation::RuleKind;

constexpr int rules_a_page = 200;
constexpr std::size_t list_bytes_max = 1024 * 1024;

struct List {
    std::string_view name;
    std::string_view title;
    std::string_view says;
    RuleKind kind;
};

constexpr List lists[]{
    {"banned", "Held words", "A comment with one of these waits for a person.", RuleKind::banned},
    {"suspect", "Suspect words", "One of these is a suspicion; two suspicions hold a comment.",
     RuleKind::suspect},
    {"allowed", "Allowed words", "These excuse a held word inside them.", RuleKind::allowed},
    {"mail_domain", "Throw-away mail", "Providers of addresses that last minutes.",
     RuleKind::mail_domain},
};

const List* find_list(std::string_view name)
{
    const auto* found = std::ranges::find(lists, name, &List::name);
    return found == std::end(lists) ? nullptr : found;
}

// What was typed, for a page that comes back.
struct RulesSay {
    std::string patterns;
    std::string language;
    std::optional<Failure> failure;
};

Object list_context(const List& list, const List& open)
{
    return Object{{"name", list.name},
                  {"label", list.title},
                  {"url", "/desk/rules/?list=" + std::string{list.name}},
                  {"open", &list == &open}};
}

void set_entries(Object& root, DeskPage& page, const Request& request, const List& open)
{
    auto found = moderation::find_rules(page.snapshot, open.kind, request.query_value("after"),
                                        rules_a_page + 1);
    if (found.size() > rules_a_page) {
        found.pop_back();
        root.set("more", "/desk/rules/?list=" + std::string{open.name} +
                             "&after=" + percent_encode(found.back().pattern));
    }
    Array entries;
    for (const auto& rule : found)
        entries.push_back(Object{{"id", to_string(rule.id)},
                                 {"pattern", rule.pattern},
                                 {"language", rule.language},
                                 {"note", rule.note}});
    root.set("entries", std::move(entries));
}

Response draw_rules(DeskContext& context, const Request& request, const List& open,
                    const RulesSay& says)
{
    const Sheet sheet{"rules", "Rules", "rules", says.failure};
    return draw(context, request, sheet, [&](DeskPage& page) {
        Array tabs;
        for (const auto& list : lists)
            tabs.push_back(list_context(list, open));
        const auto forum = comments::load_forum_rules(page.snapshot);
        Object root{{"tabs", std::move(tabs)},
                    {"list", open.name},
                    {"list_title", open.title},
                    {"list_says", open.says},
                    {"is_domains", open.kind == RuleKind::mail_domain},
                    {"count", moderation::count_rules(page.snapshot)},
                    {"patterns", says.patterns},
                    {"language", says.language},
                    {"held_first", settings::load_forum_choices(page.snapshot).held_first_comments},
                    {"close_after_days", forum.close_after_days},
                    {"reports_to_hold", forum.reports_to_hold}};
        set_entries(root, page, request, open);
        if (const auto done = done_words(request.query_value("done")); !done.empty())
            root.set("done", done);
        return root;
    });
}

Result<void> save_numbers(DeskContext& context, db::Tx& tx, const web::Form& form)
{
    const auto held_first = number_of(form.text("held_first"));
    const auto close_after_days = number_of(form.text("close_after_days"));
    const auto reports_to_hold = number_of(form.text("reports_to_hold"));
    if (!held_first || !close_after_days || !reports_to_hold)
        return refuse(Refusal::invalid, "number.invalid");
    auto choices = settings::load_forum_choices(tx);
    choices.held_first_comments = *held_first;
    if (const auto saved = settings::save_forum_choices(tx, choices, context.now()); !saved)
        return saved.error();
    auto rules = comments::load_forum_rules(tx);
    rules.close_after_days = *close_after_days;
    rules.reports_to_hold = *reports_to_hold;
    return comments::save_forum_rules(tx, rules, context.now());
}

Result<void> remove_entries(DeskContext& context, db::Tx& tx, const web::Form& form)
{
    std::vector<RuleId> rules;
    for (const auto text : form.texts("rule")) {
        if (const auto id = parse_id<RuleId>(text); id)
            rules.push_back(*id);
    }
    const auto removed = moderation::remove_rules(tx, rules, context.now());
    if (!removed)
        return removed.error();
    return {};
}

Result<void> change(DeskContext& context, const Request& request, db::Tx& tx, const web::Form& form,
                    const List& list)
{
    const auto action = form.text("action");
    if (action == "numbers")
        return save_numbers(context, tx, form);
    if (action == "remove")
        return remove_entries(context, tx, form);
    if (action != "add")
        return refuse(Refusal::invalid, "decision.action");
    const auto rules =
        moderation::parse_rule_list(form.text("patterns"), list.kind, trim(form.text("language")));
    const auto added = moderation::add_rules(tx, rules, staff_of(request), context.now());
    if (!added)
        return added.error();
    return {};
}

std::string_view done_by(std::string_view action)
{
    if (action == "add")
        return "rules_added";
    return action == "remove" ? "rules_removed" : "saved";
}

} // namespace

Response rules_page(DeskContext& context, const Request& request)
{
    const auto* list = find_list(request.query_value("list"));
    return draw_rules(context, request, list ? *list : lists[0], {});
}

Response change_rules(DeskContext& context, const Request& request)
{
    const auto form = web::read_form(
        request, {.fields_max = rules_a_page + 50, .field_bytes_max = list_bytes_max});
    if (!form)
        return web::refuse(form.error());
    const auto* list = find_list(form->text("list"));
    RulesSay says{std::string{form->text("patterns")}, std::string{form->text("language")}, {}};
    if (!list) {
        says.failure = refuse(Refusal::invalid, "rule.kind");
        return draw_rules(context, request, lists[0], says);
    }
    const auto changed = context.database().write(
        [&](db::Tx& tx) { return change(context, request, tx, *form, *list); });
    if (!changed) {
        says.failure = changed.error();
        return draw_rules(context, request, *list, says);
    }
    return web::see_other("/desk/rules/?list=" + std::string{list->name} +
                          "&done=" + std::string{done_by(form->text("action"))});
}

} // namespace masthead::desk
