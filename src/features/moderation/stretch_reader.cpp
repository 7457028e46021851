#include "features/moderation/stretch_reader.hpp"

namespace masthead::moderation {

namespace {

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

// Writes the letters of one reading down, and leaves out what is drawn out.
class Runs {
public:
    Runs(Reading& reading, const Way& way) : reading_(reading), way_(way) {}

    void add(char32_t c, const Step& step)
    {
        const bool is_edge = step.edge == Edge::always || last_ == U' ' ||
                             (step.edge == Edge::where_digits_stay && !way_.digits_are_letters);
        run_ = c == last_ && !is_edge ? run_ + 1 : 1;
        if (run_ == 1)
            run_begin_ = reading_.size();
        last_ = c;
        if (run_ < drawn_out)
            reading_.put(c, {step.index, is_edge});
        else if (run_ == drawn_out)
            shorten();
    }

    void add_gap(const Step& step)
    {
        if (last_ != U' ')
            reading_.put(U' ', {step.index, true});
        last_ = U' ';
    }

private:
    // The third of a row shows that it is drawn out; two may be how the word is spelt.
    void shorten()
    {
        const auto width = (reading_.size() - run_begin_) / (drawn_out - 1);
        reading_.cut(run_begin_ + way_.repeats_max * width);
    }

    Reading& reading_;
    const Way& way_;
    std::size_t run_begin_ = 0;
    std::size_t run_ = 0;
    char32_t last_ = U' '; // nothing stands before a reading, as before a word
};

} // namespace

LatinText StretchReader::latin_text()
{
    if (!latin_text_)
        latin_text_ = is_mostly_latin(letters_);
    return *latin_text_;
}

void StretchReader::read_all_ways(std::size_t begin, std::size_t end)
{
    set_ways_of(traits_of(letters_.subspan(begin, end - begin)));
    // Most stretches that look odd at first sight have no way to be read.
    if (ways_.empty())
        return;
    set_steps(letters_, begin, end, steps_);
    for (const auto& way : ways_)
        read(steps_, way);
}

void StretchReader::read_spaced(const Steps& singles)
{
    auto traits = traits_of(singles);
    traits.is_spaced = true;
    set_ways_of(traits);
    for (const auto& way : ways_)
        read(singles, way);
}

void StretchReader::set_ways_of(const Traits& traits)
{
    // Counting a whole text's letters is only due where the answer tells.
    set_ways(traits, is_all_clothes(traits) ? latin_text() : LatinText::no, ways_);
}

void StretchReader::read(const Steps& steps, const Way& way)
{
    reading_.start(way.without_accents ? ReadAs::bare : ReadAs::disguised, steps.size());
    Runs runs{reading_, way};
    for (const auto& step : steps) {
        const auto c = read_letter(*step.letter, way);
        if (c != 0)
            runs.add(c, step);
        else if (!way.without_separators || is_apostrophe(step.letter->code_point))
            runs.add_gap(step);
    }
    reading_.finish(steps.back().index + 1);
    visit_(reading_);
}

} // namespace masthead::moderation
