#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace masthead::crypto {

/// Passwords known from breaches: the ordered SHA-1 list that Have I Been Pwned offers, as text
/// (`HASH:COUNT` a line) or as bare 20-byte hashes. Looked up on disk, about 35 small reads;
/// nothing is loaded. Threads: any.
class BreachedList {
public:
    /// Throws: std::system_error where it cannot be opened, std::runtime_error where it is neither.
    explicit BreachedList(const std::filesystem::path& file);
    ~BreachedList();
    BreachedList(const BreachedList&) = delete;
    BreachedList& operator=(const BreachedList&) = delete;

    /// Throws: std::system_error, and std::runtime_error at a line that is no hash.
    bool contains(std::string_view password) const;

private:
    std::int64_t line_after(std::int64_t at) const;
    bool contains_line(std::string_view hash_hex) const;
    bool contains_record(std::string_view hash_bytes) const;

    int file_ = -1;
    std::int64_t bytes_ = 0;
    bool is_text_ = true;
};

} // namespace masthead::crypto
