#include "features/moderation/ways.hpp"

#include <array>

namespace masthead::moderation {

namespace {

// "A55" is a road and "4K" a screen: one letter beside digits is no word.
bool may_spell(const Traits& traits)
{
    return (traits.digits > 0 && traits.letters >= 2) || (traits.signs > 0 && traits.letters >= 1);
}

bool is_mixed(const Traits& traits)
{
    return traits.in_latin_clothes > 0 && traits.ascii_letters > 0;
}

// Accents alone are no disguise, but a list of English words looks through them.
bool may_be_disguise(const Traits& traits, LatinText latin_text)
{
    return traits.is_spaced || may_spell(traits) || traits.has_short_pieces ||
           traits.longest_run >= drawn_out || is_mixed(traits) ||
           (is_all_clothes(traits) && latin_text == LatinText::yes) ||
           (traits.cyrillic > 0 && traits.ascii_letters > 0);
}

// The alphabets to read a stretch in: none, one or two.
struct Alphabets {
    std::array<Alphabet, 2> all{};
    std::size_t count = 0;
    void add(Alphabet alphabet) { all[count++] = alphabet; }
};

Alphabets alphabets_of(const Traits& traits, LatinText latin_text)
{
    Alphabets alphabets;
    const bool may_be_latin = is_mixed(traits) ||
                              (is_all_clothes(traits) && latin_text == LatinText::yes) ||
                              traits.cyrillic == 0;
    if (may_be_latin)
        alphabets.add(traits.in_latin_clothes > 0 || traits.ascii_letters > 0
                          ? Alphabet::latin
                          : Alphabet::as_written);
    if (traits.cyrillic > 0)
        alphabets.add(Alphabet::cyrillic);
    return alphabets;
}

} // namespace

bool is_all_clothes(const Traits& traits)
{
    return traits.in_latin_clothes > 0 && traits.in_latin_clothes == traits.letters;
}

void set_ways(const Traits& traits, LatinText latin_text, std::vector<Way>& ways)
{
    ways.clear();
    const bool is_disguise = may_be_disguise(traits, latin_text);
    if (traits.is_address || traits.letters == 0 || (!is_disguise && traits.accented == 0))
        return;
    Way way;
    way.digits_are_letters = may_spell(traits);
    way.without_separators = traits.has_short_pieces;
    const auto repeats_min = static_cast<std::uint8_t>(traits.longest_run >= drawn_out ? 1 : 2);
    const auto last_one = way.digits_are_letters && traits.has_ambiguous_one ? OneIs::l : OneIs::i;
    const auto alphabets = alphabets_of(traits, latin_text);
    for (std::size_t i = 0; i < alphabets.count; ++i) {
        way.alphabet = alphabets.all[i];
        for (way.repeats_max = repeats_min; way.repeats_max <= 2; ++way.repeats_max)
            for (const auto one : {OneIs::i, OneIs::l}) {
                if (one > last_one)
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

} // namespace masthead::moderation
