#include "features/moderation/spaced_letters.hpp"

#include <algorithm>

namespace masthead::moderation {

namespace {

// "f u c k": a word may begin with the first letter, with the second (of "a f u c k"), and behind a
// gap that is wider than the narrowest.
void read_singles(Steps& singles, StretchReader& reader)
{
    if (singles.size() >= singles_min) {
        std::uint32_t narrowest = UINT32_MAX;
        for (std::size_t i = 1; i < singles.size(); ++i)
            narrowest = std::min(narrowest, singles[i].index - singles[i - 1].index);
        for (std::size_t i = 0; i < singles.size(); ++i) {
            const bool is_wide = i > 1 && singles[i].index - singles[i - 1].index > narrowest;
            singles[i].edge = i <= 1 || is_wide ? Edge::always : Edge::none;
        }
        reader.read_spaced(singles);
    }
    singles.clear();
}

// Separators without a space are looked through where the whole stretch is seen.
bool is_spaced_from_last(std::span<const FoldedLetter> letters, const Steps& singles,
                         std::size_t at)
{
    constexpr std::size_t gap_max = 4;
    if (singles.empty())
        return true;
    const auto begin = singles.back().index + 1;
    return at - begin < gap_max &&
           std::ranges::any_of(letters.subspan(begin, at - begin), [](const FoldedLetter& one) {
               return one.letter->kind == LetterKind::space;
           });
}

} // namespace

void read_spaced_letters(std::span<const FoldedLetter> letters, StretchReader& reader)
{
    Steps singles;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (!letters[i].letter->is_word)
            continue;
        const auto begin = i;
        while (i + 1 < letters.size() && letters[i + 1].letter->is_word)
            ++i;
        const bool is_single = begin == i;
        if (!is_single || !is_spaced_from_last(letters, singles, i))
            read_singles(singles, reader);
        if (is_single)
            singles.push_back({letters[i].letter, static_cast<std::uint32_t>(i), Edge::none});
    }
    read_singles(singles, reader);
}

} // namespace masthead::moderation
