#include "core/base/random.hpp"

#include <cerrno>
#include <sys/random.h>
#include <system_error>
#include <vector>

namespace masthead {

void fill_random(std::span<std::uint8_t> bytes)
{
    while (!bytes.empty()) {
        const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            throw std::system_error(errno, std::generic_category(), "getrandom");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

std::string random_hex(std::size_t bytes)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::vector<std::uint8_t> raw(bytes);
    fill_random(raw);
    std::string out;
    for (const auto byte : raw) {
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
    return out;
}

} // namespace masthead
