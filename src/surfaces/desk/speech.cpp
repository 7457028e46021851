#include "surfaces/desk/speech.hpp"

#include "core/base/embedded.hpp"
#include "surfaces/site/context.hpp"

#include <boost/json.hpp>

#include <optional>
#include <stdexcept>

namespace masthead::desk {

namespace {

constexpr std::string_view locales_prefix = "themes/desk/locales/";
constexpr std::string_view locale_end = ".json";
constexpr std::string_view fallback = "en";

// U+2068 and U+2069: what stands between them finds its own direction and turns nothing outside.
constexpr std::string_view isolate_begin = "\xE2\x81\xA8";
constexpr std::string_view isolate_end = "\xE2\x81\xA9";

} // namespace

WordLists::WordLists()
{
    for (const auto& file : embedded_files()) {
        if (!file.path.starts_with(locales_prefix))
            continue;
        auto language = file.path.substr(locales_prefix.size());
        language.remove_suffix(locale_end.size());
        boost::system::error_code error;
        const auto parsed = boost::json::parse(file.bytes, error);
        if (error || !parsed.is_object())
            throw std::runtime_error(std::string{file.path} + ": no JSON object");
        auto& words = lists_[std::string{language}];
        for (const auto& [english, text] : parsed.get_object()) {
            if (text.is_string() && !text.get_string().empty())
                words.emplace(std::string{english}, std::string{text.get_string()});
        }
    }
}

std::string_view WordLists::translate(std::string_view language, std::string_view english) const
{
    const auto list = lists_.find(language);
    if (list == lists_.end())
        return english;
    const auto found = list->second.find(english);
    return found == list->second.end() ? english : std::string_view{found->second};
}

Speech::Speech(const WordLists& lists, std::string_view language)
    : lists_(lists), language_(language), list_(language)
{
    while (!lists_.has(list_)) {
        const auto hyphen = list_.rfind('-');
        if (hyphen == std::string::npos) {
            language_ = list_ = fallback;
            return;
        }
        list_.resize(hyphen);
    }
}

std::string_view Speech::word(std::string_view english) const
{
    return lists_.translate(list_, english);
}

std::string Speech::say(std::string_view english, Slots slots) const
{
    return filled(word(english), [&](std::string_view name) -> std::optional<std::string> {
        for (const auto& [slot, value] : slots) {
            if (slot == name)
                return value;
        }
        return std::nullopt;
    });
}

std::string_view Speech::direction() const
{
    return site::direction_of_language(language_);
}

std::string Speech::set_apart(std::string value) const
{
    if (direction() == "rtl")
        value.insert(0, isolate_begin).append(isolate_end);
    return value;
}

} // namespace masthead::desk
