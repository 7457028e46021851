#include "features/moderation/folded_text.hpp"
#include "features/moderation/judge_text.hpp"

#include <array>

namespace masthead::moderation {

namespace {

// "I agree" is said by many; from here on two people hardly write the same.
constexpr std::size_t letters_min = 48;
constexpr std::size_t shingle_letters = 3;

// The finalizer of SplitMix64: spreads one bit's change over all.
std::uint64_t scatter(std::uint64_t x)
{
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

class SimHash {
public:
    void add(std::uint64_t shingle)
    {
        const auto bits = scatter(shingle);
        for (std::size_t i = 0; i < weights_.size(); ++i)
            weights_[i] += static_cast<std::int32_t>((bits >> i) & 1) * 2 - 1;
    }

    std::uint64_t value() const
    {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < weights_.size(); ++i)
            bits |= static_cast<std::uint64_t>(weights_[i] > 0) << i;
        return bits != 0 ? bits : 1; // zero stands for none
    }

private:
    std::array<std::int32_t, 64> weights_{};
};

} // namespace

// Letters alone, without spaces: what spammers vary is digits, punctuation and pictures.
std::uint64_t text_fingerprint(std::string_view plain)
{
    std::uint64_t shingle = 0;
    std::size_t letters = 0;
    SimHash hash;
    for (const auto& one : fold_text(plain)) {
        const auto& letter = *one.letter;
        if (letter.kind != LetterKind::letter)
            continue;
        const auto seen = letter.latin ? letter.latin : letter.bare ? letter.bare : letter.plain;
        shingle = (shingle << 21 | seen) & ((1ULL << 63) - 1);
        if (++letters >= shingle_letters)
            hash.add(shingle);
    }
    return letters < letters_min ? 0 : hash.value();
}

} // namespace masthead::moderation
