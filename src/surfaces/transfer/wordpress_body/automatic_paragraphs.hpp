#pragma once

#include <string>
#include <string_view>

namespace masthead::wordpress_body {

/// What a converted piece (an embed box, a gallery) stands for while the text around it is made
/// into paragraphs: these two characters with a number between. Neither can occur in cleaned text.
inline constexpr std::string_view piece_open = "\uFDD0";
inline constexpr std::string_view piece_close = "\uFDD1";

/// Classic text as WordPress shows it: a blank line parts paragraphs, a line break becomes <br>,
/// block elements and pieces stand by themselves, <pre> and its kind stay as they are.
/// Linear time.
std::string automatic_paragraphs(std::string_view html);

} // namespace masthead::wordpress_body
