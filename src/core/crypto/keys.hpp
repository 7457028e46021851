#pragma once

#include "core/crypto/key.hpp"

#include <cstddef>
#include <filesystem>

namespace masthead::crypto {

/// Sealed texts live 30 days by default; more keys than this would mean one rotation a week.
inline constexpr std::size_t keys_per_purpose_max = 8;

/// The secrets of one newsroom, one purpose each: what leaks from one use opens no other.
struct Keys {
    KeyRing network;   ///< seals network addresses
    Key network_index; ///< hashes networks so that equal ones can be found
    Key csrf;          ///< signs forms of browsers that say nothing of where they come from
    Key links;         ///< signs links in mails that are no tokens of a table
    Key codes;         ///< hashes short codes
    Key form;          ///< signs when a form was drawn (the time trap) and submission keys
    KeyRing totp;      ///< seals the secrets of authenticator apps
    Key push;          ///< what the key pair is made of by which push services know us
    KeyRing push_seal; ///< seals where a reader's browser is pushed to
};

/// Reads the file, or makes it with mode 0600 where there is none. Purposes that an older file
/// lacks are added to it. Call with the data directory's lock held. Throws: std::runtime_error
/// where the file is damaged, is no plain file, or could be read by others; std::system_error.
Keys load_or_create_keys(const std::filesystem::path& file);

/// Adds a new current key for network addresses and forgets the oldest past
/// `keys_per_purpose_max`. Throws as above.
Keys rotate_network_key(const std::filesystem::path& file);

/// Fresh keys that stand in no file: for tests and for commands that seal nothing lasting.
Keys random_keys();

} // namespace masthead::crypto
