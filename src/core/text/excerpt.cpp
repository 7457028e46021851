#include "core/text/excerpt.hpp"

#include "core/text/clean_text.hpp"
#include "core/text/html_elements.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_text.hpp"

#include "core/base/text.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <algorithm>

namespace masthead::text {

namespace {

constexpr double words_per_minute = 275;
constexpr int first_image_seconds = 12;
constexpr int image_seconds_min = 3;
constexpr int directed_characters_max = 1'000;

bool is_space(char32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0 ||
           c == 0x2028 || c == 0x2029;
}

// ICU's view of UTF-8 text, without copying it.
class IcuText {
public:
    explicit IcuText(std::string_view text)
        : text_(
              utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &error))
    {
        require();
    }
    IcuText(const IcuText&) = delete;
    IcuText& operator=(const IcuText&) = delete;
    ~IcuText() { utext_close(text_); }

    using Make = icu::BreakIterator* (*)(const icu::Locale&, UErrorCode&);
    std::unique_ptr<icu::BreakIterator> breaks(Make make)
    {
        std::unique_ptr<icu::BreakIterator> iterator{make(icu::Locale::getRoot(), error)};
        require();
        iterator->setText(text_, error);
        require();
        return iterator;
    }

private:
    void require() const
    {
        if (U_FAILURE(error))
            throw std::runtime_error(std::string{"ICU: "} + u_errorName(error));
    }

    UErrorCode error = U_ZERO_ERROR;
    UText* text_;
};

void append_collapsed(std::string& out, std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto c = next_code_point(text, at);
        if (!is_space(c))
            out.append(text, begin, at - begin);
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
}

bool separates(const HtmlToken& token)
{
    if (token.kind != HtmlToken::Kind::start_tag && token.kind != HtmlToken::Kind::end_tag)
        return false;
    const auto* element = find_element(token.name);
    return element && (element->is(element::block | element::table_part) || token.name == "br");
}

std::size_t code_points(std::string_view text)
{
    std::size_t count = 0;
    for (const char c : text)
        count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return count;
}

bool is_rtl_language(std::string_view tag)
{
    static constexpr std::array<std::string_view, 6> scripts{"arab", "hebr", "thaa",
                                                             "syrc", "nkoo", "adlm"};
    static constexpr std::array<std::string_view, 14> languages{
        "ar", "he", "iw", "fa", "ur", "ps", "yi", "ji", "dv", "ckb", "sd", "ug", "arc", "nqo"};
    const auto lower = to_lower_ascii(tag);
    const auto parts = split(lower, '-');
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (parts[i].size() == 4 && parts[i][0] >= 'a')
            return std::find(scripts.begin(), scripts.end(), parts[i]) != scripts.end();
    return std::find(languages.begin(), languages.end(), parts[0]) != languages.end();
}

} // namespace

std::string plain_text(std::string_view html)
{
    const auto valid = to_valid_utf8(html);
    std::string out;
    HtmlLexer lexer{valid};
    HtmlToken token;
    bool raw = false;
    while (lexer.next(token)) {
        if (token.kind == HtmlToken::Kind::text && !raw) {
            std::string clean;
            append_clean(clean, decode_references(token.source));
            append_collapsed(out, clean);
        } else if (separates(token)) {
            append_collapsed(out, " ");
        }
        raw = token.kind == HtmlToken::Kind::start_tag && is_raw_text_element(token.name);
    }
    if (out.ends_with(' '))
        out.pop_back();
    return out;
}

std::string excerpt_of(std::string_view plain, std::size_t characters_max)
{
    const auto valid = to_valid_utf8(plain);
    const auto text = trim(valid);
    IcuText icu_text{text};
    const auto breaks = icu_text.breaks(icu::BreakIterator::createCharacterInstance);
    std::size_t end = 0;
    std::size_t word_end = 0;
    for (std::size_t count = 0; end < text.size() && count < characters_max; ++count) {
        end = static_cast<std::size_t>(breaks->next());
        if (end >= text.size() || text[end] == ' ' || text[end] == '\n')
            word_end = end;
    }
    if (end >= text.size())
        return std::string{text};
    // Text without spaces (CJK, one long word) is cut where it is.
    auto cut = text.substr(0, word_end > 0 ? word_end : end);
    while (!cut.empty() && (cut.back() == ' ' || cut.back() == ',' || cut.back() == ';' ||
                            cut.back() == ':' || cut.back() == '-'))
        cut.remove_suffix(1);
    return std::string{cut} + "…";
}

std::size_t word_count(std::string_view plain)
{
    const auto valid = to_valid_utf8(plain);
    IcuText icu_text{valid};
    const auto breaks = icu_text.breaks(icu::BreakIterator::createWordInstance);
    std::size_t count = 0;
    auto begin = breaks->first();
    for (auto end = breaks->next(); end != icu::BreakIterator::DONE; end = breaks->next()) {
        const auto kind = breaks->getRuleStatus();
        if (kind >= UBRK_WORD_KANA && kind < UBRK_WORD_IDEO_LIMIT)
            count += code_points(std::string_view{valid}.substr(
                static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
        else if (kind >= UBRK_WORD_NONE_LIMIT)
            count += 1;
        begin = end;
    }
    return count;
}

int reading_minutes(std::string_view html, int extra_images)
{
    const auto words = word_count(plain_text(html));
    const int images = image_count(html) + std::max(extra_images, 0);
    if (words == 0 && images == 0)
        return 0;
    double seconds = static_cast<double>(words) * 60 / words_per_minute;
    constexpr int shrinking = first_image_seconds - image_seconds_min;
    for (int i = 0; i < std::min(images, shrinking); ++i)
        seconds += first_image_seconds - i;
    seconds += static_cast<double>(std::max(images - shrinking, 0)) * image_seconds_min;
    return std::max(1, static_cast<int>(std::lround(seconds / 60)));
}

std::string_view to_string(TextDirection direction)
{
    return direction == TextDirection::rtl ? "rtl" : "ltr";
}

TextDirection direction_of(std::string_view plain, std::string_view language_tag)
{
    if (is_rtl_language(language_tag))
        return TextDirection::rtl;
    const auto text = to_valid_utf8(cut_utf8(plain, directed_characters_max * 4));
    int left_to_right = 0;
    int right_to_left = 0;
    int seen = 0;
    for (std::size_t at = 0; at < text.size() && seen < directed_characters_max; ++seen) {
        const auto direction = u_charDirection(static_cast<UChar32>(next_code_point(text, at)));
        left_to_right += direction == U_LEFT_TO_RIGHT ? 1 : 0;
        right_to_left +=
            direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC ? 1 : 0;
    }
    return right_to_left > left_to_right ? TextDirection::rtl : TextDirection::ltr;
}

} // namespace masthead::text
