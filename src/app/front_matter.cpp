#include "app/front_matter.hpp"

#include "core/base/text.hpp"

namespace masthead::app {

namespace {

Failure wrong(int line, std::string_view what)
{
    return refuse(Refusal::invalid, "front_matter.invalid",
                  "line " + std::to_string(line) + ": " + std::string{what});
}

} // namespace

std::string_view FrontMatter::value(std::string_view key) const
{
    const auto found = fields.find(key);
    return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

std::vector<std::string> FrontMatter::list(std::string_view key) const
{
    std::vector<std::string> out;
    for (const auto piece : split(value(key), ',')) {
        if (!trim(piece).empty())
            out.emplace_back(trim(piece));
    }
    return out;
}

Result<FrontMatter> parse_front_matter(std::string_view text)
{
    FrontMatter parsed;
    for (int line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto row = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (row == "---") {
            parsed.body = text;
            return parsed;
        }
        const auto colon = row.find(':');
        if (colon == std::string_view::npos)
            return wrong(line, "expected `key: value` or `---`");
        const std::string key{trim(row.substr(0, colon))};
        if (!parsed.fields.emplace(key, trim(row.substr(colon + 1))).second)
            return wrong(line, "`" + key + "` comes twice");
    }
    return wrong(1, "there is no line `---`");
}

} // namespace masthead::app
