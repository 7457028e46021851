#include "core/text/unicode_forms.hpp"

#include <doctest/doctest.h>

namespace masthead {

TEST_CASE("forms of Unicode make equal what people see as equal")
{
    CHECK(to_nfc("e\xcc\x81") == "\xc3\xa9");
    CHECK(to_nfc("\xef\xac\x81") == "\xef\xac\x81"); // a ligature is another character
    CHECK(to_nfkc("\xef\xac\x81x") == "fix");
    CHECK(to_nfkc("\xef\xbc\xa1") == "A");
    CHECK(fold_case("STRASSE \xc3\x84") == fold_case("stra\xc3\x9f"
                                                     "e \xc3\xa4"));
    CHECK(to_nfc("a\xff"
                 "b") == "a\xef\xbf\xbd"
                         "b");
    CHECK(to_nfc("") == "");
}

TEST_CASE("a domain has one ASCII form, and what is no domain has none")
{
    CHECK(domain_to_ascii("Example.ORG") == "example.org");
    CHECK(domain_to_ascii("b\xc3\xbc"
                          "cher.example") == "xn--bcher-kva.example");
    CHECK(domain_to_ascii("fa\xc3\x9f.example") == "xn--fa-hia.example");
    CHECK_FALSE(domain_to_ascii(""));
    CHECK_FALSE(domain_to_ascii("a..b"));
    CHECK_FALSE(domain_to_ascii("under_score.example"));
    CHECK_FALSE(domain_to_ascii("-dash.example"));
    CHECK_FALSE(domain_to_ascii(std::string(64, 'a') + ".example"));
    CHECK(domain_to_ascii(std::string(63, 'a') + ".example"));
}

TEST_CASE("characters are counted as people count them")
{
    CHECK(count_characters("") == 0);
    CHECK(count_characters("Ada") == 3);
    CHECK(count_characters("e\xcc\x81") == 1);
    CHECK(count_characters("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80") == 1); // an astronaut
}

} // namespace masthead
