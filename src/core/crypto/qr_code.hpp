#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::crypto {

inline constexpr std::size_t qr_text_bytes_max = 1'024;

/// A QR code as one SVG path of unit squares, its quiet zone of four squares included:
/// `<svg viewBox="0 0 SIDE SIDE"><path d="PATH"/></svg>`, dark on a light ground.
struct QrCode {
    int side = 0;
    std::string path;
};

/// Absent for empty texts and for those past `qr_text_bytes_max`.
std::optional<QrCode> make_qr_code(std::string_view text);

} // namespace masthead::crypto
