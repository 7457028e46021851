#include "features/moderation/reading.hpp"

namespace masthead::moderation {

bool is_edge_between(const FoldedLetter& left, const FoldedLetter& right)
{
    const auto& a = *left.letter;
    const auto& b = *right.letter;
    if (!a.is_word || !b.is_word)
        return true;
    if (b.kind == LetterKind::mark)
        return false;
    if ((a.kind == LetterKind::digit) != (b.kind == LetterKind::digit))
        return true;
    return a.script == LetterScript::spaceless || b.script == LetterScript::spaceless;
}

void Reading::make_room(std::size_t letters)
{
    constexpr std::size_t utf8_bytes_max = 4;
    bytes_ = std::make_unique_for_overwrite<char8_t[]>(letters * utf8_bytes_max);
    places_ = std::make_unique_for_overwrite<std::uint32_t[]>(letters * utf8_bytes_max + 1);
    room_ = letters;
}

void read_plainly(std::span<const FoldedLetter> letters, Reading& reading)
{
    reading.start(ReadAs::plain, letters.size());
    const FoldedLetter* last = nullptr;
    bool is_in_word = false;
    bool is_behind_space = true;
    for (std::uint32_t index = 0; index < letters.size(); ++index) {
        const auto& letter = *letters[index].letter;
        if (letter.is_word) {
            const bool is_inside = is_in_word && letter.is_in_word;
            const bool is_edge = !is_inside && (!last || is_edge_between(*last, letters[index]));
            reading.put(letter.plain, {index, is_edge});
            is_behind_space = false;
        } else if (!is_behind_space) {
            reading.put(U' ', {index, true});
            is_behind_space = true;
        }
        is_in_word = letter.is_in_word;
        last = &letters[index];
    }
    reading.finish(letters.size());
}

std::string plain_form(std::string_view pattern)
{
    Reading reading;
    const auto letters = fold_text(pattern);
    read_plainly(letters, reading);
    auto bytes = reading.bytes();
    if (bytes.ends_with(' '))
        bytes.remove_suffix(1);
    return std::string{bytes};
}

} // namespace masthead::moderation
