#include "features/moderation/folded_text.hpp"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <optional>
#include <stdexcept>
#include <utility>

namespace masthead::moderation {

namespace {

constexpr char32_t replacement = 0xFFFD;

// The code point of which `lead` stood before `at`, of UTF-8 that may be broken; moves behind it.
char32_t decode_rest(unsigned char lead, std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
    if (more == 0 || at + static_cast<std::size_t>(more) > text.size())
        return replacement;
    char32_t c = lead & (0x3FU >> more);
    for (int i = 0; i < more; ++i, ++at) {
        if ((byte(at) & 0xC0) != 0x80)
            return replacement;
        c = (c << 6) | (byte(at) & 0x3FU);
    }
    return c;
}

// The code point at `at`; moves behind it.
inline char32_t decode(std::string_view text, std::size_t& at)
{
    const auto lead = static_cast<unsigned char>(text[at++]);
    return lead < 0x80 ? lead : decode_rest(lead, text, at);
}

class Folding {
public:
    explicit Folding(std::size_t bytes) { letters_.reserve(bytes); }

    void add(char32_t c, std::size_t begin, std::size_t end) { add(letter_of(c), begin, end); }

    void add(const Letter& letter, std::size_t begin, std::size_t end)
    {
        if (letter.kind != LetterKind::ignored)
            letters_.push_back(
                {&letter, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        else if (!letters_.empty())
            letters_.back().end = static_cast<std::uint32_t>(end);
    }

    // `folded` stands for the bytes from `begin` to `end`; where they are as many, byte for byte.
    void add_all(std::string_view folded, std::size_t begin, std::size_t end)
    {
        const bool is_same = folded.size() == end - begin;
        for (std::size_t at = 0; at < folded.size();) {
            const auto start = at;
            const auto c = decode(folded, at);
            add(c, is_same ? begin + start : begin, is_same ? begin + at : end);
        }
    }

    std::vector<FoldedLetter> take() { return std::move(letters_); }

private:
    std::vector<FoldedLetter> letters_;
};

void require(UErrorCode error)
{
    if (U_FAILURE(error))
        throw std::runtime_error(std::string{"ICU: "} + u_errorName(error));
}

std::vector<FoldedLetter> fold_unicode(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
    require(error);
    std::string folded;
    icu::StringByteSink<std::string> sink{&folded, static_cast<std::int32_t>(text.size())};
    icu::Edits edits;
    normalizer->normalizeUTF8(0,
                              icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())},
                              sink, &edits, error);
    require(error);
    Folding folding{folded.size()};
    auto edit = edits.getFineIterator();
    while (edit.next(error)) {
        const auto from = static_cast<std::size_t>(edit.destinationIndex());
        const auto length = static_cast<std::size_t>(edit.newLength());
        const auto begin = static_cast<std::size_t>(edit.sourceIndex());
        folding.add_all(std::string_view{folded}.substr(from, length), begin,
                        begin + static_cast<std::size_t>(edit.oldLength()));
    }
    require(error);
    return folding.take();
}

// Most texts: no code point looks at its neighbours. Absent where one does.
std::optional<std::vector<FoldedLetter>> fold_one_by_one(std::string_view text)
{
    Folding folding{text.size()};
    const auto& ascii = letter_block(0);
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto lead = static_cast<unsigned char>(text[at++]);
        const auto& letter = lead < 0x80 ? ascii[lead] : letter_of(decode_rest(lead, text, at));
        if ((letter.traits & trait_folded) != 0) {
            folding.add(letter, begin, at);
            continue;
        }
        if (letter.folded_count == 0)
            return std::nullopt;
        for (std::size_t i = 0; i < letter.folded_count; ++i)
            folding.add(letter.folded[i], begin, at);
    }
    return folding.take();
}

} // namespace

std::vector<FoldedLetter> fold_text(std::string_view text)
{
    if (auto folded = fold_one_by_one(text))
        return std::move(*folded);
    return fold_unicode(text);
}

} // namespace masthead::moderation
