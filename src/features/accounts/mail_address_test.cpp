#include "features/accounts/mail_address.hpp"

#include "result_words.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::accounts {

TEST_CASE("an address has one key however it is spelt, and is shown as it was written")
{
    const auto address = parse_mail("  Ada.Plinth@News.EXAMPLE ");
    REQUIRE(address);
    CHECK(address->shown == "Ada.Plinth@News.EXAMPLE");
    CHECK(address->key == "ada.plinth@news.example");
    CHECK(address->domain == "news.example");
    CHECK(parse_mail("zo\xc3\xab@b\xc3\xbc"
                     "cher.example")
              ->key == "zo\xc3\xab@xn--bcher-kva.example");
    CHECK(parse_mail("zoe\xcc\x88@xn--bcher-kva.example")->key == parse_mail("ZO\xc3\x8b@B\xc3\x9c"
                                                                             "CHER.example")
                                                                      ->key);
}

TEST_CASE("tags and dots make another address but the same alias")
{
    const auto plain = parse_mail("ada.plinth@gmail.com");
    const auto tagged = parse_mail("adaplinth+news@googlemail.com");
    CHECK(plain->key != tagged->key);
    CHECK(plain->alias_key == tagged->alias_key);
    CHECK(parse_mail("a.b@paper.example")->alias_key != parse_mail("ab@paper.example")->alias_key);
    CHECK(parse_mail("ab+x@paper.example")->alias_key == parse_mail("ab@paper.example")->alias_key);
}

TEST_CASE("what is no person's address is refused")
{
    const std::string_view wrong[] = {
        "",
        "ada",
        "@news.example",
        "ada@",
        "ada@localhost",
        "ada@10.0.0.1",
        "ada@[10.0.0.1]",
        "a b@news.example",
        "a@b@news.example",
        "\"a\"@news.example",
        ".a@news.example",
        "a.@news.example",
        "a..b@news.example",
        "ada@news..example",
        "ada@-news.example",
        "ada@news.example\r\nBcc: eve@evil.example",
        "ada,eve@evil.example",
        "ada@news.example>",
        "ada\xe2\x80\x8b@news.example", // zero-width space
        "ada\xe2\x80\xae@news.example", // direction override
        "ada\xc2\xad@news.example",     // soft hyphen
        "ada\xff@news.example",         // no UTF-8
    };
    for (const auto text : wrong) {
        CAPTURE(text);
        const auto address = parse_mail(text);
        REQUIRE_FALSE(address);
        CHECK(address.error().message_key == "mail.invalid");
    }
}

TEST_CASE("a letter that becomes ASCII in lower case does not pass for its plain namesake")
{
    CHECK_FALSE(parse_mail("\xe2\x84\xaa"
                           "im@news.example"));          // the Kelvin sign for K
    CHECK_FALSE(parse_mail("\xc4\xb0van@news.example")); // dotted capital I
    // Long s and sharp s stay what they are.
    CHECK(parse_mail("\xc5\xbfmith@news.example")->key != parse_mail("smith@news.example")->key);
    CHECK(parse_mail("stra\xc3\x9f"
                     "e@news.example")
              ->key != parse_mail("strasse@news.example")->key);
}

TEST_CASE("an address at the limits is taken and one past them is refused")
{
    const std::string local(mail_local_bytes_max, 'a');
    CHECK(parse_mail(local + "@news.example"));
    CHECK(parse_mail(local + "a@news.example").error().message_key == "mail.too_long");

    const std::string label(62, 'b');
    const auto domain = label + '.' + label + '.' + label; // 188 bytes
    CHECK(parse_mail(local + '@' + domain));               // 253
    CHECK(parse_mail(local + '@' + domain + 'b'));         // 254
    CHECK(parse_mail(local + '@' + 'b' + domain + 'b').error().message_key == "mail.too_long");
}

} // namespace masthead::accounts
