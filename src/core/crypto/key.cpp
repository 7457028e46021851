#include "core/crypto/key.hpp"

#include "core/base/check.hpp"
#include "core/base/random.hpp"

#include <sodium.h>

namespace masthead::crypto {

Key::Key(std::uint8_t id, const Bytes& bytes) : id_(id), bytes_(bytes)
{
    MH_CHECK(id != 0);
}

Key::~Key()
{
    sodium_memzero(bytes_.data(), bytes_.size());
}

Key Key::random(std::uint8_t id)
{
    Bytes bytes{};
    fill_random(bytes);
    Key key{id, bytes};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

std::string_view Key::view() const
{
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

KeyRing::KeyRing(std::vector<Key> keys) : keys_(std::move(keys))
{
    MH_CHECK(!keys_.empty());
}

} // namespace masthead::crypto
