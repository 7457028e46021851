// Damaged picture headers: the probe must answer without reading outside.
#include "core/images/probe.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto picture = masthead::images::probe({reinterpret_cast<const char*>(data), size});
    if (picture && (picture->width <= 0 || picture->height <= 0))
        __builtin_trap();
    return 0;
}
