#pragma once

#include <string>
#include <string_view>

namespace masthead::web {

/// How hard to look for a smaller form. A page of 130 KB takes a millisecond or two quickly, and
/// some 30 (gzip) to 100 (brotli) thoroughly, for 6 % fewer bytes: worth it only for a page that is
/// sent thousands of times.
enum class Effort { quick, thorough };

/// Gzip at level 6, or 12. Throws std::bad_alloc only. Threads: any.
std::string gzip(std::string_view bytes, Effort effort = Effort::quick);

/// Brotli at quality 5, or 10; empty where the encoder fails.
std::string brotli(std::string_view bytes, Effort effort = Effort::quick);

/// The contents of a gzip member that `gzip` has made. Throws std::runtime_error on anything else.
std::string gunzip(std::string_view bytes);

/// Whether a body of this media type gets smaller by compression.
bool is_compressible(std::string_view content_type);

/// A text that changes with the bytes: for ETags and `?v=`. 96 bits in hexadecimal; no defence
/// against those who make the bytes, who are ourselves.
std::string fingerprint(std::string_view bytes);

} // namespace masthead::web
