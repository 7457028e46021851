#include "core/webauthn/cbor.hpp"

#include <limits>

namespace masthead::webauthn {

namespace {

// Major types of RFC 8949, section 3.1.
constexpr int unsigned_number = 0;
constexpr int negative_number = 1;
constexpr int byte_string_type = 2;
constexpr int text_type = 3;
constexpr int array_type = 4;
constexpr int map_type = 5;
constexpr int tag_type = 6;

} // namespace

std::optional<CborReader::Head> CborReader::head()
{
    if (at_end())
        return std::nullopt;
    const auto first = static_cast<unsigned char>(bytes_[at_++]);
    Head head{first >> 5, first & 31, 0};
    if (head.info < 24) {
        head.value = static_cast<std::uint64_t>(head.info);
        return head;
    }
    if (head.info > 27) // reserved, or of indefinite length
        return std::nullopt;
    const auto length = std::size_t{1} << (head.info - 24);
    if (bytes_.size() - at_ < length)
        return std::nullopt;
    for (std::size_t i = 0; i < length; ++i)
        head.value = head.value << 8 | static_cast<unsigned char>(bytes_[at_++]);
    return head;
}

std::optional<std::int64_t> CborReader::integer()
{
    const auto read = head();
    constexpr auto max = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!read || read->major > negative_number || read->value > max)
        return std::nullopt;
    const auto value = static_cast<std::int64_t>(read->value);
    return read->major == unsigned_number ? value : -1 - value;
}

std::optional<std::string_view> CborReader::string_of(int major)
{
    const auto read = head();
    if (!read || read->major != major || read->value > bytes_.size() - at_)
        return std::nullopt;
    const auto content = bytes_.substr(at_, read->value);
    at_ += content.size();
    return content;
}

std::optional<std::string_view> CborReader::byte_string()
{
    return string_of(byte_string_type);
}

std::optional<std::string_view> CborReader::text()
{
    return string_of(text_type);
}

std::optional<std::size_t> CborReader::map()
{
    const auto read = head();
    // Each pair takes two bytes at least.
    if (!read || read->major != map_type || read->value > (bytes_.size() - at_) / 2)
        return std::nullopt;
    return read->value;
}

bool CborReader::is_text() const
{
    return !at_end() && static_cast<unsigned char>(bytes_[at_]) >> 5 == text_type;
}

bool CborReader::skip()
{
    return skip_item(0);
}

bool CborReader::skip_item(int depth)
{
    const auto read = head();
    if (!read || depth > cbor_depth_max)
        return false;
    const auto left = bytes_.size() - at_;
    switch (read->major) {
    case byte_string_type:
    case text_type:
        if (read->value > left)
            return false;
        at_ += read->value;
        return true;
    case array_type: return read->value <= left && skip_items(read->value, depth + 1);
    case map_type: return read->value <= left / 2 && skip_items(2 * read->value, depth + 1);
    case tag_type: return skip_item(depth + 1);
    default: return true; // numbers, floats and simple values are their heads alone
    }
}

bool CborReader::skip_items(std::uint64_t count, int depth)
{
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!skip_item(depth))
            return false;
    }
    return true;
}

} // namespace masthead::webauthn
