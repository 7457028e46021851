#include "surfaces/site/helpers.hpp"

#include "core/base/text.hpp"
#include "core/text/excerpt.hpp"
#include "surfaces/site/environment.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

const Symbol key_title{"title"}, key_html{"html"}, key_excerpt{"excerpt"},
    key_custom_excerpt{"custom_excerpt"};

// {{t "By {name}" name=author}}: the theme's words for the newsroom's language.
Value t_helper(HelperCall& call)
{
    const auto& page = call.environment<RenderEnvironment>();
    const auto& key = call.argument(0);
    std::string text{page.theme.translate(page.language(), key.text())};
    for (const auto& [name, value] : call.hash()) {
        const auto slot = "{" + name.name() + "}";
        const auto word = value.to_string();
        for (auto at = text.find(slot); at != std::string::npos;
             at = text.find(slot, at + word.size()))
            text.replace(at, slot.size(), word);
    }
    return text;
}

Value plural_helper(HelperCall& call)
{
    static const Symbol empty{"empty"}, singular{"singular"}, plural{"plural"};
    const auto count = call.argument(0).as_integer().value_or(0);
    if (count == 0)
        return call.hash(empty);
    std::string text = call.hash(count == 1 ? singular : plural).to_string();
    const auto slot = text.find('%');
    if (slot != std::string::npos)
        text.replace(slot, 1, std::to_string(count));
    return text;
}

Value concat_helper(HelperCall& call)
{
    static const Symbol separator{"separator"};
    const auto between = call.hash(separator).to_string();
    std::string text;
    for (std::size_t i = 0; i < call.size(); ++i)
        text += (i > 0 ? between : "") + call.argument(i).to_string();
    return text;
}

Value title_helper(HelperCall& call)
{
    return call.context().get(key_title);
}

// Words, or characters, of plain text; Ghost's default is 50 words.
std::string shortened(std::string_view plain, const HelperCall& call, std::int64_t words_standard)
{
    static const Symbol words{"words"}, characters{"characters"};
    if (const auto most = call.hash(characters).as_integer())
        return text::excerpt_of(plain, static_cast<std::size_t>(std::max<std::int64_t>(0, *most)));
    const auto most = call.hash(words).as_integer().value_or(words_standard);
    std::size_t end = 0;
    for (std::int64_t n = 0; n < most && end < plain.size(); ++n)
        end = std::min(plain.find(' ', end + 1), plain.size());
    return std::string{plain.substr(0, end)};
}

Value excerpt_helper(HelperCall& call)
{
    const auto custom = call.context().get(key_custom_excerpt);
    if (!custom.is_empty())
        return custom;
    const auto derived = call.context().get(key_excerpt);
    return shortened(derived.text(), call, 50);
}

Value content_helper(HelperCall& call)
{
    static const Symbol words{"words"}, characters{"characters"};
    const auto html = call.context().get(key_html);
    if (call.has_hash(words) || call.has_hash(characters))
        return shortened(text::plain_text(html.text()), call, 0);
    call.write_safe(html.text());
    return {};
}

Value encode_helper(HelperCall& call)
{
    return percent_encode(call.argument(0).to_string());
}

Value raw_helper(HelperCall& call)
{
    call.draw_body();
    return {};
}

Value split_helper(HelperCall& call)
{
    static const Symbol separator{"separator"};
    const auto text = call.argument(0).to_string();
    const auto between = call.has_hash(separator) ? call.hash(separator).to_string() : ",";
    Array parts;
    for (std::size_t from = 0; from <= text.size();) {
        const auto at = between.empty() ? from + 1 : text.find(between, from);
        const auto end = std::min(at, text.size());
        parts.emplace_back(std::string_view{text}.substr(from, end - from));
        from = end + std::max<std::size_t>(1, between.size());
        if (end == text.size())
            break;
    }
    return parts;
}

// JSON of what a template may see, for themes that hand data to a script of theirs.
Value json_helper(HelperCall& call)
{
    std::string out = "\"";
    for (const char c : call.argument(0).to_string()) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '<')
            out += "\\u003c";
        else if (static_cast<unsigned char>(c) >= ' ')
            out += c;
    }
    call.write_safe(out + "\"");
    return {};
}

} // namespace

void register_text_helpers(Engine& engine)
{
    engine.add_helper("t", t_helper);
    engine.add_helper("plural", plural_helper);
    engine.add_helper("concat", concat_helper);
    engine.add_helper("title", title_helper);
    engine.add_helper("excerpt", excerpt_helper);
    engine.add_helper("content", content_helper);
    engine.add_helper("encode", encode_helper);
    engine.add_helper("raw", raw_helper);
    engine.add_helper("split", split_helper);
    engine.add_helper("json", json_helper);
}

} // namespace masthead::site
