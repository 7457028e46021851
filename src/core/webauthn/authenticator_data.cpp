#include "core/webauthn/authenticator_data.hpp"

#include "core/webauthn/cbor.hpp"
#include "core/webauthn/webauthn.hpp"

namespace masthead::webauthn {

namespace {

constexpr std::size_t hash_bytes = 32;
constexpr std::size_t fixed_bytes = hash_bytes + 1 + 4;
constexpr std::size_t aaguid_bytes = 16;

constexpr unsigned flag_user_present = 0x01;
constexpr unsigned flag_user_verified = 0x04;
constexpr unsigned flag_credential = 0x40;
constexpr unsigned flag_extensions = 0x80;

unsigned byte_at(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

/// Takes the credential from the front of `rest`.
std::optional<AttestedCredential> take_credential(std::string_view& rest)
{
    if (rest.size() < aaguid_bytes + 2)
        return std::nullopt;
    const std::size_t id_length =
        byte_at(rest, aaguid_bytes) << 8 | byte_at(rest, aaguid_bytes + 1);
    rest.remove_prefix(aaguid_bytes + 2);
    if (id_length == 0 || id_length > credential_id_bytes_max || id_length > rest.size())
        return std::nullopt;
    AttestedCredential credential{rest.substr(0, id_length), {}};
    rest.remove_prefix(id_length);
    CborReader key{rest};
    if (!key.skip() || key.position() > public_key_bytes_max)
        return std::nullopt;
    credential.public_key = rest.substr(0, key.position());
    rest.remove_prefix(key.position());
    return credential;
}

bool take_extensions(std::string_view& rest)
{
    CborReader extensions{rest};
    if (!CborReader{rest}.map() || !extensions.skip())
        return false;
    rest.remove_prefix(extensions.position());
    return true;
}

} // namespace

std::optional<AuthenticatorData> read_authenticator_data(std::string_view bytes)
{
    if (bytes.size() < fixed_bytes)
        return std::nullopt;
    const auto flags = byte_at(bytes, hash_bytes);
    AuthenticatorData data;
    data.rp_id_hash = bytes.substr(0, hash_bytes);
    data.user_present = (flags & flag_user_present) != 0;
    data.user_verified = (flags & flag_user_verified) != 0;
    for (std::size_t i = hash_bytes + 1; i < fixed_bytes; ++i)
        data.sign_count = data.sign_count << 8 | byte_at(bytes, i);
    auto rest = bytes.substr(fixed_bytes);
    if ((flags & flag_credential) != 0) {
        data.credential = take_credential(rest);
        if (!data.credential)
            return std::nullopt;
    }
    if ((flags & flag_extensions) != 0 && !take_extensions(rest))
        return std::nullopt;
    return rest.empty() ? std::optional{data} : std::nullopt;
}

std::optional<std::string_view> find_authenticator_data(std::string_view attestation_object)
{
    CborReader reader{attestation_object};
    const auto count = reader.map();
    if (!count)
        return std::nullopt;
    std::optional<std::string_view> found;
    for (std::size_t i = 0; i < *count; ++i) {
        const auto name = reader.text();
        if (!name)
            return std::nullopt;
        if (*name != "authData") {
            if (!reader.skip())
                return std::nullopt;
            continue;
        }
        const auto data = reader.byte_string();
        if (found || !data)
            return std::nullopt;
        found = data;
    }
    return reader.at_end() ? found : std::nullopt;
}

} // namespace masthead::webauthn
