#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace masthead::images {

/// Reads numbers out of bytes; whatever lies outside reads as 0 and never beyond the end.
class Bytes {
public:
    explicit Bytes(std::string_view data) : data_(data) {}

    std::size_t size() const { return data_.size(); }
    bool has(std::size_t at, std::size_t count) const
    {
        return at <= data_.size() && count <= data_.size() - at;
    }
    bool matches(std::size_t at, std::string_view text) const
    {
        return has(at, text.size()) && data_.substr(at, text.size()) == text;
    }
    /// `count` bytes from `at`, fewer at the end.
    Bytes part(std::size_t at, std::size_t count = std::string_view::npos) const
    {
        return Bytes{at <= data_.size() ? data_.substr(at, count) : std::string_view{}};
    }
    std::uint32_t byte(std::size_t at) const
    {
        return at < data_.size() ? static_cast<std::uint8_t>(data_[at]) : 0U;
    }
    std::uint32_t big16(std::size_t at) const { return byte(at) << 8 | byte(at + 1); }
    std::uint32_t big32(std::size_t at) const { return big16(at) << 16 | big16(at + 2); }
    std::uint32_t little16(std::size_t at) const { return byte(at + 1) << 8 | byte(at); }
    std::uint32_t little24(std::size_t at) const { return byte(at + 2) << 16 | little16(at); }
    std::uint32_t little32(std::size_t at) const { return little16(at + 2) << 16 | little16(at); }

private:
    std::string_view data_;
};

} // namespace masthead::images
