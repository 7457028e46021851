#include "core/mail/encoding.hpp"

#include "core/base/check.hpp"
#include "core/base/text.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace masthead::smtp {

namespace {

// "=?UTF-8?B?" and "?=" around at most 45 bytes (60 of base64): 72 of the 75 that a word may have.
constexpr std::size_t word_bytes_max = 45;
constexpr std::size_t base64_line_source_bytes = 57; // 76 once encoded

std::string base64(std::string_view bytes)
{
    std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const auto length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                        reinterpret_cast<const unsigned char*>(bytes.data()),
                                        static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(length));
    return out;
}

bool is_printable_ascii(std::string_view text)
{
    return std::ranges::all_of(text,
                               [](unsigned char byte) { return byte >= 0x20 && byte < 0x7f; });
}

std::string encoded_words(std::string_view text, std::size_t used)
{
    std::string out;
    auto room =
        std::min(word_bytes_max, (line_bytes_max - std::min(used, line_bytes_max - 20)) / 2);
    while (!text.empty()) {
        const auto piece = cut_utf8(text, room);
        MH_CHECK(!piece.empty());
        out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(piece) + "?=";
        text.remove_prefix(piece.size());
        room = word_bytes_max;
    }
    return out;
}

// Whether folding at single spaces keeps every line short.
bool can_be_folded(std::string_view text)
{
    return is_printable_ascii(text) && text.find("=?") == std::string_view::npos &&
           text.find("  ") == std::string_view::npos && trim(text).size() == text.size() &&
           std::ranges::all_of(split(text, ' '),
                               [](std::string_view word) { return word.size() <= 50; });
}

std::string folded(std::string_view text, std::size_t used)
{
    std::string out;
    for (const auto word : split(text, ' ')) {
        const bool is_first = out.empty();
        const bool fits = used + 1 + word.size() <= line_bytes_max;
        if (!is_first)
            out += fits ? " " : "\r\n ";
        used = fits || is_first ? used + 1 + word.size() : 1 + word.size();
        out += word;
    }
    return out;
}

void append_escaped(std::string& out, unsigned char byte)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    out += '=';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

bool stands_as_it_is(std::string_view line, std::size_t at)
{
    const auto byte = static_cast<unsigned char>(line[at]);
    const bool is_last = at + 1 == line.size();
    // A relay must neither quote nor stuff anything: that would break the signature.
    const bool is_risky = at == 0 && (byte == '.' || line.starts_with("From "));
    if (is_risky || byte == '=')
        return false;
    return byte == ' ' || byte == '\t' ? !is_last : byte > 0x20 && byte < 0x7f;
}

void append_quoted_line(std::string& out, std::string_view line)
{
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool plain = stands_as_it_is(line, i);
        const std::size_t width = plain ? 1 : 3;
        // One column is left for the '=' of a soft break.
        if (column + width > line_bytes_max - 1) {
            out += "=\r\n";
            column = 0;
        }
        if (plain)
            out += line[i];
        else
            append_escaped(out, static_cast<unsigned char>(line[i]));
        column += width;
    }
}

} // namespace

std::string quoted_printable(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (auto line : split(text, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        append_quoted_line(out, line);
        out += "\r\n";
    }
    if (text.ends_with('\n'))
        out.resize(out.size() - 2);
    return out;
}

std::string base64_lines(std::string_view bytes)
{
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += base64_line_source_bytes)
        out += base64(bytes.substr(at, base64_line_source_bytes)) + "\r\n";
    return out;
}

std::string header_text(std::string_view text, std::size_t used)
{
    return can_be_folded(text) ? folded(text, used) : encoded_words(text, used);
}

std::string header_phrase(std::string_view name, std::size_t used)
{
    if (!is_printable_ascii(name) || name.size() > 50 || name.find("=?") != std::string_view::npos)
        return encoded_words(name, used);
    std::string out{'"'};
    for (const char c : name) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace masthead::smtp
