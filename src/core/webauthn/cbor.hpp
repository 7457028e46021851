#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace masthead::webauthn {

/// CTAP2 nests no deeper than four; statements of makers a little more.
inline constexpr int cbor_depth_max = 8;

/// Reads CBOR (RFC 8949) item by item from bytes that outlive it; copies and allocates nothing, so
/// that no length that a stranger writes costs more than reading it. Definite lengths only, as
/// CTAP2 writes them. A function that finds another kind of item, or too few bytes, answers absent,
/// and the reader is then of no further use.
class CborReader {
public:
    explicit CborReader(std::string_view bytes) : bytes_(bytes) {}

    std::optional<std::int64_t> integer(); ///< absent outside 64 bits with sign
    std::optional<std::string_view> byte_string();
    std::optional<std::string_view> text();
    std::optional<std::size_t> map(); ///< how many pairs follow

    /// Steps over one item of any kind, with all that is in it.
    bool skip();

    /// Whether the next item is text (false at the end).
    bool is_text() const;
    bool at_end() const { return at_ == bytes_.size(); }
    std::size_t position() const { return at_; }

private:
    struct Head {
        int major = 0;
        int info = 0;
        std::uint64_t value = 0;
    };
    std::optional<Head> head();
    std::optional<std::string_view> string_of(int major);
    bool skip_item(int depth);
    bool skip_items(std::uint64_t count, int depth);

    std::string_view bytes_; // of the caller
    std::size_t at_ = 0;
};

} // namespace masthead::webauthn
