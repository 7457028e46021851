#pragma once

#include "features/moderation/letter_table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// One code point of a folded text and the stretch of the original that it came from.
struct FoldedLetter {
    const Letter* letter = nullptr;
    std::uint32_t begin = 0; ///< bytes of the original
    std::uint32_t end = 0;
};

/// The text by NFKC_Casefold: one case, one width, without characters that nobody sees. Letters of
/// LetterKind::ignored are gone. Linear time. What is no UTF-8 becomes U+FFFD, of one byte.
std::vector<FoldedLetter> fold_text(std::string_view text);

} // namespace masthead::moderation
