#include "core/web/compress.hpp"

#include <brotli/encode.h>
#include <libdeflate.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <stdexcept>
#include <vector>

namespace masthead::web {

namespace {

constexpr int gzip_level = 6;
constexpr int gzip_level_thorough = 12;
constexpr int brotli_quality = 5;
constexpr int brotli_quality_thorough = 10;
constexpr std::size_t gzip_trailer_bytes = 8;
constexpr std::size_t deflate_ratio_max = 1032; // no deflate stream grows by more

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const
    {
        libdeflate_free_compressor(compressor);
    }
};
struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const
    {
        libdeflate_free_decompressor(decompressor);
    }
};
using Compressor = std::unique_ptr<libdeflate_compressor, FreeCompressor>;

Compressor make_compressor(int level)
{
    Compressor compressor{libdeflate_alloc_compressor(level)};
    if (!compressor)
        throw std::bad_alloc{};
    return compressor;
}

std::string gzip_by(libdeflate_compressor* compressor, std::string_view bytes)
{
    std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
    const auto size =
        libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size());
    if (size == 0)
        throw std::runtime_error("libdeflate refused its own bound");
    out.resize(size);
    out.shrink_to_fit();
    return out;
}

/// Compressors weigh some 300 KB each: a few are kept, since a burst of drawings needs them again.
class CompressorShelf {
public:
    Compressor take()
    {
        {
            const std::lock_guard lock{mutex_};
            if (!kept_.empty()) {
                auto compressor = std::move(kept_.back());
                kept_.pop_back();
                return compressor;
            }
        }
        return make_compressor(gzip_level);
    }

    void give_back(Compressor compressor)
    {
        constexpr std::size_t kept_max = 2;
        const std::lock_guard lock{mutex_};
        if (kept_.size() < kept_max)
            kept_.push_back(std::move(compressor));
    }

private:
    std::mutex mutex_;
    std::vector<Compressor> kept_;
};

CompressorShelf& shelf()
{
    static CompressorShelf one;
    return one;
}

} // namespace

std::string gzip(std::string_view bytes, Effort effort)
{
    // A thorough one weighs megabytes and is wanted rarely: it does not stay.
    if (effort == Effort::thorough)
        return gzip_by(make_compressor(gzip_level_thorough).get(), bytes);
    auto compressor = shelf().take();
    auto out = gzip_by(compressor.get(), bytes);
    shelf().give_back(std::move(compressor));
    return out;
}

std::string brotli(std::string_view bytes, Effort effort)
{
    const int quality = effort == Effort::quick ? brotli_quality : brotli_quality_thorough;
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    if (size == 0)
        return {};
    std::string out(size, '\0');
    const auto* in = reinterpret_cast<const std::uint8_t*>(bytes.data());
    auto* to = reinterpret_cast<std::uint8_t*>(out.data());
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                              in, &size, to) != BROTLI_TRUE)
        return {};
    out.resize(size);
    out.shrink_to_fit();
    return out;
}

std::string gunzip(std::string_view bytes)
{
    if (bytes.size() < gzip_trailer_bytes)
        throw std::runtime_error("not a gzip member");
    std::uint32_t size = 0; // the member ends with its size, little-endian
    for (std::size_t i = 0; i < 4; ++i)
        size |= std::uint32_t{static_cast<std::uint8_t>(bytes[bytes.size() - 4 + i])} << (8 * i);
    if (size / deflate_ratio_max > bytes.size())
        throw std::runtime_error("not a gzip member");
    std::string out(size, '\0');
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor{
        libdeflate_alloc_decompressor()};
    if (!decompressor)
        throw std::bad_alloc{};
    const auto result = libdeflate_gzip_decompress(decompressor.get(), bytes.data(), bytes.size(),
                                                   out.data(), out.size(), nullptr);
    if (result != LIBDEFLATE_SUCCESS)
        throw std::runtime_error("not a gzip member");
    return out;
}

bool is_compressible(std::string_view content_type)
{
    const auto type = content_type.substr(0, content_type.find(';'));
    if (type.starts_with("text/") || type.ends_with("+xml") || type.ends_with("+json"))
        return true;
    static constexpr std::array<std::string_view, 5> others{
        "application/json", "application/javascript", "application/xml", "font/ttf",
        "application/wasm"};
    return std::ranges::find(others, type) != others.end();
}

std::string fingerprint(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    const std::uint64_t high = std::hash<std::string_view>{}(bytes);
    const std::uint32_t low = libdeflate_crc32(0, bytes.data(), bytes.size());
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4)
        out += digits[(high >> shift) & 15];
    for (int shift = 28; shift >= 0; shift -= 4)
        out += digits[(low >> shift) & 15];
    return out;
}

} // namespace masthead::web
