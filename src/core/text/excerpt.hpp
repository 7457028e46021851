#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::text {

/// The text of HTML on one line: character references decoded, blocks and breaks as one space,
/// scripts, styles and comments left out, white space collapsed.
std::string plain_text(std::string_view html);

/// The first `characters_max` characters of already plain text, cut at a word, with "…" where
/// something was cut. Combining marks are never separated from their letter.
std::string excerpt_of(std::string_view plain, std::size_t characters_max);

/// Words by Unicode's rules; a Chinese, Japanese or Thai character without spaces counts by
/// character (Han, kana) or by dictionary word.
std::size_t word_count(std::string_view plain);

/// Ghost's rule: 275 words a minute, 12 s for the first picture, one less for each further one down
/// to 3; CJK 500 characters a minute; rounded, at least 1 for a text that has any word or picture.
int reading_minutes(std::string_view html);

enum class TextDirection { ltr, rtl };

/// "rtl" or "ltr", as the `dir` attribute takes it.
std::string_view to_string(TextDirection direction);

/// The direction a text is read in: the language's where the tag ("ar", "he-IL") says, else that of
/// most strongly directed characters in the first 1,000 of `plain`.
TextDirection direction_of(std::string_view plain, std::string_view language_tag = {});

} // namespace masthead::text
