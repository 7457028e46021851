#include "core/crypto/public_key.hpp"
#include "core/crypto/base64url.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::crypto {

namespace {

std::string bytes_of(std::string_view text)
{
    return parse_base64url(text).value();
}

// RFC 7515, appendix A.3.
const std::string es256_x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const std::string es256_y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const std::string es256_message =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
    "cnVlfQ";
const std::string es256_signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8IS"
                                    "lSApmWQxfKTUJqPP3-Kg6NU1Q";

// RFC 8037, appendix A.4.
const std::string ed25519_x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const std::string ed25519_message = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
const std::string ed25519_signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6"
                                      "dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

} // namespace

TEST_CASE("the signatures of the standards verify, and no others")
{
    const auto ec = PublicKey::p256(bytes_of(es256_x), bytes_of(es256_y));
    REQUIRE(ec);
    CHECK(ec->verify(SignatureForm::es256_joined, es256_message, bytes_of(es256_signature)));
    CHECK_FALSE(
        ec->verify(SignatureForm::es256_joined, es256_message + "x", bytes_of(es256_signature)));
    CHECK_FALSE(ec->verify(SignatureForm::es256_der, es256_message, bytes_of(es256_signature)));

    const auto ed = PublicKey::ed25519(bytes_of(ed25519_x));
    REQUIRE(ed);
    CHECK(ed->verify(SignatureForm::ed25519, ed25519_message, bytes_of(ed25519_signature)));
    CHECK_FALSE(
        ed->verify(SignatureForm::ed25519, ed25519_message + "x", bytes_of(ed25519_signature)));
}

TEST_CASE("a key verifies no form of another type of key")
{
    const auto ec = PublicKey::p256(bytes_of(es256_x), bytes_of(es256_y));
    const auto ed = PublicKey::ed25519(bytes_of(ed25519_x));
    const auto signature = bytes_of(es256_signature);
    for (const auto form : {SignatureForm::ed25519, SignatureForm::rs256, SignatureForm::ps256})
        CHECK_FALSE(ec->verify(form, es256_message, signature));
    for (const auto form : {SignatureForm::es256_joined, SignatureForm::es256_der,
                            SignatureForm::rs256, SignatureForm::ps256})
        CHECK_FALSE(ed->verify(form, ed25519_message, bytes_of(ed25519_signature)));
}

TEST_CASE("signatures of wrong lengths and of zeros are none")
{
    const auto ec = PublicKey::p256(bytes_of(es256_x), bytes_of(es256_y));
    const auto ed = PublicKey::ed25519(bytes_of(ed25519_x));
    for (const std::size_t length : {0U, 1U, 63U, 64U, 65U, 1'024U, 1'025U}) {
        const std::string zeros(length, '\0');
        CAPTURE(length);
        CHECK_FALSE(ec->verify(SignatureForm::es256_joined, es256_message, zeros));
        CHECK_FALSE(ec->verify(SignatureForm::es256_der, es256_message, zeros));
        CHECK_FALSE(ed->verify(SignatureForm::ed25519, ed25519_message, zeros));
    }
}

TEST_CASE("keys that cannot be are not made")
{
    const auto x = bytes_of(es256_x);
    auto off_curve = bytes_of(es256_y);
    off_curve.back() = static_cast<char>(off_curve.back() ^ 1);
    CHECK_FALSE(PublicKey::p256(x, off_curve));
    CHECK_FALSE(PublicKey::p256(std::string(32, '\0'), std::string(32, '\0')));
    CHECK_FALSE(PublicKey::p256(x.substr(1), x));
    CHECK_FALSE(PublicKey::ed25519(std::string(31, 'x')));
    CHECK_FALSE(PublicKey::ed25519(std::string(33, 'x')));

    const std::string exponent{"\x01\x00\x01", 3};
    std::string modulus(rsa_bytes_min, '\xff');
    CHECK(PublicKey::rsa(modulus, exponent));
    CHECK(PublicKey::rsa(std::string(rsa_bytes_max, '\xff'), exponent));
    CHECK_FALSE(PublicKey::rsa(std::string(rsa_bytes_min - 1, '\xff'), exponent));
    CHECK_FALSE(PublicKey::rsa(std::string(rsa_bytes_max + 1, '\xff'), exponent));
    CHECK_FALSE(PublicKey::rsa(modulus, ""));
    CHECK_FALSE(PublicKey::rsa(modulus, "\x01"));
    CHECK_FALSE(PublicKey::rsa(modulus, "\x04"));
    CHECK_FALSE(PublicKey::rsa(modulus, std::string("\x01\x00\x00\x00\x01", 5)));
    modulus.front() = '\0'; // a longer spelling of a shorter number
    CHECK_FALSE(PublicKey::rsa(modulus, exponent));
}

} // namespace masthead::crypto
