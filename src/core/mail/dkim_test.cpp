#include "core/mail/dkim.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <doctest/doctest.h>

#include <memory>

namespace masthead::smtp {

namespace {

std::string pem_of(EVP_PKEY* key)
{
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(bio, &bytes);
    std::string pem{bytes, static_cast<std::size_t>(size)};
    BIO_free(bio);
    EVP_PKEY_free(key);
    return pem;
}

std::string ed25519_key()
{
    return pem_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
}

std::string rsa_key(std::size_t bits)
{
    return pem_of(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
}

constexpr std::string_view mail = "From: \"The Herald\"\r\n <news@herald.example>\r\n"
                                  "To: <ada@example.org>\r\n"
                                  "Subject: Hello\r\n"
                                  "\r\n"
                                  "Words\r\n";
const auto noon = *parse_rfc3339("2026-11-24T12:00:00Z");

} // namespace

// That the signatures are right is checked by another's program in tests/system/mail_test.py.
TEST_CASE("a signed mail is the mail behind one more field, and what is covered changes it")
{
    DkimSigner signer{{"herald.example", "autumn", ed25519_key()}};
    const auto signed_mail = signer.sign(mail, noon);
    REQUIRE(signed_mail.starts_with("DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;"));
    CHECK(signed_mail.ends_with("\r\n" + std::string{mail}));
    CHECK(signed_mail.find("t=1795521600") != std::string::npos);
    CHECK(signed_mail.find("\n") > 0);
    for (std::size_t at = signed_mail.find('\n'); at != std::string::npos;
         at = signed_mail.find('\n', at + 1))
        CHECK(signed_mail[at - 1] == '\r');
    CHECK(signer.sign(mail, noon) == signed_mail);
    std::string other{mail};
    other.replace(other.find("Words"), 5, "Wards");
    CHECK_FALSE(signer.sign(other, noon).ends_with(signed_mail.substr(0, 200)));
    CHECK(signer.sign(other, noon).substr(0, 400) != signed_mail.substr(0, 400));
}

TEST_CASE("an RSA key signs from 2048 bits on")
{
    DkimSigner signer{{"herald.example", "autumn", rsa_key(2'048)}};
    CHECK(signer.sign(mail, noon).starts_with("DKIM-Signature: v=1; a=rsa-sha256;"));
    CHECK_THROWS_AS((DkimSigner{{"herald.example", "autumn", rsa_key(1'024)}}), std::runtime_error);
}

TEST_CASE("a key, domain or selector of no use is refused before the first mail")
{
    CHECK_THROWS_AS((DkimSigner{{"herald.example", "autumn", ""}}), std::runtime_error);
    CHECK_THROWS_AS((DkimSigner{{"herald.example", "autumn", "-----BEGIN PRIVATE KEY-----"}}),
                    std::runtime_error);
    CHECK_THROWS_AS((DkimSigner{{"herald example", "autumn", ed25519_key()}}), std::runtime_error);
    CHECK_THROWS_AS((DkimSigner{{"herald.example", "a; b", ed25519_key()}}), std::runtime_error);
    CHECK_THROWS_AS((DkimSigner{{"herald.example", "", ed25519_key()}}), std::runtime_error);
}

} // namespace masthead::smtp
