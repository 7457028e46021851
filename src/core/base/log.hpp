#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace masthead::log {

enum class Level { debug, info, warn, error };

/// One `key=value` of a log line. Values with spaces or quotes are quoted, control bytes escaped.
struct Field {
    std::string_view key;
    std::string value;

    Field(std::string_view k, std::string_view v) : key(k), value(v) {}
    Field(std::string_view k, const char* v) : key(k), value(v) {}
    Field(std::string_view k, const std::string& v) : key(k), value(v) {}
    template <class Integer>
    requires std::is_integral_v<Integer> Field(std::string_view k, Integer v)
        : key(k), value(std::to_string(v))
    {
    }
};

/// Writes one line `time level event key=value …` to standard error. Threads: any; a line is
/// written with one system call. Never pass bodies, mail addresses, tokens or network addresses.
void write(Level level, std::string_view event, std::initializer_list<Field> fields);

/// By level: error = someone must act, warn = degraded, info = lifecycle, debug = the rest.
inline void debug(std::string_view event, std::initializer_list<Field> fields = {})
{
    write(Level::debug, event, fields);
}
inline void info(std::string_view event, std::initializer_list<Field> fields = {})
{
    write(Level::info, event, fields);
}
inline void warn(std::string_view event, std::initializer_list<Field> fields = {})
{
    write(Level::warn, event, fields);
}
inline void error(std::string_view event, std::initializer_list<Field> fields = {})
{
    write(Level::error, event, fields);
}

/// Lines below this level are dropped. The default is info.
void set_level(Level level);

/// `value` as it stands behind `key=`: quoted where needed, control bytes as \xNN.
std::string quoted(std::string_view value);

} // namespace masthead::log
