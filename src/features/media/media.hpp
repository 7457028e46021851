#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::media {

/// A file of the media folder. Its address is "/media/" + path.
struct Media {
    MediaId id;
    std::string path; ///< "2026/11/harbour.webp", relative, already safe
    std::string mime;
    int width = 0; ///< pixels; 0 where unknown or not a picture
    int height = 0;
    std::int64_t size_bytes = 0;
    std::string alt;
    std::string caption_html; ///< sanitised, inline only
    std::string credit;
    std::string source_url; ///< where an import found it, may be empty
    Time created_at{};
};

std::string media_url(const Media& media);

/// Inserts, or updates the row with the same path; answers its id. Refuses `invalid` for a path
/// that leaves the folder.
Result<MediaId> save_media(db::Tx& tx, const Media& media);

std::optional<Media> find_media(db::Snapshot& snapshot, MediaId id);
std::optional<Media> find_media_by_path(db::Snapshot& snapshot, std::string_view path);
std::optional<Media> find_media_by_source_url(db::Snapshot& snapshot, std::string_view url);

/// True for "a/b.webp": relative, no empty, dot or dot-dot segment, no control byte or backslash.
bool is_safe_media_path(std::string_view path);

} // namespace masthead::media
