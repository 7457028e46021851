#include "features/moderation/reading.hpp"

#include <algorithm>
#include <optional>

namespace masthead::moderation {

namespace {

// Whether a word may begin before a step.
enum class Edge : std::uint8_t { none, always, where_digits_stay };

// A letter of a stretch that is read, and its place in the text.
struct Step {
    const FoldedLetter* letter = nullptr;
    std::size_t index = 0;
    Edge edge = Edge::none;
};
using Steps = std::vector<Step>;

enum class Alphabet : std::uint8_t { as_written, latin, cyrillic };
// Whether most of the text's letters are Latin: a word all in look-alikes is then a disguise.
enum class LatinText : std::uint8_t { no, yes };
enum class OneIs : std::uint8_t { i, l };

constexpr int drawn_out = 3; // equal letters in a row; words have two

// One of the ways to look through a stretch.
struct Way {
    Alphabet alphabet = Alphabet::latin;
    OneIs one_is = OneIs::i;
    std::size_t repeats_max = 2; ///< letters of a drawn-out run that are left
    bool without_accents = false;
    bool without_separators = false;
    bool digits_are_letters = false;
};

// What can be said of a stretch before it is read.
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

char32_t letter_for_sign(char32_t c, const Way& way)
{
    if (way.alphabet == Alphabet::cyrillic) {
        switch (c) {
        case U'0': return U'о';
        case U'3': return U'з';
        case U'4': return U'ч';
        case U'6': return U'б';
        case U'@': return U'а';
        default: return 0;
        }
    }
    switch (c) {
    case U'0': return U'o';
    case U'1':
    case U'!':
    case U'|': return way.one_is == OneIs::i ? U'i' : U'l';
    case U'3':
    case U'€': return U'e';
    case U'4':
    case U'@': return U'a';
    case U'5':
    case U'$': return U's';
    case U'7':
    case U'+': return U't';
    case U'8': return U'b';
    case U'9': return U'g';
    case U'¢': return U'c';
    default: return 0;
    }
}

bool is_ambiguous_one(char32_t c)
{
    return c == U'1' || c == U'!' || c == U'|';
}

void count_letter(const Letter& letter, char32_t c, Traits& traits)
{
    ++traits.letters;
    traits.ascii_letters += c < 0x80;
    traits.cyrillic += letter.script == LetterScript::cyrillic;
    traits.in_latin_clothes += letter.latin != 0;
    traits.accented += letter.bare != 0;
}

void count_non_letter(const Steps& stretch, std::size_t i, Traits& traits)
{
    const auto c = stretch[i].letter->letter->code_point;
    const bool is_last = i + 1 == stretch.size();
    traits.has_ambiguous_one |= is_ambiguous_one(c) && !is_last;
    if (stretch[i].letter->letter->kind == LetterKind::digit)
        ++traits.digits;
    else if (is_sign_for_letter(c) && !(is_last && c == U'!'))
        ++traits.signs;
    else if (!is_apostrophe(c))
        ++traits.separators;
    if (c == U':' && i + 2 < stretch.size() && stretch[i + 1].letter->letter->code_point == U'/' &&
        stretch[i + 2].letter->letter->code_point == U'/')
        traits.is_address = true;
}

Traits traits_of(const Steps& stretch)
{
    Traits traits;
    int run = 0;
    char32_t last_letter = 0;
    int piece = 0;
    int longest_piece = 0;
    int shortest_piece = INT32_MAX;
    bool has_mail_sign = false;
    const auto end_piece = [&] {
        longest_piece = std::max(longest_piece, piece);
        shortest_piece = piece > 0 ? std::min(shortest_piece, piece) : shortest_piece;
        piece = 0;
    };
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        const auto& letter = *stretch[i].letter->letter;
        const auto c = stretch[i].letter->letter->code_point;
        if (letter.kind == LetterKind::letter) {
            run = c == last_letter ? run + 1 : 1;
            last_letter = c;
            traits.longest_run = std::max(traits.longest_run, run);
            count_letter(letter, c, traits);
        } else {
            count_non_letter(stretch, i, traits);
            traits.is_address |= has_mail_sign && c == U'.' && i + 1 < stretch.size();
            has_mail_sign |= c == U'@' && i > 0;
        }
        if (letter.is_word || is_sign_for_letter(c))
            ++piece;
        else
            end_piece();
    }
    end_piece();
    traits.has_short_pieces = traits.separators > 0 && (longest_piece <= 2 || shortest_piece == 1);
    return traits;
}

// "A55" is a road and "4K" a screen: one letter beside digits is no word.
bool may_spell(const Traits& traits)
{
    return (traits.digits > 0 && traits.letters >= 2) || (traits.signs > 0 && traits.letters >= 1);
}

bool is_mixed(const Traits& traits)
{
    return traits.in_latin_clothes > 0 && traits.ascii_letters > 0;
}

bool is_all_clothes(const Traits& traits)
{
    return traits.in_latin_clothes > 0 && traits.in_latin_clothes == traits.letters;
}

// Accents alone are no disguise, but a list of English words looks through them.
bool may_be_disguise(const Traits& traits, LatinText latin_text)
{
    return traits.is_spaced || may_spell(traits) || traits.has_short_pieces ||
           traits.longest_run >= drawn_out || is_mixed(traits) ||
           (is_all_clothes(traits) && latin_text == LatinText::yes) ||
           (traits.cyrillic > 0 && traits.ascii_letters > 0);
}

std::vector<Alphabet> alphabets_of(const Traits& traits, LatinText latin_text)
{
    std::vector<Alphabet> alphabets;
    const bool may_be_latin = is_mixed(traits) ||
                              (is_all_clothes(traits) && latin_text == LatinText::yes) ||
                              traits.cyrillic == 0;
    if (may_be_latin)
        alphabets.push_back(traits.in_latin_clothes > 0 || traits.ascii_letters > 0
                                ? Alphabet::latin
                                : Alphabet::as_written);
    if (traits.cyrillic > 0)
        alphabets.push_back(Alphabet::cyrillic);
    return alphabets;
}

char32_t read_letter(const FoldedLetter& letter, const Way& way)
{
    const auto& known = *letter.letter;
    if (known.kind == LetterKind::letter || known.kind == LetterKind::mark) {
        if (way.alphabet == Alphabet::latin && known.latin)
            return known.latin;
        if (way.alphabet == Alphabet::cyrillic && known.cyrillic)
            return known.cyrillic;
        return way.without_accents && known.bare ? known.bare : known.plain;
    }
    const auto sign = way.digits_are_letters ? letter_for_sign(known.code_point, way) : 0;
    if (sign)
        return sign;
    return known.kind == LetterKind::digit ? known.plain : 0;
}

std::vector<Way> ways_of(const Traits& traits, LatinText latin_text)
{
    std::vector<Way> ways;
    const bool is_disguise = may_be_disguise(traits, latin_text);
    if (traits.is_address || traits.letters == 0 || (!is_disguise && traits.accented == 0))
        return ways;
    Way way;
    way.digits_are_letters = may_spell(traits);
    way.without_separators = traits.has_short_pieces;
    const bool has_two_ones = way.digits_are_letters && traits.has_ambiguous_one;
    for (const auto alphabet : alphabets_of(traits, latin_text)) {
        way.alphabet = alphabet;
        for (std::size_t repeats = traits.longest_run >= drawn_out ? 1 : 2; repeats <= 2;
             ++repeats) {
            way.repeats_max = repeats;
            for (const auto one : {OneIs::i, OneIs::l}) {
                if (one == OneIs::l && !has_two_ones)
                    continue;
                way.one_is = one;
                way.without_accents = false;
                if (is_disguise)
                    ways.push_back(way);
                way.without_accents = true;
                if (traits.accented > 0)
                    ways.push_back(way);
            }
        }
    }
    return ways;
}

LatinText is_mostly_latin(std::span<const FoldedLetter> letters)
{
    std::size_t latin = 0;
    std::size_t others = 0;
    for (const auto& letter : letters) {
        if (letter.letter->script == LetterScript::latin)
            ++latin;
        else if (letter.letter->script != LetterScript::none)
            ++others;
    }
    return latin > others ? LatinText::yes : LatinText::no;
}

// Reads one stretch in one way after another; its memory serves all of them.
class StretchReader {
public:
    StretchReader(std::span<const FoldedLetter> letters,
                  const std::function<void(const Reading&)>& visit)
        : letters_(letters), visit_(visit)
    {
    }

    bool is_latin_text()
    {
        if (!latin_text_)
            latin_text_ = is_mostly_latin(letters_);
        return *latin_text_ == LatinText::yes;
    }

    void read_all_ways(const Steps& steps) { read_all_ways(steps, traits_of(steps)); }

    void read_spaced(const Steps& steps)
    {
        auto traits = traits_of(steps);
        traits.is_spaced = true;
        read_all_ways(steps, traits);
    }

private:
    void read_all_ways(const Steps& steps, const Traits& traits)
    {
        const auto latin_text = is_latin_text() ? LatinText::yes : LatinText::no;
        for (const auto& way : ways_of(traits, latin_text))
            read(steps, way);
    }

    void read(const Steps& steps, const Way& way)
    {
        reading_.read_as = way.without_accents ? ReadAs::bare : ReadAs::disguised;
        reading_.clear();
        run_begin_ = 0;
        run_ = 0;
        last_ = 0;
        for (const auto& step : steps) {
            const auto c = read_letter(*step.letter, way);
            if (c != 0)
                add(c, step, way);
            else if (!way.without_separators || is_apostrophe(step.letter->letter->code_point))
                add_gap(step);
        }
        reading_.places.push_back({static_cast<std::uint32_t>(steps.back().index + 1), true});
        visit_(reading_);
    }

    void add(char32_t c, const Step& step, const Way& way)
    {
        const bool is_edge = step.edge == Edge::always || reading_.bytes.empty() || last_ == U' ' ||
                             (step.edge == Edge::where_digits_stay && !way.digits_are_letters);
        run_ = c == last_ && !is_edge ? run_ + 1 : 1;
        if (run_ == 1)
            run_begin_ = reading_.bytes.size();
        last_ = c;
        const auto width = run_ == 1 ? 0 : (reading_.bytes.size() - run_begin_) / (run_ - 1);
        // The third of a row shows that it is drawn out; two may be how the word is spelt.
        if (run_ == drawn_out)
            cut(run_begin_ + way.repeats_max * width);
        if (run_ < drawn_out)
            put(c, step.index, is_edge);
        else
            run_ = drawn_out;
    }

    void add_gap(const Step& step)
    {
        if (!reading_.bytes.empty() && last_ != U' ')
            put(U' ', step.index, true);
        last_ = U' ';
    }

    void cut(std::size_t bytes)
    {
        reading_.bytes.resize(bytes);
        reading_.places.resize(bytes);
    }

    void put(char32_t c, std::size_t index, bool is_edge)
    {
        reading_.put(c, {static_cast<std::uint32_t>(index), is_edge});
    }

    std::span<const FoldedLetter> letters_;
    std::optional<LatinText> latin_text_; // counted when it is first asked for
    const std::function<void(const Reading&)>& visit_;
    Reading reading_;
    std::size_t run_begin_ = 0;
    std::size_t run_ = 0;
    char32_t last_ = 0;
};

// A sign at either end may be a letter or stand beside the word: "a$$!", "!$hit".
Steps steps_of(std::span<const FoldedLetter> letters, std::size_t begin, std::size_t end)
{
    auto first = begin;
    while (first < end && !letters[first].letter->is_word)
        ++first;
    auto last = end;
    while (last > first && !letters[last - 1].letter->is_word)
        --last;
    Steps steps;
    steps.reserve(end - begin);
    for (auto i = begin; i < end; ++i) {
        Edge edge = i <= first || i >= last ? Edge::always : Edge::none;
        if (edge == Edge::none && letters[i].letter->is_word && letters[i - 1].letter->is_word &&
            is_edge_between(letters[i - 1], letters[i]))
            edge = letters[i].letter->script == LetterScript::spaceless ||
                           letters[i - 1].letter->script == LetterScript::spaceless
                       ? Edge::always
                       : Edge::where_digits_stay;
        steps.push_back({&letters[i], i, edge});
    }
    return steps;
}

bool is_single(std::span<const FoldedLetter> letters, std::size_t i)
{
    return letters[i].letter->is_word && (i == 0 || !letters[i - 1].letter->is_word) &&
           (i + 1 == letters.size() || !letters[i + 1].letter->is_word);
}

// "f u c k": a word may begin with the first letter, with the second (of "a f u c k"), and behind a
// gap that is wider than the narrowest.
void read_singles(Steps& singles, StretchReader& reader)
{
    constexpr std::size_t singles_min = 3;
    if (singles.size() >= singles_min) {
        std::size_t narrowest = SIZE_MAX;
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

void read_spaced_letters(std::span<const FoldedLetter> letters, StretchReader& reader)
{
    Steps singles;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (!letters[i].letter->is_word)
            continue;
        if (!is_single(letters, i) || !is_spaced_from_last(letters, singles, i))
            read_singles(singles, reader);
        if (is_single(letters, i))
            singles.push_back({&letters[i], i, Edge::none});
    }
    read_singles(singles, reader);
}

// Most words are letters of one alphabet and perhaps a comma: they are passed over quickly.
class OddityWatch {
public:
    void see(const Letter& letter)
    {
        const auto traits = letter.traits;
        is_odd_ |= (traits & trait_word) != 0 && (seen_ & trait_gap) != 0 && letters_ > 0;
        is_odd_ |= &letter == last_ && &letter == last_but_one_ && letter.is_word;
        if (letters_ > 0 || (traits & trait_gap) == 0)
            seen_ |= traits;
        if ((traits & trait_word) != 0) {
            ++letters_;
            common_ &= traits;
        } else {
            seen_ |= traits & trait_odd;
        }
        last_but_one_ = last_;
        last_ = &letter;
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
    const Letter* last_ = nullptr;
    const Letter* last_but_one_ = nullptr;
    unsigned seen_ = 0;
    unsigned common_ = 0xFF;
    int letters_ = 0;
    bool is_odd_ = false;
};

} // namespace

void read_disguises(std::span<const FoldedLetter> letters,
                    const std::function<void(const Reading&)>& visit)
{
    constexpr int singles_min = 3;
    StretchReader reader{letters, visit};
    int singles = 0;
    bool has_spaced_letters = false;
    for (std::size_t begin = 0; begin < letters.size(); ++begin) {
        OddityWatch watch;
        auto end = begin;
        for (; end < letters.size() && letters[end].letter->kind != LetterKind::space; ++end)
            watch.see(*letters[end].letter);
        if (watch.has_seen_any() || (watch.is_all_clothes() && reader.is_latin_text()))
            reader.read_all_ways(steps_of(letters, begin, end));
        if (end > begin)
            singles = watch.is_single() ? singles + 1 : 0;
        has_spaced_letters |= singles >= singles_min;
        begin = end;
    }
    if (has_spaced_letters)
        read_spaced_letters(letters, reader);
}

} // namespace masthead::moderation
