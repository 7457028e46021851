#include "core/crypto/ready.hpp"

#include <sodium.h>

#include <stdexcept>

namespace masthead::crypto {

void ensure_ready()
{
    static const bool ready = sodium_init() >= 0;
    if (!ready)
        throw std::runtime_error("libsodium could not be prepared");
}

} // namespace masthead::crypto
