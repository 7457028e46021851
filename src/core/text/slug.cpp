#include "core/text/slug.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

namespace masthead::text {

namespace {

bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::unique_ptr<icu::Transliterator> make_transliterator()
{
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made{icu::Transliterator::createInstance(
        "Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, error)};
    if (U_FAILURE(error) || !made)
        throw std::runtime_error(std::string{"ICU transliterator: "} + u_errorName(error));
    return made;
}

// One for the process: its tables take megabytes, and slugs are made seldom.
std::string to_ascii(std::string_view title)
{
    static std::mutex mutex;
    static std::unique_ptr<icu::Transliterator> transliterator;
    auto text = icu::UnicodeString::fromUTF8(
        icu::StringPiece{title.data(), static_cast<std::int32_t>(title.size())});
    {
        const std::lock_guard lock{mutex};
        if (!transliterator)
            transliterator = make_transliterator();
        transliterator->transliterate(text);
    }
    std::string out;
    text.toUTF8String(out);
    return out;
}

// Apostrophes and the marks that stand for soft signs join; all else separates.
bool is_joining(std::string_view text, std::size_t at)
{
    const auto rest = text.substr(at);
    return rest[0] == '\'' || rest[0] == '`' || rest.starts_with("’") || rest.starts_with("‘") ||
           rest.starts_with("ʹ") || rest.starts_with("ʼ");
}

std::string hyphenated(std::string_view text)
{
    std::string out;
    bool separated = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_word_byte(text[at])) {
            if (separated && !out.empty())
                out += '-';
            separated = false;
            out += text[at];
        } else if (is_joining(text, at)) {
            while (at + 1 < text.size() &&
                   (static_cast<unsigned char>(text[at + 1]) & 0xC0) == 0x80)
                ++at;
        } else {
            separated = true;
        }
    }
    return out;
}

std::string shortened(std::string slug)
{
    if (slug.size() <= limits::slug_bytes_max)
        return slug;
    const bool cuts_a_word = slug[limits::slug_bytes_max] != '-';
    slug.resize(limits::slug_bytes_max);
    const auto hyphen = slug.rfind('-');
    if (cuts_a_word && hyphen != slug.npos && hyphen > limits::slug_bytes_max / 2)
        slug.resize(hyphen);
    if (slug.ends_with('-'))
        slug.pop_back();
    return slug;
}

} // namespace

std::string slug_from(std::string_view title, std::string_view fallback)
{
    const auto text = to_valid_utf8(cut_utf8(title, limits::title_bytes_max));
    auto slug = shortened(hyphenated(is_ascii(text) ? to_lower_ascii(text) : to_ascii(text)));
    return slug.empty() ? std::string{fallback} : slug;
}

bool is_slug(std::string_view text)
{
    if (text.empty() || text.size() > limits::slug_bytes_max || text.front() == '-' ||
        text.back() == '-' || text.find("--") != text.npos)
        return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_word_byte(c) || c == '-'; });
}

} // namespace masthead::text
