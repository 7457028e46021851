#include "features/moderation/reading.hpp"
#include "features/moderation/spaced_letters.hpp"
#include "features/moderation/stretch_reader.hpp"

namespace masthead::moderation {

namespace {

// Most words are letters of one alphabet and perhaps a comma: they are passed over quickly.
class OddityWatch {
public:
    /// Looks at the letters from `begin` up to the next space, whose place it returns.
    std::size_t see_stretch(std::span<const FoldedLetter> letters, std::size_t begin)
    {
        auto at = begin;
        for (; at < letters.size(); ++at) {
            const auto& letter = *letters[at].letter;
            if (letter.kind == LetterKind::space)
                break;
            see(letter);
        }
        return at;
    }

    bool is_single() const { return letters_ == 1; }
    bool has_seen_any() const
    {
        return is_odd_ || (seen_ & trait_odd) != 0 ||
               ((seen_ & trait_ascii) != 0 && (seen_ & (trait_clothes | trait_cyrillic)) != 0);
    }
    /// A word all in look-alikes: a disguise where the text is Latin.
    bool is_all_clothes() const { return letters_ > 0 && (common_ & trait_clothes) != 0; }

private:
    void see(const Letter& letter)
    {
        const unsigned traits = letter.traits;
        if ((traits & trait_word) != 0) {
            // Behind a gap, or the third of a row.
            is_odd_ |= (seen_ & trait_gap) != 0;
            if (&letter == last_)
                is_odd_ |= last_ == last_but_one_;
            seen_ |= traits;
            common_ &= traits;
            ++letters_;
        } else {
            // A gap before the first letter is none.
            seen_ |= letters_ > 0 ? traits : traits & ~unsigned{trait_gap};
        }
        last_but_one_ = last_;
        last_ = &letter;
    }

    const Letter* last_ = nullptr;
    const Letter* last_but_one_ = nullptr;
    unsigned seen_ = 0;
    unsigned common_ = ~0U;
    int letters_ = 0;
    bool is_odd_ = false;
};

} // namespace

void read_disguises(std::span<const FoldedLetter> letters,
                    const std::function<void(const Reading&)>& visit)
{
    StretchReader reader{letters, visit};
    int singles = 0;
    bool has_spaced_letters = false;
    for (std::size_t begin = 0; begin < letters.size(); ++begin) {
        OddityWatch watch;
        const auto end = watch.see_stretch(letters, begin);
        if (watch.has_seen_any() || (watch.is_all_clothes() && reader.is_latin_text()))
            reader.read_all_ways(begin, end);
        if (end > begin)
            singles = watch.is_single() ? singles + 1 : 0;
        has_spaced_letters |= singles >= singles_min;
        begin = end;
    }
    if (has_spaced_letters)
        read_spaced_letters(letters, reader);
}

} // namespace masthead::moderation
