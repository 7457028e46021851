#include "surfaces/transfer/wordpress_body/pieces.hpp"

#include "surfaces/transfer/wordpress_body/automatic_paragraphs.hpp"

#include <algorithm>
#include <charconv>

namespace masthead::wordpress_body {

std::string Pieces::add(std::string_view html)
{
    if (html.empty() || is_full())
        return {};
    pieces_.push_back(filled(html));
    bytes_ += pieces_.back().size();
    return std::string{piece_open} + std::to_string(pieces_.size() - 1) + std::string{piece_close};
}

std::string Pieces::filled(std::string_view text) const
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto open = std::min(text.find(piece_open, at), text.size());
        out.append(text, at, open - at);
        if (open == text.size())
            break;
        const auto number_at = open + piece_open.size();
        const auto close = std::min(text.find(piece_close, number_at), text.size());
        std::size_t number = pieces_.size();
        std::from_chars(text.data() + number_at, text.data() + close, number);
        if (number < pieces_.size())
            out += pieces_[number];
        at = std::min(close + piece_close.size(), text.size());
    }
    return out;
}

} // namespace masthead::wordpress_body
