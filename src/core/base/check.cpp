#include "core/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace masthead {

void check_failed(const char* condition, const char* file, int line)
{
    std::fprintf(stderr, "bug: %s does not hold at %s:%d\n", condition, file, line);
    std::abort();
}

} // namespace masthead
