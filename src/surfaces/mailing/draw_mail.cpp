#include "surfaces/mailing/draw_mail.hpp"

#include "core/base/text.hpp"
#include "features/moderation/rule_words.hpp"
#include "surfaces/mailing/mail_helpers.hpp"
#include "surfaces/site/context.hpp"

#include <boost/json.hpp>

namespace masthead::mailing {

namespace {

using namespace handlebars;

constexpr std::size_t language_bytes_max = 35; // the longest tag that RFC 5646 expects

std::string text_of(const boost::json::object& data, std::string_view name)
{
    const auto* value = data.if_contains(name);
    return value && value->is_string() ? std::string{value->get_string()} : "";
}

bool is_local_path(std::string_view path)
{
    return path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\");
}

std::string own_link(const boost::json::object& data, std::string_view name, std::string_view url)
{
    const auto path = text_of(data, name);
    return is_local_path(path) ? std::string{url}.append(path) : std::string{};
}

Value value_of(const boost::json::value& value, std::string_view site_url);

// What stands in lists has links of its own.
Object object_of(const boost::json::object& data, std::string_view site_url)
{
    Object out;
    for (const auto& [key, value] : data)
        out.set(std::string{key}, value_of(value, site_url));
    if (const auto link = own_link(data, "path", site_url); !link.empty())
        out.set("link", link);
    return out;
}

Value value_of(const boost::json::value& value, std::string_view site_url)
{
    if (value.is_bool())
        return value.get_bool();
    if (value.is_int64())
        return value.get_int64();
    if (value.is_string())
        return std::string_view{value.get_string()};
    if (value.is_object())
        return object_of(value.get_object(), site_url);
    if (!value.is_array())
        return nullptr;
    Array list;
    for (const auto& one : value.get_array())
        list.push_back(value_of(one, site_url));
    return list;
}

// An address that leads into our own site, else nothing: what strangers type into a form must not
// be carried to others under our name.
std::string own_address(std::string_view place, std::string_view site_url)
{
    if (is_local_path(place))
        return std::string{site_url}.append(place);
    const bool is_ours = !site_url.empty() && place.starts_with(site_url) &&
                         (place.size() == site_url.size() || place[site_url.size()] == '/');
    return is_ours ? std::string{place} : "";
}

std::string language_of(const boost::json::object& data, const settings::Newsroom& newsroom)
{
    const auto asked = text_of(data, "language");
    const bool is_tag =
        !asked.empty() && asked.size() <= language_bytes_max &&
        std::ranges::all_of(asked, [](unsigned char c) { return std::isalnum(c) || c == '-'; });
    return is_tag ? asked : newsroom.language;
}

// What a decision rests on: rules in words that the mail's locale translates, and what they met.
Array findings_of(std::string_view facts)
{
    Array findings;
    for (const auto& fact : moderation::read_facts(facts))
        findings.push_back(Object{{"rule", fact.rule}, {"met", fact.met}});
    return findings;
}

Object context_of(const boost::json::object& data, const settings::Newsroom& newsroom,
                  const MailToDraw& mail, const std::string& language)
{
    const std::string url{mail.site_url};
    auto context = object_of(data, url);
    const auto unsubscribe = own_link(data, "unsubscribe", url);
    context.set("unsubscribe", unsubscribe.empty() ? Value{nullptr} : Value{unsubscribe});
    context.set("place", own_address(text_of(data, "place"), url));
    context.set("findings", findings_of(text_of(data, "facts")));
    context.set("contact", url + "/contact/");
    context.set("rules", url + "/rules/");
    context.set("site", Object{{"title", newsroom.title}, {"url", url + "/"}});
    context.set("asked_at", format_rfc3339(mail.asked_at));
    context.set("language", language);
    context.set("direction", site::direction_of_language(language));
    return context;
}

// A headline in a subject may hold what a header must not.
std::string as_subject(std::string_view drawn)
{
    std::string out;
    for (const char c : to_valid_utf8(drawn)) {
        const bool is_gap = static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
        if (!is_gap)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    out = trim(out);
    if (out.size() <= drawn_subject_bytes_max)
        return out;
    constexpr std::string_view ellipsis = "\xe2\x80\xa6";
    return std::string{cut_utf8(out, drawn_subject_bytes_max - ellipsis.size())}.append(ellipsis);
}

// Sentences that were left out leave empty lines; one between paragraphs is enough.
std::string as_text(std::string_view drawn)
{
    std::string out;
    for (const auto line : split(trim(drawn), '\n')) {
        if (!trim(line).empty() || !out.ends_with("\n\n"))
            out.append(line).append("\n");
    }
    return out;
}

} // namespace

Result<DrawnMail> draw_mail(const MailTheme& theme, const settings::Newsroom& newsroom,
                            const MailToDraw& mail)
{
    if (!theme.has(mail.kind))
        return refuse(Refusal::not_found, "mail.kind", std::string{mail.kind});
    boost::system::error_code error;
    const auto parsed = boost::json::parse(mail.data, error);
    if (error || !parsed.is_object())
        return refuse(Refusal::invalid, "mail.data", "no JSON object");
    const auto& data = parsed.get_object();
    const auto language = language_of(data, newsroom);
    const site::DateFormat dates{newsroom.timezone, language};
    MailEnvironment environment{theme, dates, language};
    RenderOptions options;
    options.environment = Environment::of(environment);
    auto context = context_of(data, newsroom, mail, language);
    const std::string kind{mail.kind};
    const auto subject = theme.plain().render(kind + ".subject", Object{context}, options);
    if (!subject)
        return to_failure(subject.error());
    DrawnMail drawn;
    drawn.language = language;
    const auto unsubscribe = own_link(data, "unsubscribe", mail.site_url);
    if (unsubscribe.starts_with("https://"))
        drawn.unsubscribe = unsubscribe;
    drawn.subject = as_subject(*subject);
    context.set("subject", drawn.subject);
    const Value complete{std::move(context)};
    auto text = theme.plain().render(kind + ".text", complete, options);
    auto html = theme.html().render(kind, complete, options);
    if (!text || !html)
        return to_failure(text ? html.error() : text.error());
    drawn.text = as_text(*text);
    drawn.html = std::move(*html);
    return drawn;
}

} // namespace masthead::mailing
