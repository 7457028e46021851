#include "core/crypto/p256_key.hpp"

#include "core/crypto/aes_gcm.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/hkdf.hpp"
#include "core/crypto/public_key.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::crypto {

namespace {

std::string from_hex(std::string_view hex)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
    return bytes;
}

std::string from_text(std::string_view text)
{
    return parse_base64url(text).value();
}

// The order of the curve, as FIPS 186-4 (D.1.2.3) has it.
constexpr std::string_view order =
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

std::string changed(std::string bytes, std::size_t at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    return bytes;
}

} // namespace

TEST_CASE("two keys agree on the secret of RFC 8291, appendix A, from either side")
{
    const auto ours =
        P256Key::from_number(from_text("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
    const auto theirs =
        P256Key::from_number(from_text("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"));
    REQUIRE(ours.has_value());
    REQUIRE(theirs.has_value());
    CHECK(base64url(ours->public_point()) == "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCY"
                                             "LocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    const auto secret = from_text("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
    CHECK(ours->agree_with(theirs->public_point()) == secret);
    CHECK(theirs->agree_with(ours->public_point()) == secret);
}

TEST_CASE("no secret is agreed on with what is no point of the curve")
{
    const auto key = P256Key::random();
    const auto point = P256Key::random().public_point();
    CHECK(is_p256_point(point));
    for (const auto& bad : {std::string{}, std::string(65, '\0'), changed(point, 64),
                            changed(point, 1), changed(point, 0), point + '\0', point.substr(0, 64),
                            '\x02' + point.substr(1, 32), '\x06' + point.substr(1),
                            '\x04' + std::string(64, '\0'), '\x04' + std::string(64, '\xff')}) {
        CAPTURE(base64url(bad));
        CHECK_FALSE(is_p256_point(bad));
        CHECK_FALSE(key.agree_with(bad).has_value());
    }
}

TEST_CASE("a key's number lies between zero and the order of the curve")
{
    CHECK_FALSE(P256Key::from_number(std::string(32, '\0')).has_value());
    CHECK_FALSE(P256Key::from_number(from_hex(order)).has_value());
    CHECK_FALSE(P256Key::from_number(std::string(32, '\xff')).has_value());
    CHECK_FALSE(P256Key::from_number(std::string(31, '\x01')).has_value());
    CHECK_FALSE(P256Key::from_number(std::string(33, '\x01')).has_value());
    auto last = from_hex(order);
    --last.back();
    CHECK(P256Key::from_number(last).has_value());
    CHECK(P256Key::from_number(std::string(31, '\0') + '\x01').has_value());
}

TEST_CASE("a secret gives the same key each time, and another one another")
{
    const auto secret = Key::random();
    const auto key = P256Key::from_secret(secret);
    CHECK(key.public_point() == P256Key::from_secret(secret).public_point());
    CHECK(key.public_point() != P256Key::from_secret(Key::random()).public_point());
    CHECK(is_p256_point(key.public_point()));
}

TEST_CASE("what a key signs, its public point verifies, and nothing else")
{
    const auto key = P256Key::random();
    const auto point = key.public_point();
    const auto known = PublicKey::p256(point.substr(1, 32), point.substr(33));
    REQUIRE(known.has_value());
    // Numbers with leading zeros must keep their 32 bytes; one in 128 signatures has one.
    for (int i = 0; i < 300; ++i) {
        const auto message = "message " + std::to_string(i);
        const auto signature = key.sign(message);
        REQUIRE(signature.size() == 64);
        REQUIRE(known->verify(SignatureForm::es256_joined, message, signature));
    }
    CHECK_FALSE(known->verify(SignatureForm::es256_joined, "b", key.sign("a")));
    CHECK_FALSE(known->verify(SignatureForm::es256_joined, "a", P256Key::random().sign("a")));
}

TEST_CASE("keys are derived as RFC 5869 shows it, up to one block")
{
    const auto key = hkdf(from_hex("000102030405060708090a0b0c"), std::string(22, '\x0b'),
                          from_hex("f0f1f2f3f4f5f6f7f8f9"), 32);
    CHECK(key == from_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
    CHECK(hkdf({}, std::string(22, '\x0b'), {}, 16) ==
          from_hex("8da4e775a563c18f715f802a063c5a31"));
}

TEST_CASE("AES-128-GCM gives the cipher texts of its specification")
{
    const std::string zeros(16, '\0');
    CHECK(encrypt_aes128_gcm(zeros, zeros.substr(0, 12), "") ==
          from_hex("58e2fccefa7e3061367f1d57a4e7455a"));
    CHECK(encrypt_aes128_gcm(zeros, zeros.substr(0, 12), zeros) ==
          from_hex("0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"));
}

} // namespace masthead::crypto
