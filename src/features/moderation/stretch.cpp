#include "features/moderation/stretch.hpp"

#include "features/moderation/reading.hpp"

#include <algorithm>

namespace masthead::moderation {

namespace {

bool is_ambiguous_one(char32_t c)
{
    return c == U'1' || c == U'!' || c == U'|';
}

inline void count_letter(const Letter& letter, Traits& traits)
{
    constexpr unsigned counted = trait_ascii | trait_cyrillic | trait_clothes | trait_accent;
    ++traits.letters;
    const auto found = letter.traits & counted;
    if (found == trait_ascii)
        ++traits.ascii_letters;
    if (found == 0 || found == trait_ascii)
        return;
    traits.ascii_letters += (letter.traits & trait_ascii) != 0;
    traits.cyrillic += (letter.traits & trait_cyrillic) != 0;
    traits.in_latin_clothes += (letter.traits & trait_clothes) != 0;
    traits.accented += (letter.traits & trait_accent) != 0;
}

// What stands at `i` of `stretch`, whose elements are steps or folded letters.
template <class Letters>
void count_non_letter(const Letters& stretch, std::size_t i, Traits& traits)
{
    const auto& letter = *stretch[i].letter;
    const auto c = letter.code_point;
    const bool is_last = i + 1 == stretch.size();
    const bool is_sign = (letter.traits & trait_sign) != 0;
    traits.has_ambiguous_one |= is_ambiguous_one(c) && !is_last;
    if (letter.kind == LetterKind::digit)
        ++traits.digits;
    else if (is_sign && !(is_last && c == U'!'))
        ++traits.signs;
    else if (!is_apostrophe(c))
        ++traits.separators;
    if (c == U':' && i + 2 < stretch.size() && stretch[i + 1].letter->code_point == U'/' &&
        stretch[i + 2].letter->code_point == U'/')
        traits.is_address = true;
}

// The pieces that gaps cut a stretch into: f-u-c-k has four of one letter.
class Pieces {
public:
    void see(const Letter& letter)
    {
        if ((letter.traits & (trait_word | trait_sign)) != 0)
            ++piece_;
        else
            end();
    }
    void end()
    {
        longest_ = std::max(longest_, piece_);
        shortest_ = piece_ > 0 ? std::min(shortest_, piece_) : shortest_;
        piece_ = 0;
    }
    bool are_short() const { return longest_ <= 2 || shortest_ == 1; }

private:
    int piece_ = 0;
    int longest_ = 0;
    int shortest_ = INT32_MAX;
};

template <class Letters>
Traits count_traits(const Letters& stretch)
{
    Traits traits;
    Pieces pieces;
    int run = 0;
    char32_t last_letter = 0;
    bool has_mail_sign = false;
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        const auto& letter = *stretch[i].letter;
        const auto c = letter.code_point;
        pieces.see(letter);
        if (letter.kind == LetterKind::letter) {
            run = c == last_letter ? run + 1 : 1;
            last_letter = c;
            if (run > traits.longest_run)
                traits.longest_run = run;
            count_letter(letter, traits);
            continue;
        }
        count_non_letter(stretch, i, traits);
        traits.is_address |= has_mail_sign && c == U'.' && i + 1 < stretch.size();
        has_mail_sign |= c == U'@' && i > 0;
    }
    pieces.end();
    traits.has_short_pieces = traits.separators > 0 && pieces.are_short();
    return traits;
}

Edge edge_between(const FoldedLetter& left, const FoldedLetter& right)
{
    const auto& a = *left.letter;
    const auto& b = *right.letter;
    if ((a.is_in_word && b.is_in_word) || !a.is_word || !b.is_word || !is_edge_between(left, right))
        return Edge::none;
    const bool has_no_spaces =
        a.script == LetterScript::spaceless || b.script == LetterScript::spaceless;
    return has_no_spaces ? Edge::always : Edge::where_digits_stay;
}

} // namespace

Traits traits_of(std::span<const FoldedLetter> stretch)
{
    return count_traits(stretch);
}

Traits traits_of(const Steps& stretch)
{
    return count_traits(stretch);
}

// A sign at either end may be a letter or stand beside the word: "a$$!", "!$hit".
void set_steps(std::span<const FoldedLetter> letters, std::size_t begin, std::size_t end,
               Steps& steps)
{
    auto first = begin;
    while (first < end && !letters[first].letter->is_word)
        ++first;
    auto last = end;
    while (last > first && !letters[last - 1].letter->is_word)
        --last;
    steps.resize(end - begin);
    auto* step = steps.data();
    for (auto i = begin; i < end; ++i) {
        const bool is_outside = i <= first || i >= last;
        const auto edge = is_outside ? Edge::always : edge_between(letters[i - 1], letters[i]);
        *step++ = {letters[i].letter, static_cast<std::uint32_t>(i), edge};
    }
}

} // namespace masthead::moderation
