#include "core/webauthn/cose_key.hpp"

#include <cstdint>
#include <utility>

namespace masthead::webauthn {

namespace {

// Labels of RFC 9052 and 9053; the negative ones mean different things for different types of key.
constexpr std::int64_t label_type = 1;
constexpr std::int64_t label_algorithm = 3;
constexpr std::int64_t label_curve_or_modulus = -1;
constexpr std::int64_t label_x_or_exponent = -2;
constexpr std::int64_t label_y = -3;

constexpr std::int64_t type_okp = 1;
constexpr std::int64_t type_ec2 = 2;
constexpr std::int64_t type_rsa = 3;
constexpr std::int64_t curve_p256 = 1;
constexpr std::int64_t curve_ed25519 = 6;

// What stands in the map, before it is known to fit together.
struct Parts {
    std::optional<std::int64_t> type, algorithm, curve;
    std::optional<std::string_view> modulus, x_or_exponent, y;
};

template <class Value>
bool set_once(std::optional<Value>& field, std::optional<Value> value)
{
    if (field || !value)
        return false;
    field = value;
    return true;
}

bool read_part(CborReader& reader, Parts& parts)
{
    if (reader.is_text())
        return reader.skip() && reader.skip();
    const auto label = reader.integer();
    if (!label)
        return false;
    switch (*label) {
    case label_type: return set_once(parts.type, reader.integer());
    case label_algorithm: return set_once(parts.algorithm, reader.integer());
    case label_curve_or_modulus:
        // CTAP2 sorts the type first, so it is known by now.
        return parts.type == type_rsa ? set_once(parts.modulus, reader.byte_string())
                                      : set_once(parts.curve, reader.integer());
    case label_x_or_exponent: return set_once(parts.x_or_exponent, reader.byte_string());
    case label_y: return set_once(parts.y, reader.byte_string());
    default: return reader.skip();
    }
}

std::optional<CoseKey> with_form(std::optional<crypto::PublicKey> key, crypto::SignatureForm form)
{
    return key ? std::optional{CoseKey{std::move(*key), form}} : std::nullopt;
}

} // namespace

std::optional<CoseKey> read_cose_key(CborReader& reader)
{
    const auto count = reader.map();
    if (!count)
        return std::nullopt;
    Parts parts;
    for (std::size_t i = 0; i < *count; ++i) {
        if (!read_part(reader, parts))
            return std::nullopt;
    }
    if (parts.type == type_ec2 && parts.algorithm == cose_es256 && parts.curve == curve_p256 &&
        parts.x_or_exponent && parts.y)
        return with_form(crypto::PublicKey::p256(*parts.x_or_exponent, *parts.y),
                         crypto::SignatureForm::es256_der);
    if (parts.type == type_okp && parts.algorithm == cose_eddsa && parts.curve == curve_ed25519 &&
        parts.x_or_exponent)
        return with_form(crypto::PublicKey::ed25519(*parts.x_or_exponent),
                         crypto::SignatureForm::ed25519);
    if (parts.type == type_rsa && parts.algorithm == cose_rs256 && parts.modulus &&
        parts.x_or_exponent)
        return with_form(crypto::PublicKey::rsa(*parts.modulus, *parts.x_or_exponent),
                         crypto::SignatureForm::rs256);
    return std::nullopt;
}

} // namespace masthead::webauthn
