#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace masthead::images {

/// A JPEG, PNG or WebP without what says where, when and with what it was made (Exif, XMP, IPTC,
/// comments, text chunks): a photograph of a face often carries the coordinates of a home. The
/// pixels stay as they are, and so does the way up. Absent where the file is none of these, ends
/// too early or is damaged in its outline. Linear time.
std::optional<std::string> without_metadata(std::string_view file);

} // namespace masthead::images
