#include "core/crypto/public_key.hpp"

#include "core/crypto/openssl_parts.hpp"
#include "core/crypto/ready.hpp"

#include <openssl/rsa.h>

#include <string>

namespace masthead::crypto {

namespace {

constexpr std::size_t coordinate_bytes = 32;
constexpr std::size_t ed25519_key_bytes = 32;
constexpr std::size_t ed25519_signature_bytes = 64;
constexpr std::size_t exponent_bytes_max = 4;

Number number_of(std::string_view bytes)
{
    return made(Number{BN_bin2bn(as_bytes(bytes), static_cast<int>(bytes.size()), nullptr)});
}

/// Null where OpenSSL finds the key impossible, as a point that is on no curve.
std::shared_ptr<EVP_PKEY> build(const char* type, OSSL_PARAM_BLD* builder)
{
    const auto params = made(Params{OSSL_PARAM_BLD_to_param(builder)});
    const auto context = made(Context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)});
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return {key, EVP_PKEY_free};
}

bool lies_on_curve(EVP_PKEY* key)
{
    const auto checking = made(Context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)});
    return EVP_PKEY_public_check(checking.get()) == 1;
}

PublicKey::Type type_for(SignatureForm form)
{
    switch (form) {
    case SignatureForm::es256_der:
    case SignatureForm::es256_joined: return PublicKey::Type::p256;
    case SignatureForm::ed25519: return PublicKey::Type::ed25519;
    case SignatureForm::rs256:
    case SignatureForm::ps256: break;
    }
    return PublicKey::Type::rsa;
}

/// The two joined numbers of RFC 7518, section 3.4, as the DER that OpenSSL wants; empty where they
/// are not 32 bytes each.
std::string der_of(std::string_view joined)
{
    if (joined.size() != 2 * coordinate_bytes)
        return {};
    const auto signature = made(EcSignature{ECDSA_SIG_new()});
    auto r = number_of(joined.substr(0, coordinate_bytes));
    auto s = number_of(joined.substr(coordinate_bytes));
    if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
        return {};
    r.release(); // NOLINT(bugprone-unused-return-value): the signature owns both now
    s.release(); // NOLINT(bugprone-unused-return-value)
    unsigned char* bytes = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &bytes);
    if (length <= 0)
        throw std::bad_alloc();
    std::string der{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
    OPENSSL_free(bytes);
    return der;
}

bool set_pss(EVP_PKEY_CTX* context)
{
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool verify_with(EVP_PKEY* key, SignatureForm form, std::string_view message,
                 std::string_view signature)
{
    const auto context = made(DigestContext{EVP_MD_CTX_new()});
    const auto* digest = form == SignatureForm::ed25519 ? nullptr : EVP_sha256();
    EVP_PKEY_CTX* details = nullptr; // belongs to `context`
    if (EVP_DigestVerifyInit(context.get(), &details, digest, nullptr, key) != 1)
        throw std::bad_alloc();
    if (form == SignatureForm::ps256 && !set_pss(details))
        return false;
    return EVP_DigestVerify(context.get(), as_bytes(signature), signature.size(), as_bytes(message),
                            message.size()) == 1;
}

} // namespace

std::optional<PublicKey> PublicKey::p256(std::string_view x, std::string_view y)
{
    if (x.size() != coordinate_bytes || y.size() != coordinate_bytes)
        return std::nullopt;
    std::string point{'\x04'};
    point.append(x).append(y);
    const auto builder = made(Builder{OSSL_PARAM_BLD_new()});
    if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1",
                                        0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1)
        throw std::bad_alloc();
    auto key = build("EC", builder.get());
    return key && lies_on_curve(key.get()) ? std::optional{PublicKey{Type::p256, std::move(key)}}
                                           : std::nullopt;
}

std::optional<PublicKey> PublicKey::ed25519(std::string_view bytes)
{
    if (bytes.size() != ed25519_key_bytes)
        return std::nullopt;
    std::shared_ptr<EVP_PKEY> key{
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, as_bytes(bytes), bytes.size()),
        EVP_PKEY_free};
    return key ? std::optional{PublicKey{Type::ed25519, std::move(key)}} : std::nullopt;
}

std::optional<PublicKey> PublicKey::rsa(std::string_view modulus, std::string_view exponent)
{
    if (modulus.size() < rsa_bytes_min || modulus.size() > rsa_bytes_max || exponent.empty() ||
        exponent.size() > exponent_bytes_max)
        return std::nullopt;
    const auto n = number_of(modulus);
    const auto e = number_of(exponent);
    if (BN_num_bits(n.get()) < static_cast<int>(8 * rsa_bytes_min) || !BN_is_odd(n.get()) ||
        !BN_is_odd(e.get()) || BN_is_one(e.get()))
        return std::nullopt;
    const auto builder = made(Builder{OSSL_PARAM_BLD_new()});
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        throw std::bad_alloc();
    // OpenSSL's own check would look for factors of the modulus: long work that a stranger orders,
    // to learn only that somebody made a bad key for themselves.
    auto key = build("RSA", builder.get());
    return key ? std::optional{PublicKey{Type::rsa, std::move(key)}} : std::nullopt;
}

bool PublicKey::verify(SignatureForm form, std::string_view message,
                       std::string_view signature) const
{
    if (type_for(form) != type_ || signature.empty() || signature.size() > rsa_bytes_max)
        return false;
    if (form == SignatureForm::ed25519 && signature.size() != ed25519_signature_bytes)
        return false;
    if (form != SignatureForm::es256_joined)
        return verify_with(key_.get(), form, message, signature);
    const auto der = der_of(signature);
    return !der.empty() && verify_with(key_.get(), form, message, der);
}

} // namespace masthead::crypto
