#include "core/mail/message.hpp"

#include "core/base/text.hpp"
#include "core/mail/encoding.hpp"

#include <doctest/doctest.h>

namespace masthead::smtp {

namespace {

Message sign_in_mail()
{
    Message message;
    message.from = {*parse_address("news@herald.example"), "The Herald"};
    message.to = {*parse_address("ada@example.org"), ""};
    message.subject = "Your sign-in link";
    message.text = "Hello\n";
    message.html = "<p>Hello</p>\n";
    message.language = "en";
    message.id = "7";
    message.date = *parse_rfc3339("2026-11-24T09:05:03Z");
    return message;
}

std::size_t longest_line(std::string_view text)
{
    std::size_t longest = 0;
    for (auto line : split(text, '\n'))
        longest = std::max(longest, line.size() - (line.ends_with('\r') ? 1 : 0));
    return longest;
}

} // namespace

TEST_CASE("an address is one name at one domain, and nothing beside it")
{
    CHECK(parse_address("ada+news@Example.ORG")->text() == "ada+news@example.org");
    CHECK(parse_address("o'neill@example.org").has_value());
    CHECK(parse_address("ada@b\xc3\xbc"
                        "cher.example")
              ->domain == "xn--bcher-kva.example");
    CHECK(parse_address("j\xc3\xb6rg@example.org").has_value());
    for (const std::string_view wrong : {"",
                                         "@",
                                         "ada",
                                         "ada@",
                                         "@example.org",
                                         "a b@example.org",
                                         "a@exa mple.org",
                                         "<a@b.example>",
                                         "a@b.example,c@d.example",
                                         "a@b@c.example",
                                         "\"a\"@example.org",
                                         ".a@example.org",
                                         "a.@example.org",
                                         "a..b@example.org",
                                         "a@[127.0.0.1]",
                                         "a@example.org\r\nBcc: c@d.example",
                                         "a\r\n@example.org",
                                         "a@under_score.example",
                                         "a\xff@example.org",
                                         "a\xc2\x85@example.org",
                                         "a@example.org\t",
                                         "a\x7f@example.org",
                                         "a(b)@example.org",
                                         "a;b@example.org"})
        CHECK_MESSAGE(parse_address(wrong).has_error(), wrong);
    CHECK(parse_address(std::string_view{"a\0@example.org", 14}).has_error());
}

TEST_CASE("an address at its limits is read, one past them refused")
{
    const std::string local(64, 'a');
    const std::string label(63, 'd');
    const auto at = [](std::string name, const std::string& domain) {
        name += '@';
        name += domain;
        return parse_address(name);
    };
    CHECK(at(local, "example.org").has_value());
    CHECK(at('a' + local, "example.org").has_error());
    const auto domain = label.substr(4) + '.' + label + '.' + label.substr(6) + ".example";
    REQUIRE(local.size() + 1 + domain.size() == address_bytes_max);
    CHECK(at(local, domain).has_value());
    CHECK(at(local, 'd' + domain).has_error());
}

TEST_CASE("a control character in any field refuses the mail, so that no header can be added")
{
    const std::string bad[] = {"a\r\nBcc: eve@example.net",
                               "a\nb",
                               "a\rb",
                               std::string{"a\0b", 3},
                               "a\x1b[31m",
                               "a\xc2\x9b",
                               "a\xe2\x80\xa8"
                               "b",
                               "a\xff"};
    for (const auto& text : bad) {
        auto message = sign_in_mail();
        message.subject = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.from.name = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.to.name = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.to.address.local = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.to.address.domain = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.id = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.language = text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
        message = sign_in_mail();
        message.unsubscribe = "https://herald.example/" + text;
        CHECK_MESSAGE(build_message(message).has_error(), text);
    }
    CHECK(build_message(sign_in_mail()).has_value());
}

TEST_CASE("a mail says what it is, to whom, from whom and when")
{
    auto message = sign_in_mail();
    message.unsubscribe = "https://herald.example/off";
    const auto bytes = *build_message(message);
    CHECK(bytes == "From: \"The Herald\"\r\n <news@herald.example>\r\n"
                   "To: <ada@example.org>\r\n"
                   "Subject: Your sign-in link\r\n"
                   "Date: Tue, 24 Nov 2026 09:05:03 +0000\r\n"
                   "Message-ID: <7@herald.example>\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Auto-Submitted: auto-generated\r\n"
                   "Content-Language: en\r\n"
                   "List-Unsubscribe:\r\n <https://herald.example/off>\r\n"
                   "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                   "Content-Type: multipart/alternative;\r\n boundary=\"=_7\"\r\n\r\n"
                   "--=_7\r\nContent-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello\r\n"
                   "--=_7\r\nContent-Type: text/html; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Hello</p>\r\n"
                   "--=_7--\r\n");
}

TEST_CASE("every line of a mail is short, whatever its texts")
{
    auto message = sign_in_mail();
    for (const std::string_view piece :
         {"x", "\xd9\x85\xd8\xb1", "word ", "=", "\xf0\x9f\x97\x9e"}) {
        std::string text;
        while (text.size() + piece.size() <= 190)
            text += piece;
        message.subject = trim(text);
        message.from.name = trim(text);
        message.text = text + text + '\n' + text;
        message.html = text + text;
        const auto bytes = build_message(message);
        REQUIRE_MESSAGE(bytes.has_value(), piece);
        CHECK_MESSAGE(longest_line(*bytes) <= 78, piece);
        CHECK_MESSAGE(std::ranges::all_of(*bytes, [](unsigned char byte) { return byte < 0x80; }),
                      piece);
    }
}

TEST_CASE("texts at their limits are sent, one past them refused")
{
    auto message = sign_in_mail();
    message.subject = std::string(subject_bytes_max, 's');
    message.from.name = std::string(name_bytes_max, 'n');
    message.html = std::string(part_bytes_max, 'h');
    CHECK(build_message(message).has_value());
    message.subject += 's';
    CHECK(build_message(message).has_error());
    message.subject.pop_back();
    message.html += 'h';
    CHECK(build_message(message).has_error());
}

TEST_CASE("quoted-printable keeps text readable and leaves relays nothing to change")
{
    CHECK(quoted_printable("caf\xc3\xa9 = 1\n") == "caf=C3=A9 =3D 1\r\n");
    CHECK(quoted_printable("end \nFrom me\n.\n") == "end=20\r\n=46rom me\r\n=2E\r\n");
    CHECK(quoted_printable("a\r\nb\n") == "a\r\nb\r\n");
    CHECK(quoted_printable("lone\rreturn\n") == "lone=0Dreturn\r\n");
    const std::string long_line(80, 'a');
    const auto broken = quoted_printable(long_line);
    CHECK(broken.find("=\r\n") == 75);
    CHECK(broken.size() == 80 + 3 + 2);
}

TEST_CASE("headers beyond ASCII, long ones and those that look encoded become encoded words")
{
    CHECK(header_text("Plain words", 9) == "Plain words");
    CHECK(header_text("Gr\xc3\xbc\xc3\x9f"
                      "e",
                      9) == "=?UTF-8?B?R3LDvMOfZQ==?=");
    CHECK(header_text("=?UTF-8?B?eA==?=", 9).starts_with("=?UTF-8?B?PT9"));
    CHECK(header_text("two  spaces", 9).starts_with("=?UTF-8?B?"));
    CHECK(header_phrase("The \"Herald\"", 6) == R"("The \"Herald\"")");
    CHECK(header_phrase("Z\xc3\xbcri", 6) == "=?UTF-8?B?WsO8cmk=?=");
}

} // namespace masthead::smtp
