#include "core/crypto/p256_key.hpp"

#include "core/base/check.hpp"
#include "core/crypto/hkdf.hpp"
#include "core/crypto/openssl_parts.hpp"
#include "core/crypto/public_key.hpp"
#include "core/crypto/ready.hpp"

#include <array>
#include <stdexcept>

namespace masthead::crypto {

namespace {

constexpr std::size_t number_bytes = 32;
constexpr char curve[] = "prime256v1";
constexpr unsigned char uncompressed = 4;

// A number out of range comes once in 2^32 secrets.
constexpr char number_tries_max = 64;

[[noreturn]] void fail()
{
    throw std::runtime_error("OpenSSL cannot compute on the curve P-256");
}

EcGroup group()
{
    return made(EcGroup{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)});
}

std::string point_of(const BIGNUM* number)
{
    const auto on = group();
    const auto point = made(EcPoint{EC_POINT_new(on.get())});
    std::array<unsigned char, p256_point_bytes> bytes{};
    if (EC_POINT_mul(on.get(), point.get(), number, nullptr, nullptr, nullptr) != 1 ||
        EC_POINT_point2oct(on.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                           bytes.size(), nullptr) != bytes.size())
        fail();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::shared_ptr<EVP_PKEY> pair_of(const BIGNUM* number, std::string_view point)
{
    const auto builder = made(Builder{OSSL_PARAM_BLD_new()});
    if (OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number) != 1)
        fail();
    const auto params = made(Params{OSSL_PARAM_BLD_to_param(builder.get())});
    const auto context = made(Context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)});
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) != 1)
        fail();
    return {key, EVP_PKEY_free};
}

/// Somebody else's key; null where the bytes are no point of the curve.
PrivateKey read_point(EVP_PKEY* ours, std::string_view bytes)
{
    if (bytes.size() != p256_point_bytes || static_cast<unsigned char>(bytes[0]) != uncompressed)
        return nullptr;
    auto point = made(PrivateKey{EVP_PKEY_new()});
    if (EVP_PKEY_copy_parameters(point.get(), ours) != 1)
        fail();
    // Looks whether it lies on the curve.
    const int read = EVP_PKEY_set1_encoded_public_key(point.get(), as_bytes(bytes), bytes.size());
    return read == 1 ? std::move(point) : nullptr;
}

std::string join(const unsigned char* der, std::size_t length)
{
    const auto signature =
        made(EcSignature{d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(length))});
    std::array<unsigned char, 2 * number_bytes> joined{};
    if (BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), joined.data(), number_bytes) < 0 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), joined.data() + number_bytes,
                     number_bytes) < 0)
        fail();
    return {reinterpret_cast<const char*>(joined.data()), joined.size()};
}

} // namespace

bool is_p256_point(std::string_view bytes)
{
    return bytes.size() == p256_point_bytes &&
           static_cast<unsigned char>(bytes[0]) == uncompressed &&
           PublicKey::p256(bytes.substr(1, number_bytes), bytes.substr(1 + number_bytes));
}

P256Key P256Key::random()
{
    const PrivateKey made_key = made(PrivateKey{EVP_EC_gen(curve)});
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(made_key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &found) != 1)
        fail();
    const SecretNumber number{found};
    auto point = point_of(number.get());
    auto key = pair_of(number.get(), point);
    return {std::move(key), std::move(point)};
}

P256Key P256Key::from_secret(const Key& secret)
{
    for (char attempt = 0; attempt < number_tries_max; ++attempt) {
        const std::string info = std::string{"P-256 "} + attempt;
        if (auto key = from_number(hkdf({}, secret.view(), info, number_bytes)))
            return *key;
    }
    check_failed("a secret gives a number", __FILE__, __LINE__);
}

std::optional<P256Key> P256Key::from_number(std::string_view bytes)
{
    if (bytes.size() != number_bytes)
        return std::nullopt;
    const auto number =
        made(SecretNumber{BN_bin2bn(as_bytes(bytes), static_cast<int>(bytes.size()), nullptr)});
    const auto on = group();
    if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(on.get())) >= 0)
        return std::nullopt;
    auto point = point_of(number.get());
    auto key = pair_of(number.get(), point);
    return P256Key{std::move(key), std::move(point)};
}

std::optional<std::string> P256Key::agree_with(std::string_view point) const
{
    const auto peer = read_point(key_.get(), point);
    if (!peer)
        return std::nullopt;
    const auto context = made(Context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)});
    std::string secret(number_bytes, '\0');
    std::size_t length = secret.size();
    if (EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(secret.data()), &length) !=
            1 ||
        length != secret.size())
        fail();
    return secret;
}

std::string P256Key::sign(std::string_view message) const
{
    const auto context = made(DigestContext{EVP_MD_CTX_new()});
    std::array<unsigned char, 80> der{}; // two numbers of 33 bytes with their heads are 72
    std::size_t length = der.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), der.data(), &length, as_bytes(message), message.size()) != 1)
        fail();
    return join(der.data(), length);
}

} // namespace masthead::crypto
