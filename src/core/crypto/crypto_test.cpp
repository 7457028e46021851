#include "core/base/text.hpp"
#include "core/crypto/base64url.hpp"
#include "core/crypto/key.hpp"
#include "core/crypto/qr_code.hpp"
#include "core/crypto/seal.hpp"
#include "core/crypto/sha256.hpp"
#include "core/crypto/token.hpp"
#include "core/crypto/totp.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace masthead::crypto {

namespace {

Key key_of(std::uint8_t id, std::uint8_t fill)
{
    Key::Bytes bytes{};
    bytes.fill(fill);
    return Key{id, bytes};
}

constexpr std::string_view rfc6238_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Time at_second(std::int64_t seconds)
{
    return from_ms(seconds * 1'000);
}

} // namespace

TEST_CASE("base64url has one spelling for every value")
{
    const std::vector<std::pair<std::string, std::string>> rows{{"", ""},
                                                                {"f", "Zg"},
                                                                {"fo", "Zm8"},
                                                                {"foo", "Zm9v"},
                                                                {"foob", "Zm9vYg"},
                                                                {"fooba", "Zm9vYmE"},
                                                                {"foobar", "Zm9vYmFy"},
                                                                {"\xfb\xff\xfe", "-__-"},
                                                                {std::string("\0\0", 2), "AAA"}};
    for (const auto& [bytes, text] : rows) {
        CAPTURE(text);
        CHECK(base64url(bytes) == text);
        CHECK(parse_base64url(text) == bytes);
    }
    for (const auto* wrong : {"Zg==", "Zh", "Zm9", "Z", "Zm9vY", "Zm9v\n", "+/+/", "Zm 9v"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_base64url(wrong));
    }
}

TEST_CASE("random tokens differ and are of full length")
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const auto token = random_token();
        CHECK(token.size() == 43);
        CHECK(parse_base64url(token)->size() == 32);
        seen.insert(token);
    }
    CHECK(seen.size() == 100);
}

TEST_CASE("codes have as many digits as asked for")
{
    std::set<char> digits;
    for (int i = 0; i < 100; ++i) {
        const auto code = random_digits(8);
        CHECK(code.size() == 8);
        digits.insert(code.begin(), code.end());
    }
    CHECK(digits == std::set<char>{'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'});
    CHECK(random_digits(18).size() == 18);
}

TEST_CASE("hashes are those of their standards")
{
    CHECK(token_hash("abc") == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    CHECK(hmac_hex("key", "The quick brown fox jumps over the lazy dog") ==
          "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    Sha256 stream;
    stream.add("a");
    stream.add("bc");
    CHECK(stream.finish_hex() ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(base64url(sha256("abc")) == "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    const auto key = key_of(1, 7);
    CHECK(hmac_hex(key, "text") == hmac_hex(std::string(32, '\7'), "text"));
    CHECK(hmac_hex(key, "text") != hmac_hex(key_of(1, 8), "text"));
}

TEST_CASE("comparison in constant time compares")
{
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("same", "same"));
    CHECK_FALSE(equal_in_constant_time("same", "sane"));
    CHECK_FALSE(equal_in_constant_time("same", "samey"));
    CHECK_FALSE(equal_in_constant_time("", "x"));
}

TEST_CASE("what is sealed can be unsealed, and equal texts seal differently")
{
    const auto key = Key::random();
    for (const auto& text : {std::string{}, std::string{"192.0.2.7"}, std::string(10'000, 'x')}) {
        const auto sealed = seal(key, text);
        CHECK(unseal(key, sealed) == text);
        CHECK(seal(key, text) != sealed);
    }
    CHECK(parse_base64url(seal(key, "192.0.2.7"))->find("192") == std::string::npos);
}

TEST_CASE("a sealed text with any bit changed is nothing")
{
    const auto key = Key::random();
    const auto bytes = *parse_base64url(seal(key, "192.0.2.7"));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        CAPTURE(i);
        CHECK_FALSE(unseal(key, base64url(changed)));
    }
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK_FALSE(unseal(key, base64url(bytes.substr(0, length))));
    CHECK_FALSE(unseal(key, "not base64!"));
}

TEST_CASE("a ring seals with its last key and unseals with every one")
{
    const auto old_key = key_of(1, 1);
    const auto new_key = key_of(2, 2);
    const KeyRing before{old_key};
    const KeyRing after{std::vector<Key>{old_key, new_key}};
    const auto sealed_before = seal(before, "old");
    const auto sealed_after = seal(after, "new");
    CHECK(unseal(after, sealed_before) == "old");
    CHECK(unseal(after, sealed_after) == "new");
    CHECK_FALSE(unseal(before, sealed_after));
    CHECK(unseal(new_key, sealed_after) == "new");
    // An id that was given twice is not enough to open anything.
    CHECK_FALSE(unseal(key_of(2, 3), sealed_after));
}

TEST_CASE("authenticator codes are those of RFC 6238")
{
    const std::vector<std::pair<std::int64_t, std::string>> rows{{59, "287082"},
                                                                 {1'111'111'109, "081804"},
                                                                 {1'111'111'111, "050471"},
                                                                 {1'234'567'890, "005924"},
                                                                 {2'000'000'000, "279037"},
                                                                 {20'000'000'000, "353130"}};
    for (const auto& [second, code] : rows) {
        CAPTURE(second);
        CHECK(totp::code_at(rfc6238_secret, at_second(second)) == code);
        std::int64_t last_step = 0;
        CHECK(totp::verify(rfc6238_secret, code, at_second(second), last_step));
        CHECK(last_step == second / 30);
    }
}

TEST_CASE("an authenticator code works once, and a half minute either way")
{
    const auto now = at_second(1'234'567'890);
    const auto code = totp::code_at(rfc6238_secret, now);
    struct Row {
        std::int64_t shift;
        bool works;
    };
    for (const auto [shift, works] :
         {Row{-60, false}, {-30, true}, {0, true}, {30, true}, {60, false}}) {
        std::int64_t last_step = 0;
        CAPTURE(shift);
        CHECK(totp::verify(rfc6238_secret, code, at_second(1'234'567'890 + shift), last_step) ==
              works);
    }
    std::int64_t last_step = 0;
    CHECK(totp::verify(rfc6238_secret, code, now, last_step));
    CHECK_FALSE(totp::verify(rfc6238_secret, code, now, last_step));
    const auto earlier = totp::code_at(rfc6238_secret, at_second(1'234'567'860));
    CHECK_FALSE(totp::verify(rfc6238_secret, earlier, now, last_step));
}

TEST_CASE("wrong authenticator codes and secrets move nothing")
{
    const auto now = at_second(59);
    for (const auto* wrong : {"", "287083", "28708", "2870820", "287082287082", "28708a"}) {
        std::int64_t last_step = 0;
        CAPTURE(wrong);
        CHECK_FALSE(totp::verify(rfc6238_secret, wrong, now, last_step));
        CHECK(last_step == 0);
    }
    std::int64_t last_step = 0;
    CHECK(totp::verify(rfc6238_secret, " 287 082 ", now, last_step));
    last_step = 0;
    CHECK_FALSE(totp::verify("", "287082", now, last_step));
    CHECK_FALSE(totp::verify("lower case", "287082", now, last_step));
    CHECK_FALSE(totp::verify(std::string(129, 'A'), "287082", now, last_step));
}

TEST_CASE("a new authenticator secret is what apps can read")
{
    const auto secret = totp::new_secret();
    CHECK(secret.size() == 32);
    CHECK(secret != totp::new_secret());
    CHECK(totp::code_at(secret, at_second(59)).size() == 6);
    CHECK(totp::otpauth_uri("The Ferry & Post", "ines@paper.example", "ABC") ==
          "otpauth://totp/The%20Ferry%20%26%20Post:ines%40paper.example?secret=ABC&issuer="
          "The%20Ferry%20%26%20Post&algorithm=SHA1&digits=6&period=30");
}

TEST_CASE("a QR code is one path inside its quiet zone")
{
    const auto code = make_qr_code("otpauth://totp/Paper:ines?secret=ABC");
    REQUIRE(code);
    CHECK(code->side >= 21 + 8);
    CHECK((code->side - 8 - 17) % 4 == 0);
    // The finder pattern in the corner is a line of seven dark squares.
    CHECK(code->path.rfind("M4 4h7v1h-7z", 0) == 0);
    CHECK(code->path.find_first_not_of("Mhvz-0123456789 ") == std::string::npos);
    CHECK_FALSE(make_qr_code(""));
    CHECK(make_qr_code(std::string(qr_text_bytes_max, 'x')));
    CHECK_FALSE(make_qr_code(std::string(qr_text_bytes_max + 1, 'x')));
}

} // namespace masthead::crypto
