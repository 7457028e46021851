#include "core/net/head_parser.hpp"
#include "core/net/second_reader.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <random>

using namespace masthead;
using namespace masthead::net;

namespace {

struct Case {
    const char* name;
    std::string text;
    int status;
};

int status_of(const std::string& text)
{
    const auto head = std::make_unique<ParsedHead>();
    return parse_head(text, *head);
}

std::string with(std::string_view lines)
{
    std::string text = "POST / HTTP/1.1\r\nHost: a\r\n";
    text += lines;
    return text += "\r\n";
}

std::string line(std::string_view request_line)
{
    std::string text{request_line};
    return text += "\r\nHost: a\r\n\r\n";
}

} // namespace

TEST_CASE("a plain head is taken apart")
{
    const std::string text = "GET /a?b=c HTTP/1.1\r\nHost: news.example:8080\r\nAccept-Encoding: "
                             "gzip\r\nX-Empty:\r\nX-Spaced: \t a b \t\r\n\r\n";
    const auto head = std::make_unique<ParsedHead>();
    REQUIRE(parse_head(text, *head) == 0);
    CHECK(head->request.verb == Verb::get);
    CHECK(head->request.target == "/a?b=c");
    CHECK(head->request.host == "news.example:8080");
    CHECK(head->request.field("accept-encoding") == "gzip");
    CHECK(head->request.field("x-empty") == "");
    CHECK(head->request.field("x-spaced") == "a b");
    CHECK(head->request.fields.size() == 4);
    CHECK(head->keep_alive);
    CHECK(head->framing == Framing::none);
}

TEST_CASE("request lines are accepted or refused by the letter")
{
    const Case cases[] = {
        {"plain", line("GET / HTTP/1.1"), 0},
        {"one empty line before", line("\r\nGET / HTTP/1.1"), 0},
        {"two empty lines before", line("\r\n\r\nGET / HTTP/1.1"), 400},
        {"lower-case method", line("get / HTTP/1.1"), 501},
        {"unknown method", line("BREW / HTTP/1.1"), 501},
        {"TRACE", line("TRACE / HTTP/1.1"), 405},
        {"CONNECT", line("CONNECT a:443 HTTP/1.1"), 405},
        {"no method", line(" / HTTP/1.1"), 400},
        {"bad method", line("G(T / HTTP/1.1"), 400},
        {"method of 33", line("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1"), 400},
        {"method of 32", line("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF / HTTP/1.1"), 501},
        {"two spaces", line("GET  / HTTP/1.1"), 400},
        {"space in target", line("GET /a b HTTP/1.1"), 400},
        {"trailing space", line("GET / HTTP/1.1 "), 400},
        {"tab", line("GET\t/ HTTP/1.1"), 400},
        {"no version", line("GET /"), 400},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"HTTP/3", line("GET / HTTP/3.0"), 505},
        {"HTTP/1.2", line("GET / HTTP/1.2"), 505},
        {"version without minor", line("GET / HTTP/1"), 400},
        {"version with space", line("GET / HTTP/ 1.1"), 400},
        {"lower-case version", line("GET / http/1.1"), 400},
        {"leading zero in version", line("GET / HTTP/01.1"), 400},
        {"long version", line("GET / HTTP/1.10"), 400},
        {"asterisk with GET", line("GET * HTTP/1.1"), 400},
        {"asterisk with OPTIONS", line("OPTIONS * HTTP/1.1"), 0},
        {"fragment", line("GET /a#b HTTP/1.1"), 400},
        {"backslash in path", line("GET /a\\b HTTP/1.1"), 400},
        {"backslash in query", line("GET /a?b\\c HTTP/1.1"), 0},
        {"control byte", line("GET /a\x01 HTTP/1.1"), 400},
        {"NUL", line(std::string("GET /\0 HTTP/1.1", 15)), 400},
        {"byte above ASCII", line("GET /caf\xc3\xa9 HTTP/1.1"), 400},
        {"relative", line("GET a HTTP/1.1"), 400},
        {"absolute", "GET http://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"absolute, other host", "GET http://b/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"absolute, user", "GET http://u@a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"absolute, other scheme", "GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bare CR", "GET / HTTP/1.1\rHost: a\r\n\r\n", 400},
    };
    for (const Case& one : cases) {
        CAPTURE(one.name);
        CHECK(status_of(one.text) == one.status);
    }
}

TEST_CASE("an absolute target gives its host and its path")
{
    const auto head = std::make_unique<ParsedHead>();
    REQUIRE(parse_head("GET HTTP://News.Example/x?y HTTP/1.1\r\nHost: news.example\r\n\r\n",
                       *head) == 0);
    CHECK(head->request.target == "/x?y");
    CHECK(head->request.host == "News.Example");
    REQUIRE(parse_head("GET http://news.example HTTP/1.0\r\n\r\n", *head) == 0);
    CHECK(head->request.target == "/");
    CHECK(head->request.host == "news.example");
}

TEST_CASE("fields that could be read in two ways are refused")
{
    const Case cases[] = {
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 0},
        {"two Hosts", with("Host: a\r\n"), 400},
        {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"list of Hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"Host with user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
        {"Host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"Host with bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", 400},
        {"Host with port 65536", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400},
        {"Host with port 65535", "GET / HTTP/1.1\r\nHost: a:65535\r\n\r\n", 0},
        {"IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0},
        {"unclosed IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
        {"space before colon", with("A : b\r\n"), 400},
        {"no colon", with("A b\r\n"), 400},
        {"no name", with(": b\r\n"), 400},
        {"bad name", with("A[: b\r\n"), 400},
        {"folded", with("A: b\r\n c\r\n"), 400},
        {"space first", "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", 400},
        {"bare LF", with("A: b\nC: d\r\n"), 400},
        {"bare CR in value", with("A: b\rC: d\r\n"), 400},
        {"NUL in value", with(std::string_view{"A: b\0c\r\n", 8}), 400},
        {"tab in value", with("A: b\tc\r\n"), 0},
        {"Latin-1 in value", with("A: caf\xe9\r\n"), 0},
        {"length", with("Content-Length: 5\r\n"), 0},
        {"two equal lengths", with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
        {"length list", with("Content-Length: 5, 5\r\n"), 400},
        {"length +5", with("Content-Length: +5\r\n"), 400},
        {"length -1", with("Content-Length: -1\r\n"), 400},
        {"length 005", with("Content-Length: 005\r\n"), 400},
        {"length 0x5", with("Content-Length: 0x5\r\n"), 400},
        {"length 1_0", with("Content-Length: 1_0\r\n"), 400},
        {"length of 19 digits", with("Content-Length: 1000000000000000000\r\n"), 400},
        {"empty length", with("Content-Length:\r\n"), 400},
        {"length after tab", with("Content-Length:\t5\r\n"), 400},
        {"chunked", with("Transfer-Encoding: chunked\r\n"), 0},
        {"Chunked", with("Transfer-Encoding: Chunked\r\n"), 0},
        {"chunked twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
         400},
        {"chunked, chunked", with("Transfer-Encoding: chunked, chunked\r\n"), 400},
        {"gzip, chunked", with("Transfer-Encoding: gzip, chunked\r\n"), 400},
        {"xchunked", with("Transfer-Encoding: xchunked\r\n"), 400},
        {"gzip", with("Transfer-Encoding: gzip\r\n"), 501},
        {"identity", with("Transfer-Encoding: identity\r\n"), 501},
        {"empty coding", with("Transfer-Encoding:\r\n"), 400},
        {"form feed before chunked", with("Transfer-Encoding: \fchunked\r\n"), 400},
        {"both", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
        {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"Transfer_Encoding", with("Transfer_Encoding: chunked\r\n"), 400},
        {"content_length", with("content_length: 5\r\n"), 400},
        {"GET with a body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", 400},
        {"GET with no bytes", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 0},
        {"GET chunked", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"Expect", with("Expect: 100-continue\r\n"), 0},
        {"Expect something else", with("Expect: 200-ok\r\n"), 417},
        {"Expect in HTTP/1.0", "POST / HTTP/1.0\r\nExpect: x\r\n\r\n", 0},
    };
    for (const Case& one : cases) {
        CAPTURE(one.name);
        CHECK(status_of(one.text) == one.status);
    }
}

TEST_CASE("the limits of a head hold at the limit and one past it")
{
    const auto target = [](std::size_t bytes) {
        std::string text = "GET /";
        text.append(bytes - 1, 'a');
        return line(text += " HTTP/1.1");
    };
    CHECK(status_of(target(limits::request_target_bytes_max)) == 0);
    CHECK(status_of(target(limits::request_target_bytes_max + 1)) == 414);
    const auto fields = [](std::size_t count) {
        std::string text = "GET / HTTP/1.1\r\nHost: a\r\n";
        for (std::size_t i = 1; i < count; ++i)
            text += "A: b\r\n";
        return text + "\r\n";
    };
    CHECK(status_of(fields(limits::request_fields_max)) == 0);
    CHECK(status_of(fields(limits::request_fields_max + 1)) == 431);
    const auto head = [](std::size_t bytes) {
        std::string text = "GET / HTTP/1.1\r\nHost: a\r\nA: ";
        text.append(bytes - text.size() - 4, 'b');
        return text + "\r\n\r\n";
    };
    HeadScanner scanner;
    CHECK(scanner.scan(head(limits::request_head_bytes_max)) == HeadScanner::State::complete);
    scanner.reset();
    CHECK(scanner.scan(head(limits::request_head_bytes_max + 1)) == HeadScanner::State::refused);
    CHECK(scanner.refusal() == 431);
}

TEST_CASE("persistence follows version and Connection")
{
    const auto persists = [](const std::string& text) {
        const auto head = std::make_unique<ParsedHead>();
        REQUIRE(parse_head(text, *head) == 0);
        return head->keep_alive;
    };
    CHECK(persists(with("")));
    CHECK_FALSE(persists(with("Connection: close\r\n")));
    CHECK_FALSE(persists(with("Connection: keep-alive, Close\r\n")));
    CHECK_FALSE(persists(with("Connection: upgrade\r\nConnection: close\r\n")));
    CHECK_FALSE(persists("GET / HTTP/1.0\r\n\r\n"));
    CHECK(persists("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
}

TEST_CASE("a head that arrives byte by byte ends where it ends")
{
    const std::string text = line("GET /story/ HTTP/1.1");
    HeadScanner scanner;
    for (std::size_t size = 1; size < text.size(); ++size)
        REQUIRE(scanner.scan({text.data(), size}) == HeadScanner::State::incomplete);
    REQUIRE(scanner.scan(text + "GET / HT") == HeadScanner::State::complete);
    CHECK(scanner.head_bytes() == text.size());
}

TEST_CASE("what cannot become a head is refused before it ends")
{
    const Case cases[] = {
        {"bare LF", "GET / HTTP/1.1\nHost: a\n", 400},
        {"HTTP/0.9", "GET /\r\n", 400},
        {"endless method", std::string(40, 'A'), 400},
        {"endless target", "GET /" + std::string(9'000, 'a'), 414},
        {"endless field", line("GET / HTTP/1.1").substr(0, 16) + std::string(20'000, 'a'), 431},
        {"garbage", "\x16\x03\x01\x02\n", 400},
        {"preface", "PRI * HTTP/2.0\r\n", 505},
    };
    for (const Case& one : cases) {
        CAPTURE(one.name);
        HeadScanner scanner;
        REQUIRE(scanner.scan(one.text) == HeadScanner::State::refused);
        CHECK(scanner.refusal() == one.status);
    }
}

TEST_CASE("what the first reader accepts, the second reads alike")
{
    // Mutations of good heads: whatever slips through our reader must mean the same to Beast's.
    const std::string seeds[] = {
        "GET /a/b?c=d HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 17\r\nExpect: 100-continue\r\n\r\n",
        "PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\nConnection: "
        "keep-alive\r\n\r\n",
        "HEAD http://a/ HTTP/1.0\r\nConnection: Keep-Alive\r\nA: \t b\r\n\r\n"};
    constexpr std::string_view bytes = "\r\n \t:,;0195aAzZ_-/%#\\*\"[]@\x01\x7f\xc3=?.";
    std::mt19937 chance{42};
    const auto head = std::make_unique<ParsedHead>();
    int accepted = 0;
    for (int i = 0; i < 60'000; ++i) {
        std::string text = seeds[chance() % std::size(seeds)];
        for (unsigned changes = chance() % 3 + 1; changes > 0; --changes) {
            const auto at = chance() % text.size();
            const char byte = bytes[chance() % bytes.size()];
            switch (chance() % 3) {
            case 0: text[at] = byte; break;
            case 1: text.insert(at, 1, byte); break;
            default: text.erase(at, 1);
            }
        }
        HeadScanner scanner;
        if (scanner.scan(text) != HeadScanner::State::complete)
            continue;
        const auto whole = std::string_view{text}.substr(0, scanner.head_bytes());
        if (parse_head(whole, *head) != 0)
            continue;
        ++accepted;
        CAPTURE(text);
        REQUIRE(second_reader_agrees(whole, *head));
    }
    CHECK(accepted > 1'000);
}
