#include "core/crypto/breached_list.hpp"

#include "core/base/check.hpp"
#include "core/crypto/ready.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace masthead::crypto {

namespace {

constexpr std::size_t hash_bytes = 20;
constexpr std::size_t hash_digits = 2 * hash_bytes;
// A hash, a colon, a count of at most 18 digits, CR and LF.
constexpr std::size_t line_bytes_max = hash_digits + 24;

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

std::string sha1(std::string_view text)
{
    std::string digest(hash_bytes, '\0');
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()),
                   &length, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("SHA-1 is not to be had");
    return digest;
}

std::string upper_hex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char byte : bytes) {
        out += digits[static_cast<unsigned char>(byte) >> 4];
        out += digits[static_cast<unsigned char>(byte) & 15];
    }
    return out;
}

/// Up to `count` bytes from `at`; fewer at the end of the file.
std::string read_at(int file, std::int64_t at, std::size_t count)
{
    std::string bytes(count, '\0');
    std::size_t length = 0;
    while (length < count) {
        const auto got = ::pread(file, bytes.data() + length, count - length,
                                 at + static_cast<std::int64_t>(length));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail("cannot read the list of breached passwords");
        if (got == 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    bytes.resize(length);
    return bytes;
}

bool is_hash(std::string_view text)
{
    const auto is_digit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    };
    return text.size() == hash_digits && std::all_of(text.begin(), text.end(), is_digit);
}

char to_upper(char digit)
{
    return digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 'a' + 'A') : digit;
}

/// Below zero where the line's hash stands before `hash`, zero where it is the same.
int compare(std::string_view line, std::string_view hash)
{
    if (!is_hash(line.substr(0, hash_digits)))
        throw std::runtime_error("the list of breached passwords has a line that is no hash");
    for (std::size_t i = 0; i < hash_digits; ++i) {
        if (const int difference = to_upper(line[i]) - hash[i]; difference != 0)
            return difference;
    }
    return 0;
}

} // namespace

BreachedList::BreachedList(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
{
    struct stat status {};
    if (file_ < 0)
        fail("cannot open " + file.string());
    try {
        if (::fstat(file_, &status) != 0)
            fail("cannot look at " + file.string());
        bytes_ = status.st_size;
        const auto start = read_at(file_, 0, hash_digits + 1);
        is_text_ = is_hash(std::string_view{start}.substr(0, hash_digits)) &&
                   (start.size() == hash_digits || start.back() == ':' || start.back() == '\n' ||
                    start.back() == '\r');
        if (!S_ISREG(status.st_mode) || bytes_ == 0 ||
            (!is_text_ && bytes_ % static_cast<std::int64_t>(hash_bytes) != 0))
            throw std::runtime_error(file.string() + " is no ordered list of SHA-1 hashes");
    } catch (...) {
        ::close(file_);
        throw;
    }
}

BreachedList::~BreachedList()
{
    ::close(file_);
}

bool BreachedList::contains(std::string_view password) const
{
    const auto hash = sha1(password);
    return is_text_ ? contains_line(upper_hex(hash)) : contains_record(hash);
}

/// Where the first line after the line break at or behind `at` begins.
std::int64_t BreachedList::line_after(std::int64_t at) const
{
    const auto rest = read_at(file_, at, line_bytes_max);
    const auto end = rest.find('\n');
    if (end != std::string::npos)
        return at + static_cast<std::int64_t>(end) + 1;
    if (rest.size() == line_bytes_max)
        throw std::runtime_error("the list of breached passwords has an overlong line");
    return bytes_;
}

// Halves the file by bytes and looks at the first line that begins in the upper half. `low` is
// where a line begins; the wanted one begins nowhere at or behind `high`.
bool BreachedList::contains_line(std::string_view hash_hex) const
{
    std::int64_t low = 0;
    std::int64_t high = bytes_;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto line = middle == low ? low : line_after(middle - 1);
        if (line >= high) {
            high = middle;
            continue;
        }
        const auto order = compare(read_at(file_, line, hash_digits), hash_hex);
        if (order == 0)
            return true;
        if (order > 0)
            high = middle;
        else
            low = line_after(line);
    }
    return false;
}

bool BreachedList::contains_record(std::string_view hash_bytes_wanted) const
{
    std::int64_t low = 0;
    std::int64_t high = bytes_ / static_cast<std::int64_t>(hash_bytes);
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto record =
            read_at(file_, middle * static_cast<std::int64_t>(hash_bytes), hash_bytes);
        const auto order = record.compare(hash_bytes_wanted);
        if (order == 0)
            return true;
        if (order > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

} // namespace masthead::crypto
