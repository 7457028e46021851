#pragma once

#include <string>
#include <string_view>

/// What ICU knows of letters that look alike (UTS 39).
namespace masthead::readers {

/// The text with every letter in the place of all that look like it, in one case, without spaces
/// and punctuation. Names with one key are taken for each other.
std::string look_alike_key(std::string_view text);

/// The same, but looking at the letters in the case in which they stand.
std::string look_alike_drawing(std::string_view text);

/// Whether all letters are of scripts that are written together: one script, or Latin with one that
/// does not look like it (UTS 39, "moderately restrictive").
bool is_of_one_writing(std::string_view text);

/// Whether something in it is not drawn, turns the direction, is no character, or piles marks up.
bool hides_characters(std::string_view text);

/// Whether there is a letter or digit at all.
bool has_letter(std::string_view text);

} // namespace masthead::readers
