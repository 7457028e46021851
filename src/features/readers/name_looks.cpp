#include "features/readers/name_looks.hpp"

#include "core/base/text.hpp"
#include "core/text/unicode_forms.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <memory>
#include <stdexcept>

namespace masthead::readers {

namespace {

constexpr int marks_in_a_row_max = 3;

struct CloseChecker {
    void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};
using Checker = std::unique_ptr<USpoofChecker, CloseChecker>;

// Made once; ICU lets any thread ask it afterwards.
const USpoofChecker* checker()
{
    static const Checker instance = [] {
        UErrorCode error = U_ZERO_ERROR;
        Checker made(uspoof_open(&error));
        uspoof_setChecks(made.get(), USPOOF_RESTRICTION_LEVEL | USPOOF_MIXED_NUMBERS, &error);
        uspoof_setRestrictionLevel(made.get(), USPOOF_MODERATELY_RESTRICTIVE);
        if (U_FAILURE(error))
            throw std::runtime_error(std::string{"spoof checker: "} + u_errorName(error));
        return made;
    }();
    return instance.get();
}

icu::UnicodeString utf16(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

bool is_separator(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_P_MASK | U_GC_Z_MASK)) != 0;
}

template <class Judge>
bool any_character(std::string_view text, Judge&& judge)
{
    const auto points = utf16(to_valid_utf8(text));
    for (std::int32_t at = 0; at < points.length(); at = points.moveIndex32(at, 1)) {
        if (judge(points.char32At(at)))
            return true;
    }
    return false;
}

std::string without_separators(const icu::UnicodeString& points)
{
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < points.length(); at = points.moveIndex32(at, 1)) {
        if (!is_separator(points.char32At(at)))
            kept.append(points.char32At(at));
    }
    std::string out;
    kept.toUTF8String(out);
    return out;
}

std::string skeleton(std::string_view text)
{
    // Separators go first: an apostrophe and a comma have look-alikes among letters.
    const auto letters = utf16(without_separators(utf16(to_valid_utf8(text))));
    icu::UnicodeString out;
    UErrorCode error = U_ZERO_ERROR;
    uspoof_getSkeletonUnicodeString(checker(), 0, letters, out, &error);
    if (U_FAILURE(error))
        throw std::runtime_error(std::string{"skeleton: "} + u_errorName(error));
    std::string text_out;
    out.toUTF8String(text_out);
    return text_out;
}

} // namespace

std::string look_alike_key(std::string_view text)
{
    // Folding may make a letter that has a look-alike in lower case only, such as m and rn.
    return skeleton(fold_case(skeleton(fold_case(to_nfkc(text)))));
}

std::string look_alike_drawing(std::string_view text)
{
    return skeleton(fold_case(skeleton(to_nfkc(text))));
}

bool is_of_one_writing(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto failed =
        uspoof_check2UnicodeString(checker(), utf16(to_valid_utf8(text)), nullptr, &error);
    return U_SUCCESS(error) && failed == 0;
}

bool hides_characters(std::string_view text)
{
    if (!is_valid_utf8(text))
        return true;
    int marks = 0;
    return any_character(text, [&](UChar32 c) {
        const auto category = U_GET_GC_MASK(c);
        marks = (category & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0 ? marks + 1 : 0;
        const bool is_no_character = (category & (U_GC_C_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK)) != 0;
        return is_no_character || marks > marks_in_a_row_max ||
               u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == 0x2800 ||
               c == 0xfffd; // the empty Braille pattern; the sign of broken text
    });
}

bool has_letter(std::string_view text)
{
    return any_character(
        text, [](UChar32 c) { return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0; });
}

} // namespace masthead::readers
