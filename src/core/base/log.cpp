#include "core/base/log.hpp"

#include "core/base/clock.hpp"

#include <atomic>
#include <cstdio>
#include <unistd.h>

namespace masthead::log {

namespace {

std::atomic<Level> lowest_level{Level::info};

std::string_view name_of(Level level)
{
    switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warn: return "warn";
    case Level::error: return "error";
    }
    return "error";
}

bool needs_quotes(std::string_view value)
{
    if (value.empty())
        return true;
    for (const unsigned char c : value) {
        if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c == 0x7f)
            return true;
    }
    return false;
}

} // namespace

std::string quoted(std::string_view value)
{
    if (!needs_quotes(value))
        return std::string{value};
    static constexpr char hex[] = "0123456789abcdef";
    std::string out = "\"";
    for (const unsigned char c : value) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c < ' ' || c == 0x7f) {
            out += "\\x";
            out += hex[c >> 4];
            out += hex[c & 15];
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + '"';
}

void set_level(Level level)
{
    lowest_level = level;
}

void write(Level level, std::string_view event, std::initializer_list<Field> fields)
{
    if (level < lowest_level.load(std::memory_order_relaxed))
        return;
    std::string line = format_rfc3339(SystemClock{}.now());
    line.append(" ").append(name_of(level)).append(" ").append(event);
    for (const auto& field : fields)
        line.append(" ").append(field.key).append("=").append(quoted(field.value));
    line += '\n';
    // A log that cannot be written must not take the server down, and there is nowhere to say so.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace masthead::log
