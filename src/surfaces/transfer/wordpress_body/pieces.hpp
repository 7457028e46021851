#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace masthead::wordpress_body {

/// Converted HTML that waits outside the text, with a mark in its place, until the text around it
/// has been made into paragraphs.
class Pieces {
public:
    /// A body of a few thousand "[gallery]" would grow without measure: more is left out.
    static constexpr std::size_t bytes_max = 8 * 1024 * 1024;

    /// Takes `html` (marks inside it are filled in at once) and returns its mark; empty for empty
    /// and where there is no room left.
    std::string add(std::string_view html);

    bool is_full() const { return bytes_ >= bytes_max; }

    /// The text with every mark replaced by its piece.
    std::string filled(std::string_view text) const;

private:
    std::vector<std::string> pieces_;
    std::size_t bytes_ = 0;
};

} // namespace masthead::wordpress_body
