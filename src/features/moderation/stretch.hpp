#pragma once

#include "features/moderation/folded_text.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace masthead::moderation {

/// Whether a word may begin before a step.
enum class Edge : std::uint8_t { none, always, where_digits_stay };

/// A letter of a stretch that is read, and its place in the text.
struct Step {
    const Letter* letter = nullptr;
    std::uint32_t index = 0;
    Edge edge = Edge::none;
};
using Steps = std::vector<Step>;

/// What can be said of a stretch before it is read.
struct Traits {
    int letters = 0;
    int ascii_letters = 0;
    int cyrillic = 0;
    int in_latin_clothes = 0; ///< letters of others that look Latin
    int accented = 0;
    int digits = 0;
    int signs = 0; ///< signs that stand for letters
    int separators = 0;
    int longest_run = 0;
    bool has_ambiguous_one = false;
    bool is_address = false;
    bool is_spaced = false;        ///< single letters with gaps between them
    bool has_short_pieces = false; ///< separators stand between pieces as short as f-u-c-k
};

/// What its letters say of a stretch, but for `is_spaced`, which they do not know.
Traits traits_of(std::span<const FoldedLetter> stretch);
Traits traits_of(const Steps& stretch);

/// The letters from `begin` to `end` of a text as they are read. Overwrites `steps`, so that a
/// caller can use its memory again.
void set_steps(std::span<const FoldedLetter> letters, std::size_t begin, std::size_t end,
               Steps& steps);

} // namespace masthead::moderation
