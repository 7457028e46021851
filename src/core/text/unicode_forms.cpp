#include "core/text/unicode_forms.hpp"

#include "core/base/text.hpp"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>

namespace masthead {

namespace {

icu::StringPiece piece(std::string_view text)
{
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

// ICU's tables are part of the library: that they cannot be had is a failure of the machine.
void demand(UErrorCode error, const char* what)
{
    if (U_FAILURE(error))
        throw std::runtime_error(std::string{what} + ": " + u_errorName(error));
}

std::string normalize(const icu::Normalizer2& form, std::string_view text)
{
    const auto valid = to_valid_utf8(text);
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(valid.size()));
    UErrorCode error = U_ZERO_ERROR;
    form.normalizeUTF8(0, piece(valid), sink, nullptr, error);
    demand(error, "normalisation");
    return out;
}

const icu::IDNA& idna()
{
    static const std::unique_ptr<icu::IDNA> instance = [] {
        UErrorCode error = U_ZERO_ERROR;
        std::unique_ptr<icu::IDNA> made(icu::IDNA::createUTS46Instance(
            UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                UIDNA_USE_STD3_RULES,
            error));
        demand(error, "IDNA");
        return made;
    }();
    return *instance;
}

} // namespace

std::string to_nfc(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFCInstance(error);
    demand(error, "NFC");
    return normalize(*form, text);
}

std::string to_nfkc(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto* form = icu::Normalizer2::getNFKCInstance(error);
    demand(error, "NFKC");
    return normalize(*form, text);
}

std::string fold_case(std::string_view text)
{
    const auto valid = to_valid_utf8(text);
    auto folded = icu::UnicodeString::fromUTF8(piece(valid));
    folded.foldCase();
    std::string out;
    folded.toUTF8String(out);
    return to_nfc(out);
}

std::string to_lower(std::string_view text)
{
    const auto valid = to_valid_utf8(text);
    auto lowered = icu::UnicodeString::fromUTF8(piece(valid));
    lowered.toLower(icu::Locale::getRoot());
    std::string out;
    lowered.toUTF8String(out);
    return to_nfc(out);
}

std::optional<std::string> domain_to_ascii(std::string_view domain)
{
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    icu::IDNAInfo info;
    UErrorCode error = U_ZERO_ERROR;
    idna().nameToASCII_UTF8(piece(domain), sink, info, error);
    demand(error, "IDNA");
    if (info.hasErrors() || out.empty())
        return std::nullopt;
    return to_lower_ascii(out);
}

std::size_t count_characters(std::string_view text)
{
    const auto valid = to_valid_utf8(text);
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> breaks(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
    demand(error, "character boundaries");
    UText pieces = UTEXT_INITIALIZER;
    utext_openUTF8(&pieces, valid.data(), static_cast<std::int64_t>(valid.size()), &error);
    breaks->setText(&pieces, error);
    std::size_t count = 0;
    while (U_SUCCESS(error) && breaks->next() != icu::BreakIterator::DONE)
        ++count;
    utext_close(&pieces);
    demand(error, "character boundaries");
    return count;
}

} // namespace masthead
