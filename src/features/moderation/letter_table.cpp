#include "features/moderation/letter_table.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace masthead::moderation {

namespace {

struct Pair {
    char32_t from;
    char32_t to;
};

// Lower-case letters whose capitals look alike: "ВАD" is folded before it is looked at. Unicode's
// table of confusables compares letters as they stand and has not these.
constexpr Pair latin_by_capital[] = {
    {U'в', U'b'}, {U'н', U'h'}, {U'к', U'k'}, {U'м', U'm'}, {U'т', U't'}, {U'β', U'b'},
    {U'ε', U'e'}, {U'ζ', U'z'}, {U'η', U'h'}, {U'κ', U'k'}, {U'μ', U'm'}, {U'τ', U't'},
    {U'χ', U'x'}, {U'ʙ', U'b'}, {U'ɢ', U'g'}, {U'ʜ', U'h'}, {U'ɪ', U'i'}, {U'ʟ', U'l'},
    {U'ɴ', U'n'}, {U'ʀ', U'r'}, {U'ʏ', U'y'}, {U'ᴀ', U'a'}, {U'ᴅ', U'd'}, {U'ᴇ', U'e'},
    {U'ᴊ', U'j'}, {U'ᴋ', U'k'}, {U'ᴍ', U'm'}, {U'ᴛ', U't'}, {U'ꜰ', U'f'}, {U'ꜱ', U's'},
    {U'ᴘ', U'p'}, {U'ο', U'o'}, {U'ν', U'v'}, {U'ρ', U'p'}, {U'α', U'a'}, {U'ι', U'i'},
    {U'υ', U'u'}};

constexpr Pair cyrillic_lookalikes[] = {{U'a', U'а'}, {U'b', U'в'}, {U'c', U'с'}, {U'e', U'е'},
                                        {U'h', U'н'}, {U'i', U'і'}, {U'k', U'к'}, {U'm', U'м'},
                                        {U'o', U'о'}, {U'p', U'р'}, {U't', U'т'}, {U'x', U'х'},
                                        {U'y', U'у'}, {U'α', U'а'}, {U'ο', U'о'}, {U'ρ', U'р'}};

// What is read as a letter though it is none. A one may also be an l: who reads it tries both.
constexpr Pair latin_signs[] = {{U'0', U'o'}, {U'1', U'i'}, {U'!', U'i'}, {U'|', U'i'},
                                {U'3', U'e'}, {U'€', U'e'}, {U'4', U'a'}, {U'@', U'a'},
                                {U'5', U's'}, {U'$', U's'}, {U'7', U't'}, {U'+', U't'},
                                {U'8', U'b'}, {U'9', U'g'}, {U'¢', U'c'}};
constexpr Pair cyrillic_signs[] = {
    {U'0', U'о'}, {U'3', U'з'}, {U'4', U'ч'}, {U'6', U'б'}, {U'@', U'а'}};

// What people write either way.
constexpr Pair written_either_way[] = {{U'ё', U'е'}, {U'أ', U'ا'}, {U'إ', U'ا'}, {U'آ', U'ا'},
                                       {U'ٱ', U'ا'}, {U'ى', U'ي'}, {U'ی', U'ي'}, {U'ک', U'ك'},
                                       {U'ά', U'α'}, {U'έ', U'ε'}, {U'ή', U'η'}, {U'ί', U'ι'},
                                       {U'ό', U'ο'}, {U'ύ', U'υ'}, {U'ώ', U'ω'}, {U'ϊ', U'ι'},
                                       {U'ϋ', U'υ'}, {U'ΐ', U'ι'}, {U'ΰ', U'υ'}};

// Letters with a stroke do not fall apart by Unicode's rules; dotless i is a letter of its own in
// Turkish, so only a list that says it is English may take it for an i.
constexpr Pair bare_letters[] = {
    {U'ı', U'i'}, {U'ø', U'o'}, {U'đ', U'd'}, {U'ł', U'l'}, {U'ħ', U'h'}};

template <std::size_t Size>
char32_t mapped(const Pair (&pairs)[Size], char32_t from)
{
    const auto* found = std::ranges::find(pairs, from, &Pair::from);
    return found == std::end(pairs) ? 0 : found->to;
}

bool is_between(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

bool is_vowel_point(char32_t c)
{
    return is_between(c, 0x0591, 0x05BD) || c == 0x05BF || is_between(c, 0x05C1, 0x05C2) ||
           is_between(c, 0x064B, 0x065F) || c == 0x0670 || is_between(c, 0x06D6, 0x06ED);
}

LetterKind kind_of(char32_t c, UScriptCode script)
{
    const auto point = static_cast<UChar32>(c);
    const auto type = u_charType(point);
    constexpr char32_t tatweel = 0x0640;
    if (c == tatweel || is_vowel_point(c) || type == U_ENCLOSING_MARK)
        return LetterKind::ignored;
    if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK)
        return script == USCRIPT_INHERITED ? LetterKind::ignored : LetterKind::mark;
    if (u_isalpha(point) || type == U_OTHER_SYMBOL)
        return LetterKind::letter;
    if (type == U_DECIMAL_DIGIT_NUMBER)
        return LetterKind::digit;
    return u_isUWhiteSpace(point) || c < ' ' ? LetterKind::space : LetterKind::separator;
}

LetterScript script_of(char32_t c, UScriptCode script)
{
    switch (script) {
    case USCRIPT_LATIN: return LetterScript::latin;
    case USCRIPT_CYRILLIC: return LetterScript::cyrillic;
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TIBETAN:
    case USCRIPT_JAVANESE:
    case USCRIPT_BALINESE: return LetterScript::spaceless;
    default: break;
    }
    if (u_charType(static_cast<UChar32>(c)) == U_OTHER_SYMBOL)
        return LetterScript::spaceless;
    // The mark of a long vowel is shared by both kana and so has no script of its own.
    return c == 0x30FC ? LetterScript::spaceless : LetterScript::other;
}

class Confusables {
public:
    Confusables() : checker_(uspoof_open(&error_)) { require(); }
    ~Confusables() { uspoof_close(checker_); }
    Confusables(const Confusables&) = delete;
    Confusables& operator=(const Confusables&) = delete;

    /// The small ASCII letter that Unicode says this looks like; 0 where none.
    char32_t latin_of(char32_t c)
    {
        icu::UnicodeString skeleton;
        const icu::UnicodeString one{static_cast<UChar32>(c)};
        uspoof_getSkeletonUnicodeString(checker_, 0, one, skeleton, &error_);
        require();
        if (skeleton.length() != 1)
            return 0;
        const auto letter = u_tolower(skeleton.char32At(0));
        return letter >= 'a' && letter <= 'z' ? static_cast<char32_t>(letter) : 0;
    }

private:
    void require() const
    {
        if (U_FAILURE(error_))
            throw std::runtime_error(std::string{"ICU: "} + u_errorName(error_));
    }
    UErrorCode error_ = U_ZERO_ERROR;
    USpoofChecker* checker_;
};

// Arabic, Hebrew and others have letters that look like ours to a machine, but no one reads a word
// in them.
bool may_pass_for_latin(UScriptCode script)
{
    return script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK ||
           script == USCRIPT_ARMENIAN || script == USCRIPT_CHEROKEE || script == USCRIPT_COPTIC ||
           script == USCRIPT_LISU;
}

char32_t bare_of(char32_t c)
{
    if (const auto listed = mapped(bare_letters, c))
        return listed;
    UErrorCode error = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFDInstance(error);
    icu::UnicodeString parts;
    if (U_FAILURE(error) || !normalizer->getDecomposition(static_cast<UChar32>(c), parts))
        return 0;
    const auto first = static_cast<char32_t>(parts.char32At(0));
    return first >= 'a' && first <= 'z' ? first : 0;
}

// 🅰 to 🆉, 🅐 to 🅩 and the flags' letters: Unicode folds none of them.
char32_t framed_letter(char32_t c)
{
    for (const char32_t first : {0x1F150, 0x1F170, 0x1F1E6})
        if (is_between(c, first, first + 25))
            return c - first + 'a';
    return 0;
}

Letter make_letter(char32_t c, Confusables& confusables)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto script = uscript_getScript(static_cast<UChar32>(c), &error);
    Letter letter;
    letter.kind = kind_of(c, script);
    letter.code_point = c;
    letter.plain = c;
    letter.is_word = letter.kind == LetterKind::letter || letter.kind == LetterKind::digit ||
                     letter.kind == LetterKind::mark;
    if (!letter.is_word || letter.kind == LetterKind::digit) {
        letter.latin = mapped(latin_signs, c);
        letter.cyrillic = mapped(cyrillic_signs, c);
        return letter;
    }
    letter.script = script_of(c, script);
    if (const auto framed = framed_letter(c)) {
        letter.plain = framed;
        letter.script = LetterScript::latin;
        return letter;
    }
    if (const auto other = mapped(written_either_way, c))
        letter.plain = other;
    letter.cyrillic = mapped(cyrillic_lookalikes, c);
    if (c < 0x80 || letter.kind != LetterKind::letter)
        return letter;
    letter.bare = letter.script == LetterScript::latin ? bare_of(c) : 0;
    letter.latin = mapped(latin_by_capital, c);
    if (!letter.latin && !letter.bare && may_pass_for_latin(script))
        letter.latin = confusables.latin_of(c);
    return letter;
}

// What the quick passes over ordinary prose look at.
void mark(Letter& letter)
{
    const bool is_letter = letter.kind == LetterKind::letter;
    letter.is_in_word = is_letter && letter.script != LetterScript::spaceless;
    const auto set = [&](bool condition, LetterTrait trait) {
        letter.traits = static_cast<std::uint16_t>(letter.traits | (condition ? trait : 0));
    };
    const auto c = letter.code_point;
    set(letter.is_word, trait_word);
    set(letter.kind == LetterKind::digit || letter.bare ||
            (letter.latin && letter.script == LetterScript::latin) ||
            (is_sign_for_letter(c) && c != U'!'),
        trait_odd);
    set(letter.is_word && c < 0x80, trait_ascii);
    set(is_letter && letter.latin != 0, trait_clothes);
    set(letter.script == LetterScript::cyrillic, trait_cyrillic);
    set(!letter.is_word && !is_apostrophe(c), trait_gap);
    set(is_sign_for_letter(c), trait_sign);
    set(letter.bare != 0, trait_accent);
    set(letter.kind != LetterKind::ignored && letter.folded_count == 1 && letter.folded[0] == c,
        trait_folded);
}

// Where each code point of a text begins a segment of its own, the text folds code point by code
// point. What would vanish, or grow long, is left to ICU with all of its text.
void set_folded(Letter& letter, char32_t c)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
    const auto point = static_cast<UChar32>(c);
    if (U_FAILURE(error) || !normalizer->hasBoundaryBefore(point))
        return;
    const auto folded = normalizer->normalize(icu::UnicodeString{point}, error);
    const auto count = folded.countChar32();
    if (U_FAILURE(error) || count > static_cast<int>(letter.folded.size()))
        return;
    for (int i = 0; i < count; ++i) {
        const auto one = folded.char32At(folded.moveIndex32(0, i));
        if (!normalizer->hasBoundaryBefore(one))
            return;
        letter.folded[static_cast<std::size_t>(i)] = static_cast<char32_t>(one);
    }
    letter.folded_count = static_cast<std::uint8_t>(count);
}

} // namespace

// Never freed: other threads may be reading at the end of the process.
std::array<std::atomic<const LetterBlock*>, code_points / letter_block_size> letter_blocks{};

bool is_apostrophe(char32_t c)
{
    return c == U'\'' || c == U'’' || c == U'ʼ' || c == U'`';
}

bool is_sign_for_letter(char32_t c)
{
    return c == U'@' || c == U'$' || c == U'!' || c == U'|' || c == U'+' || c == U'€' || c == U'¢';
}

const LetterBlock& add_letter_block(std::size_t number)
{
    Confusables confusables;
    auto made = std::make_unique<LetterBlock>();
    for (std::size_t i = 0; i < letter_block_size; ++i) {
        auto& letter = (*made)[i];
        letter = make_letter(static_cast<char32_t>(number * letter_block_size + i), confusables);
        set_folded(letter, letter.code_point);
        mark(letter);
    }
    const LetterBlock* present = nullptr;
    if (letter_blocks[number].compare_exchange_strong(present, made.get()))
        return *made.release();
    return *present;
}

} // namespace masthead::moderation
