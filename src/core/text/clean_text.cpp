#include "core/text/clean_text.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::text {

namespace {

bool is_plain_byte(unsigned char c)
{
    return c >= 0x20 && c < 0x7F;
}

// C1 controls, byte order marks and noncharacters; parsers replace or drop them, each in its way.
bool is_unwanted(char32_t c)
{
    return (c >= 0x7F && c <= 0x9F) || c == 0xFEFF || (c >= 0xFDD0 && c <= 0xFDEF) ||
           (c & 0xFFFE) == 0xFFFE;
}

} // namespace

char32_t next_code_point(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto lead = byte(at);
    const auto tail = [&](std::size_t i) { return byte(at + i) & 0x3FU; };
    char32_t c = lead;
    std::size_t length = 1;
    if (lead >= 0xF0) {
        c = (lead & 0x07U) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3);
        length = 4;
    } else if (lead >= 0xE0) {
        c = (lead & 0x0FU) << 12 | tail(1) << 6 | tail(2);
        length = 3;
    } else if (lead >= 0xC0) {
        c = (lead & 0x1FU) << 6 | tail(1);
        length = 2;
    }
    at = std::min(at + length, text.size());
    return c;
}

void append_utf8(std::string& out, char32_t c)
{
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | c >> 6);
        put(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        put(0xE0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | c >> 18);
        put(0x80 | (c >> 12 & 0x3F));
        put(0x80 | (c >> 6 & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

void append_clean(std::string& out, std::string_view any)
{
    // Even gumbo writes bytes that are no UTF-8, for references far beyond Unicode.
    std::string repaired;
    if (!is_valid_utf8(any))
        repaired = to_valid_utf8(any);
    const auto text = repaired.empty() ? any : std::string_view{repaired};
    for (std::size_t at = 0; at < text.size();) {
        const auto from = at;
        while (at < text.size() && is_plain_byte(static_cast<unsigned char>(text[at])))
            ++at;
        out.append(text, from, at - from);
        if (at >= text.size())
            return;
        const auto begin = at;
        const auto c = next_code_point(text, at);
        if (c == '\t' || c == '\n')
            out += static_cast<char>(c);
        else if (c == '\r')
            out += text.substr(at, 1) == "\n" ? "" : "\n";
        else if (c == '\f')
            out += ' ';
        else if (c >= 0x20 && !is_unwanted(c))
            out.append(text, begin, at - begin);
    }
}

void append_clean_escaped(std::string& out, std::string_view text)
{
    std::string clean;
    clean.reserve(text.size());
    append_clean(clean, text);
    for (const char c : clean) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
}

} // namespace masthead::text
