#pragma once

#include <string>
#include <string_view>

namespace masthead::text {

/// The words of a title as a-z, 0-9 and single hyphens: letters of any script are transliterated
/// ("Čapek" -> "capek", "Київ" -> "kiiv"), at most `limits::slug_bytes_max` bytes, cut at a word.
/// Where nothing remains (an emoji alone), `fallback`, which the caller gives as a valid slug.
/// Threads: any.
std::string slug_from(std::string_view title, std::string_view fallback);

/// Whether `text` is a slug as `slug_from` makes them.
bool is_slug(std::string_view text);

} // namespace masthead::text
