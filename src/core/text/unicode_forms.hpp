#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace masthead {

/// The canonical composition (NFC), the form in which texts that must be equal are compared. What
/// is no UTF-8 becomes U+FFFD first.
std::string to_nfc(std::string_view text);

/// The compatibility composition (NFKC): "ﬁ" is "fi", full-width letters are plain ones.
std::string to_nfkc(std::string_view text);

/// Unicode's case folding, then NFC: for keys that do not mind case, never for showing.
std::string fold_case(std::string_view text);

/// Lower case in every script, the same in every language, then NFC.
std::string to_lower(std::string_view text);

/// The ASCII form of a domain name (UTS 46, non-transitional, with the checks of IDNA), lower case.
/// Absent where it is none.
std::optional<std::string> domain_to_ascii(std::string_view domain);

/// How many characters a person would count (extended grapheme clusters).
std::size_t count_characters(std::string_view text);

} // namespace masthead
