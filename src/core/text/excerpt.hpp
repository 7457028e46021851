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

/// Words by Unicode's rules; of scripts without spaces, each Han or kana character counts, and Thai
/// and its kind by dictionary.
std::size_t word_count(std::string_view plain);

/// Ghost's rule: 275 words (or CJK characters) a minute, 12 s for the first picture and one second
/// less for each further one, down to 3; rounded, and at least 1 unless the text is empty.
/// `extra_images` are those shown with the text but not in it (the lead picture).
int reading_minutes(std::string_view html, int extra_images = 0);

enum class TextDirection { ltr, rtl };

/// "rtl" or "ltr", as the `dir` attribute takes it.
std::string_view to_string(TextDirection direction);

/// The direction a text is read in: right to left where the language tag ("ar", "he-IL", "ku-Arab")
/// says so, else that of most strongly directed characters among the first 1,000 of `plain`.
TextDirection direction_of(std::string_view plain, std::string_view language_tag = {});

} // namespace masthead::text
