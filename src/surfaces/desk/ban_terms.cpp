#include "surfaces/desk/ban_terms.hpp"

#include <algorithm>
#include <iterator>

namespace masthead::desk {

namespace {

using handlebars::Array;
using handlebars::Object;
using moderation::BanKind;

struct Duration {
    std::string_view name;
    std::string_view label;
    int days; ///< 0: until lifted
};

constexpr Duration durations[]{
    {"1", "One day", 1},       {"3", "Three days", 3},      {"7", "A week", 7},
    {"30", "Thirty days", 30}, {"180", "Half a year", 180}, {"forever", "Until lifted", 0},
};

std::string target_words(const moderation::Ban& ban, const Speech& speech)
{
    constexpr std::string_view mail_prefix = "mail:";
    switch (ban.kind) {
    case BanKind::reader: return std::string{speech.word("a reader")};
    case BanKind::mail_domain:
        return speech.say("all addresses of {domain}",
                          {{"domain", ban.target.substr(mail_prefix.size())}});
    case BanKind::network: return std::string{speech.word("a network")};
    }
    return {};
}

} // namespace

BanSays ban_says_of(const web::Form& form)
{
    return {std::string{form.text("days")}, std::string{form.text("ground")},
            std::string{form.text("words")}, std::string{form.text("note")}};
}

Result<moderation::BanTerms> terms_of(const BanSays& says, StaffId staff, Time now)
{
    const auto* duration = std::ranges::find(durations, says.days, &Duration::name);
    if (duration == std::end(durations))
        return refuse(Refusal::invalid, "ban.until");
    moderation::BanTerms terms;
    terms.staff = staff;
    terms.ground = says.ground;
    terms.words = says.words;
    terms.note = says.note;
    if (duration->days > 0)
        terms.until = now + std::chrono::hours{24} * duration->days;
    return terms;
}

Object terms_context(const BanSays& says)
{
    Array list;
    for (const auto& duration : durations)
        list.push_back(Object{{"value", duration.name},
                              {"label", duration.label},
                              {"chosen", says.days == duration.name}});
    return Object{{"durations", std::move(list)},
                  {"ground", says.ground},
                  {"words", says.words},
                  {"note", says.note}};
}

Object ban_context(const DeskPage& page, const moderation::Ban& ban)
{
    Object one{{"id", to_string(ban.id)},
               {"target", target_words(ban, page.speech)},
               {"ground", ban.ground},
               {"note", ban.note},
               {"by", staff_name(page, ban.staff)},
               {"at", moment(ban.created_at)},
               {"until", moment(ban.until)},
               {"lifted_at", moment(ban.lifted_at)}};
    if (ban.reader)
        one.set("reader_url", "/desk/readers/" + to_string(ban.reader) + "/");
    return one;
}

} // namespace masthead::desk
