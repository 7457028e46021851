#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace masthead::wordpress_body {

/// A value of PHP's serialize(): null, bool, integer, floating, string, array, or an object that
/// was read over and is never built.
struct PhpValue {
    struct Member;
    using Array = std::vector<Member>;
    struct Opaque {
        std::string class_name;
    };
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Opaque> data;

    /// The member of an array with this string key; null where it is not one or has none.
    const PhpValue* find(std::string_view key) const;
    const std::string* string() const { return std::get_if<std::string>(&data); }
    const Array* array() const { return std::get_if<Array>(&data); }
    /// An integer, or a string of digits; absent otherwise.
    std::optional<std::int64_t> integer() const;
};

/// One entry of an array: the key is an integer or a string.
struct PhpValue::Member {
    PhpValue key;
    PhpValue value;
};

inline constexpr std::size_t php_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t php_depth_max = 32;
inline constexpr std::size_t php_values_max = 200'000;

/// Reads one serialised value that spans the whole text. Nothing is ever instantiated: objects
/// become Opaque. String lengths that are wrong because the text was re-encoded are tolerated where
/// the closing quote can be found.
/// Refuses: `invalid` (detail says at which byte), `too_large` past a limit.  Threads: pure.
Result<PhpValue> parse_php_serialized(std::string_view text);

/// What `_wp_attachment_metadata` says of a file.
struct AttachmentMetadata {
    int width = 0;
    int height = 0;
    std::string file;                    ///< relative to the uploads folder
    std::vector<std::string> size_files; ///< file names of the resized copies, beside `file`
};

/// Reads `_wp_attachment_metadata`. Refuses as parse_php_serialized; missing parts stay empty.
Result<AttachmentMetadata> parse_attachment_metadata(std::string_view text);

} // namespace masthead::wordpress_body
