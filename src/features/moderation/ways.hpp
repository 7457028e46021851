#pragma once

#include "features/moderation/stretch.hpp"

#include <cstdint>
#include <vector>

namespace masthead::moderation {

enum class Alphabet : std::uint8_t { as_written, latin, cyrillic };
/// Whether most of the text's letters are Latin: a word all in look-alikes is then a disguise.
enum class LatinText : std::uint8_t { no, yes };
enum class OneIs : std::uint8_t { i, l };

inline constexpr int drawn_out = 3; ///< equal letters in a row; words have two

/// One of the ways to look through a stretch.
struct Way {
    Alphabet alphabet = Alphabet::latin;
    OneIs one_is = OneIs::i;
    std::uint8_t repeats_max = 2; ///< letters of a drawn-out run that are left
    bool without_accents = false;
    bool without_separators = false;
    bool digits_are_letters = false;
};

/// Whether all of its letters look Latin and are of another alphabet.
bool is_all_clothes(const Traits& traits);

/// The ways in which such a stretch may hide a word; none where it hides none. Sixteen at most.
/// `latin_text` only tells of letters all in others' clothes.
/// Overwrites `ways`, so that a caller can use its memory again.
void set_ways(const Traits& traits, LatinText latin_text, std::vector<Way>& ways);

/// What a digit or a sign is to a way; 0: it stands between words.
inline char32_t read_sign(const Letter& letter, const Way& way)
{
    const auto like = way.alphabet == Alphabet::cyrillic ? letter.cyrillic : letter.latin;
    if (like && way.digits_are_letters)
        return like == U'i' && way.one_is == OneIs::l ? U'l' : like;
    return letter.kind == LetterKind::digit ? letter.plain : 0;
}

/// What a letter is to a way; 0: it stands between words.
inline char32_t read_letter(const Letter& letter, const Way& way)
{
    if (letter.kind != LetterKind::letter && letter.kind != LetterKind::mark)
        return read_sign(letter, way);
    if (way.alphabet == Alphabet::latin && letter.latin)
        return letter.latin;
    if (way.alphabet == Alphabet::cyrillic && letter.cyrillic)
        return letter.cyrillic;
    return way.without_accents && letter.bare ? letter.bare : letter.plain;
}

} // namespace masthead::moderation
