#pragma once

namespace masthead {

/// Prints the broken invariant and aborts: a bug must stop the process before it writes anything.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

} // namespace masthead

/// An invariant of our own code. Never for input: input is refused with a Result.
#define MH_CHECK(condition)                                                                        \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ::masthead::check_failed(#condition, __FILE__, __LINE__);                              \
    } while (false)
