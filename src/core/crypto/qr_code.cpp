#include "core/crypto/qr_code.hpp"

#include <qrencode.h>

#include <memory>
#include <new>

namespace masthead::crypto {

namespace {

constexpr int quiet_zone = 4;

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

/// The dark squares of one row, as runs: few bytes, and no seams between squares.
void append_row(std::string& path, const unsigned char* row, int width, int y)
{
    for (int x = 0; x < width; ++x) {
        const int from = x;
        while (x < width && (row[x] & 1) != 0)
            ++x;
        if (x == from)
            continue;
        const auto length = std::to_string(x - from);
        path += 'M' + std::to_string(from + quiet_zone) + ' ' + std::to_string(y + quiet_zone) +
                'h' + length + "v1h-" + length + 'z';
    }
}

} // namespace

std::optional<QrCode> make_qr_code(std::string_view text)
{
    if (text.empty() || text.size() > qr_text_bytes_max)
        return std::nullopt;
    const std::unique_ptr<QRcode, FreeCode> code{
        QRcode_encodeData(static_cast<int>(text.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M)};
    if (!code)
        throw std::bad_alloc();
    QrCode drawn{code->width + 2 * quiet_zone, {}};
    for (int y = 0; y < code->width; ++y)
        append_row(drawn.path, code->data + y * code->width, code->width, y);
    return drawn;
}

} // namespace masthead::crypto
