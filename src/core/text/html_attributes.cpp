#include "core/text/html_attributes.hpp"

#include "core/text/clean_text.hpp"
#include "core/text/safe_url.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace masthead::text {

namespace {

constexpr std::size_t attribute_bytes_max = 4'096;
constexpr std::size_t id_bytes_max = 80;

enum class Rule {
    link,     // href
    cite,     // an address nobody fetches
    source,   // an address the browser fetches
    srcset,   // several of them
    pixels,   // 0 to 99999
    span,     // 1 to 1000
    integer,  // with sign
    text,     // any text
    media,    // sizes and media: characters of a media condition
    type,     // a MIME type
    date,     // characters of a date, time or duration
    flag,     // present or not
    ids,      // identifiers of this content
    language, // a language tag
    word,     // one of the words given
};

struct Attribute {
    std::string_view elements; // separated and framed by spaces
    std::string_view name;
    Rule rule = Rule::text;
    std::string_view words = {};
};

// In the order they are written.
constexpr std::array story_attributes{
    Attribute{" a ", "href", Rule::link},
    Attribute{" blockquote q del ins ", "cite", Rule::cite},
    Attribute{" del ins time ", "datetime", Rule::date},
    Attribute{" img source audio video track ", "src", Rule::source},
    Attribute{" img source ", "srcset", Rule::srcset},
    Attribute{" img source ", "sizes", Rule::media},
    Attribute{" source ", "media", Rule::media},
    Attribute{" source ", "type", Rule::type},
    Attribute{" video ", "poster", Rule::source},
    Attribute{" img ", "alt", Rule::text},
    Attribute{" img video source ", "width", Rule::pixels},
    Attribute{" img video source ", "height", Rule::pixels},
    Attribute{" img ", "loading", Rule::word, " lazy eager "},
    Attribute{" img ", "decoding", Rule::word, " async sync auto "},
    Attribute{" audio video ", "preload", Rule::word, " none metadata "},
    Attribute{" track ", "kind", Rule::word, " subtitles captions descriptions chapters metadata "},
    Attribute{" track ", "srclang", Rule::language},
    Attribute{" track ", "label", Rule::text},
    Attribute{" td th ", "colspan", Rule::span},
    Attribute{" td th ", "rowspan", Rule::span},
    Attribute{" td th ", "headers", Rule::ids},
    Attribute{" th ", "scope", Rule::word, " row col rowgroup colgroup "},
    Attribute{" col colgroup ", "span", Rule::span},
    Attribute{" ol ", "start", Rule::integer},
    Attribute{" ol ", "reversed", Rule::flag},
    Attribute{" li ", "value", Rule::integer},
    Attribute{" details ", "open", Rule::flag},
};

constexpr std::array global_attributes{
    Attribute{"", "dir", Rule::word, " ltr rtl auto "},
    Attribute{"", "lang", Rule::language},
    Attribute{"", "title", Rule::text},
};

constexpr std::array comment_attributes{
    Attribute{" a ", "href", Rule::link},
    Attribute{" ol ", "start", Rule::integer},
};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool consists_of(std::string_view value, std::string_view punctuation)
{
    return std::all_of(value.begin(), value.end(), [&](char c) {
        return is_alphanumeric(c) || punctuation.find(c) != punctuation.npos;
    });
}

bool has_word(std::string_view framed, std::string_view word)
{
    return !word.empty() && word.find(' ') == word.npos &&
           framed.find(" " + std::string{word} + " ") != framed.npos;
}

// Digits up to the first other character ("300px" is 300), without leading zeros; empty for none,
// for more than five of them and for percentages.
std::string leading_number(std::string_view value)
{
    const auto end = std::find_if_not(value.begin(), value.end(), is_digit);
    auto digits = value.substr(0, static_cast<std::size_t>(end - value.begin()));
    const auto rest = value.substr(digits.size());
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty() || digits.size() > 5 || rest.find('%') != rest.npos)
        return {};
    return std::string{digits};
}

std::string integer(std::string_view value)
{
    const bool negative = value.starts_with('-');
    const auto digits = value.substr(negative ? 1 : 0);
    if (digits.empty() || digits.size() > 9 || !std::all_of(digits.begin(), digits.end(), is_digit))
        return {};
    return std::string{value};
}

std::string span(std::string_view value)
{
    const auto number = leading_number(value);
    return number.size() > 4 || (number.size() == 4 && number > "1000") ? std::string{} : number;
}

std::string media(std::string_view value)
{
    const auto lower = to_lower_ascii(value);
    const bool safe = value.size() <= 512 && consists_of(value, " .,():<>=%+*/-") &&
                      lower.find("url") == lower.npos && lower.find("image") == lower.npos;
    return safe ? std::string{value} : std::string{};
}

std::string content_ids(std::string_view value)
{
    std::string out;
    for (const auto id : split(value, ' ')) {
        const auto safe = content_id(id);
        if (!safe.empty() && out.size() < attribute_bytes_max)
            out += (out.empty() ? "" : " ") + safe;
    }
    return out;
}

std::string link(std::string_view value)
{
    const auto url = safe_url(value, UrlUse::link);
    if (!url || !url->starts_with('#'))
        return url.value_or(std::string{});
    const auto id = content_id(percent_decode(std::string_view{*url}.substr(1)));
    return id.empty() ? "#" : "#" + id;
}

std::string cite(std::string_view value)
{
    const auto url = safe_url(value, UrlUse::link);
    return url && (url->starts_with("http") || url->starts_with('/')) ? *url : std::string{};
}

// One candidate: an address, perhaps "480w" or "2x" behind it.
std::string srcset_candidate(std::string_view url, std::string_view descriptor)
{
    auto safe = safe_url(url, UrlUse::source);
    if (!safe || descriptor.size() > 12 || !consists_of(descriptor, "."))
        return {};
    // A comma at an end would be read as the separator.
    for (const bool at_end : {false, true})
        while (!safe->empty() && (at_end ? safe->back() : safe->front()) == ',')
            safe->erase(at_end ? safe->size() - 1 : 0, 1);
    if (safe->empty())
        return {};
    return descriptor.empty() ? *safe : *safe + ' ' + std::string{descriptor};
}

std::string srcset(std::string_view value)
{
    constexpr std::string_view space = " \t\n\f\r";
    std::string out;
    for (std::size_t at = 0; at < value.size() && out.size() < attribute_bytes_max;) {
        at = std::min(value.find_first_not_of(" \t\n\f\r,", at), value.size());
        const auto url_end = std::min(value.find_first_of(space, at), value.size());
        auto url = value.substr(at, url_end - at);
        at = url_end;
        std::string_view descriptor;
        if (!url.ends_with(',')) {
            const auto end = std::min(value.find(',', at), value.size());
            descriptor = trim(value.substr(at, end - at));
            at = end;
        }
        const auto candidate = srcset_candidate(url, descriptor);
        if (!candidate.empty())
            out += (out.empty() ? "" : ", ") + candidate;
    }
    return out.size() <= attribute_bytes_max ? out : std::string{};
}

std::string plain(std::string_view value)
{
    std::string out;
    append_clean(out, cut_utf8(value, attribute_bytes_max));
    return out;
}

// The value to write, or absent.
std::optional<std::string> checked(const Attribute& attribute, std::string_view value)
{
    std::string out;
    const auto trimmed = trim(value);
    const auto keep_if = [&](bool good) { out = good ? std::string{trimmed} : std::string{}; };
    switch (attribute.rule) {
    case Rule::text: return plain(value);
    case Rule::flag: return std::string{};
    case Rule::link: out = link(value); break;
    case Rule::cite: out = cite(value); break;
    case Rule::source: out = safe_url(value, UrlUse::source).value_or(""); break;
    case Rule::srcset: out = srcset(value); break;
    case Rule::pixels: out = leading_number(trimmed); break;
    case Rule::span: out = span(trimmed); break;
    case Rule::integer: out = integer(trimmed); break;
    case Rule::media: out = media(trimmed); break;
    case Rule::type: keep_if(trimmed.size() <= 120 && consists_of(trimmed, "/.+-;=, '")); break;
    case Rule::date: keep_if(trimmed.size() <= 64 && consists_of(trimmed, ":.+- ")); break;
    case Rule::ids: out = content_ids(trimmed); break;
    case Rule::language: keep_if(trimmed.size() <= 35 && consists_of(trimmed, "-")); break;
    case Rule::word:
        out = to_lower_ascii(trimmed);
        if (!has_word(attribute.words, out))
            out.clear();
        break;
    }
    if (out.empty())
        return std::nullopt;
    return out;
}

std::string_view value_of(const GumboElement& node, std::string_view name, bool& found)
{
    for (unsigned int i = 0; i < node.attributes.length; ++i) {
        const auto* each = static_cast<const GumboAttribute*>(node.attributes.data[i]);
        if (each->name == name) {
            found = true;
            return each->value;
        }
    }
    found = false;
    return {};
}

class Writer {
public:
    Writer(std::string& out, const GumboElement& node, std::string_view name,
           const SanitizeOptions& options)
        : out_(out), node_(node), name_(name), options_(options),
          framed_(" " + std::string{name} + " ")
    {
    }

    void story()
    {
        write_class();
        write_id();
        write_all(story_attributes);
        if (name_ == "a" && !href_.empty() && leaves_the_site())
            put("rel", "noopener");
        if (name_ == "audio" || name_ == "video") {
            if (!has_preload_)
                put("preload", "none");
            out_ += " controls";
        }
        for (const auto& attribute : global_attributes)
            write(attribute);
    }

    void comment()
    {
        write_all(comment_attributes);
        if (!href_.empty())
            put("rel", "ugc nofollow noopener");
    }

    void inline_only()
    {
        write_all(comment_attributes);
        if (!href_.empty() && leaves_the_site())
            put("rel", "noopener");
    }

    // Whether the element does anything with what was written.
    bool is_useful() const
    {
        if (name_ == "a")
            return !href_.empty() || has_id_;
        if (name_ == "img" || name_ == "track")
            return has_source_;
        if (name_ == "source")
            return has_source_ || has_srcset_;
        if (name_ == "span")
            return wrote_any_;
        return true;
    }

private:
    template <class Attributes>
    void write_all(const Attributes& attributes)
    {
        for (const auto& attribute : attributes)
            if (attribute.elements.find(framed_) != std::string_view::npos)
                write(attribute);
    }

    void write(const Attribute& attribute)
    {
        bool found = false;
        const auto value = value_of(node_, attribute.name, found);
        if (!found && attribute.name == "alt")
            put("alt", "");
        if (!found)
            return;
        const auto good = checked(attribute, value);
        if (!good)
            return;
        if (attribute.rule == Rule::flag)
            out_.append(" ").append(attribute.name);
        else
            put(attribute.name, *good);
        remember(attribute.name, *good);
    }

    void remember(std::string_view name, const std::string& value)
    {
        wrote_any_ = true;
        if (name == "href")
            href_ = value;
        has_source_ |= name == "src";
        has_srcset_ |= name == "srcset";
        has_preload_ |= name == "preload";
    }

    void put(std::string_view name, std::string_view value)
    {
        out_.append(" ").append(name).append("=\"");
        append_escaped_html(out_, value);
        out_ += '"';
    }

    void write_class()
    {
        bool found = false;
        const auto value = value_of(node_, "class", found);
        std::string kept;
        const auto& allowed = story_classes();
        for (const auto word : split(value, ' '))
            if (std::binary_search(allowed.begin(), allowed.end(), word) &&
                !has_word(" " + kept + " ", word))
                kept += (kept.empty() ? "" : " ") + std::string{word};
        if (kept.empty())
            return;
        put("class", kept);
        is_embed_link_ = has_word(" " + kept + " ", "embed-link");
        wrote_any_ = true;
    }

    // An anchor's old `name` serves as its id.
    void write_id()
    {
        bool found = false;
        auto value = value_of(node_, "id", found);
        if (!found && name_ == "a")
            value = value_of(node_, "name", found);
        const auto id = content_id(value);
        if (id.empty())
            return;
        put("id", id);
        has_id_ = true;
        wrote_any_ = true;
    }

    bool leaves_the_site() const
    {
        if (is_embed_link_)
            return true;
        const auto authority = url_authority(href_);
        return !authority.empty() && std::find(options_.own_hosts.begin(), options_.own_hosts.end(),
                                               authority) == options_.own_hosts.end();
    }

    std::string& out_;
    const GumboElement& node_;
    std::string_view name_;
    const SanitizeOptions& options_;
    std::string framed_;
    std::string href_;
    bool has_id_ = false;
    bool has_source_ = false;
    bool has_srcset_ = false;
    bool has_preload_ = false;
    bool is_embed_link_ = false;
    bool wrote_any_ = false;
};

} // namespace

std::string content_id(std::string_view id)
{
    id = trim(id);
    if (id.starts_with(content_id_prefix))
        id.remove_prefix(content_id_prefix.size());
    std::string out;
    for (const char c : cut_utf8(id, id_bytes_max)) {
        const bool harmless = is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == ':';
        out += harmless ? c : '-';
    }
    return out.empty() ? out : std::string{content_id_prefix} + out;
}

bool append_attributes(std::string& out, const GumboElement& node, std::string_view name,
                       const SanitizeOptions& options)
{
    const auto before = out.size();
    Writer writer{out, node, name, options};
    switch (options.policy) {
    case HtmlPolicy::story: writer.story(); break;
    case HtmlPolicy::comment: writer.comment(); break;
    case HtmlPolicy::inline_only: writer.inline_only(); break;
    }
    if (!writer.is_useful())
        out.resize(before);
    return writer.is_useful();
}

} // namespace masthead::text
