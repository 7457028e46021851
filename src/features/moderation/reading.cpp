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

void read_plainly(std::span<const FoldedLetter> letters, Reading& reading)
{
    reading.read_as = ReadAs::plain;
    reading.clear();
    reading.bytes.reserve(letters.size() + letters.size() / 4);
    reading.places.reserve(letters.size() + letters.size() / 4);
    const FoldedLetter* last = nullptr;
    for (const auto& one : letters) {
        const auto& letter = *one.letter;
        const auto index = static_cast<std::uint32_t>(&one - letters.data());
        if (letter.is_word) {
            const bool is_inside = last && last->letter->is_in_word && letter.is_in_word;
            reading.put(letter.plain,
                        {index, !is_inside && (!last || is_edge_between(*last, one))});
        } else if (!reading.bytes.empty() && reading.bytes.back() != ' ') {
            reading.put(U' ', {index, true});
        }
        last = &one;
    }
    reading.places.push_back({static_cast<std::uint32_t>(letters.size()), true});
}

std::string plain_form(std::string_view pattern)
{
    Reading reading;
    const auto letters = fold_text(pattern);
    read_plainly(letters, reading);
    if (reading.bytes.ends_with(' '))
        reading.bytes.pop_back();
    return std::move(reading.bytes);
}

} // namespace masthead::moderation
