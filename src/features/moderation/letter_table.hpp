#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace masthead::moderation {

enum class LetterKind : std::uint8_t {
    space,
    separator, ///< punctuation and symbols that stand between words
    letter,
    digit,
    mark,    ///< a vowel sign or the like that belongs to the letter before it
    ignored, ///< carries no meaning for us: vowel points, tatweel, strokes through letters
};

/// Which letters may be mistaken for one another, and which scripts put spaces between words.
enum class LetterScript : std::uint8_t {
    none,
    latin,
    cyrillic,
    other,     ///< a script with spaces between words
    spaceless, ///< Han, kana, Thai and their kind; also pictures
};

/// What a quick pass over a word gathers of its letters.
enum LetterTrait : std::uint16_t {
    trait_word = 1,
    trait_odd = 2,     ///< may be part of a disguise: a digit, a sign, an accent
    trait_ascii = 4,   ///< an ASCII letter or digit
    trait_clothes = 8, ///< of another alphabet, and looks Latin
    trait_cyrillic = 16,
    trait_gap = 32,     ///< no letter, and no apostrophe
    trait_sign = 64,    ///< a sign that is read as a letter
    trait_accent = 128, ///< an ASCII letter with an accent
    trait_folded = 256, ///< folds to itself and is not ignored
};

/// What a code point is to a word list: how it folds, and what it is once it is folded.
struct Letter {
    /// NFKC_Casefold of the code point where that depends on no neighbour and is short; else none.
    std::array<char32_t, 3> folded{};
    std::uint8_t folded_count = 0;
    LetterKind kind = LetterKind::separator;
    LetterScript script = LetterScript::none;
    bool is_word = false;     ///< letter, digit or mark
    bool is_in_word = false;  ///< a letter of a script with spaces: beside another, no word ends
    std::uint16_t traits = 0; ///< LetterTrait bits, for quick passes
    char32_t code_point = 0;
    char32_t plain = 0;    ///< itself, without what writers leave out at will (Greek tonos, ё)
    char32_t latin = 0;    ///< the ASCII letter that it looks like, also as a digit; 0: none
    char32_t cyrillic = 0; ///< the Cyrillic letter that it looks like; 0: none
    char32_t bare = 0;     ///< the ASCII letter it is without its accent; 0: none
};

/// "he'll" is not a way to hide a word.
bool is_apostrophe(char32_t code_point);

/// Whether a sign is read as a letter ("$hit", "b!tch") though it is none.
bool is_sign_for_letter(char32_t code_point);

inline constexpr std::size_t letter_block_size = 256;
inline constexpr char32_t code_points = 0x110000;
using LetterBlock = std::array<Letter, letter_block_size>;

/// Filled as texts are met: a paper in one language pays for its own script alone.
extern std::array<std::atomic<const LetterBlock*>, code_points / letter_block_size> letter_blocks;

/// Makes a block by what ICU knows and keeps it. Threads: any.
const LetterBlock& add_letter_block(std::size_t number);

/// The letters of a block. Threads: any.
inline const LetterBlock& letter_block(std::size_t number)
{
    const auto* block = letter_blocks[number].load(std::memory_order_acquire);
    return block ? *block : add_letter_block(number);
}

/// The letter of a code point. Threads: any.
inline const Letter& letter_of(char32_t code_point)
{
    const std::size_t number = (code_point < code_points ? code_point : 0) / letter_block_size;
    return letter_block(number)[code_point % letter_block_size];
}

} // namespace masthead::moderation
