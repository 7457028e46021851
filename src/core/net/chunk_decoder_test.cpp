#include "core/net/chunk_decoder.hpp"

#include <doctest/doctest.h>

using masthead::net::ChunkDecoder;
using State = ChunkDecoder::State;

namespace {

struct Outcome {
    State state;
    std::string body;
    std::size_t consumed;
};

Outcome decode(std::string_view input, std::size_t body_max = 1'000'000)
{
    ChunkDecoder decoder{body_max};
    Outcome outcome{};
    outcome.state = decoder.decode(input, outcome.body, outcome.consumed);
    return outcome;
}

} // namespace

TEST_CASE("chunks are joined and what follows is left")
{
    const auto outcome =
        decode("5\r\nhello\r\nA;x=\"y\"\r\n, newsroom\r\n0\r\nX-Sum: 1\r\n\r\nGET /");
    CHECK(outcome.state == State::done);
    CHECK(outcome.body == "hello, newsroom");
    CHECK(outcome.consumed == 46);
}

TEST_CASE("a body that arrives byte by byte is the same body")
{
    const std::string input = "3\r\nabc\r\n00000002;e\r\nde\r\n0\r\nA: b\r\n\r\n";
    ChunkDecoder decoder{10};
    std::string body;
    for (std::size_t i = 0; i < input.size(); ++i) {
        std::size_t consumed = 0;
        const auto state = decoder.decode({&input[i], 1}, body, consumed);
        REQUIRE(state == (i + 1 == input.size() ? State::done : State::more));
        REQUIRE(consumed == 1);
    }
    CHECK(body == "abcde");
}

TEST_CASE("anything but the grammar is malformed")
{
    for (const char* input : {"\r\n",
                              " 5\r\nhello\r\n",
                              "+5\r\nhello\r\n",
                              "-1\r\n",
                              "0x5\r\nhello\r\n",
                              "1_0\r\n",
                              "5 \r\nhello\r\n",
                              "5\nhello\r\n",
                              "5\r\nhello!!\r\n0\r\n\r\n",
                              "5\r\nhello\n0\r\n\r\n",
                              "5\r\nhello0\r\n\r\n",
                              "000000005\r\nhello\r\n",
                              "FFFFFFFFFFFFFFFF0\r\n",
                              "5;\nhello\r\n",
                              "5;a\rX\r\nhello\r\n",
                              "5;\x01\r\nhello\r\n",
                              "0\r\nContent-Length: 5\r\n\r\n",
                              "0\r\nhost: a\r\n\r\n",
                              "0\r\nA : b\r\n\r\n",
                              "0\r\n folded\r\n\r\n",
                              "0\r\nA\r\n\r\n",
                              "0\r\n\rX",
                              "g\r\n"}) {
        CAPTURE(input);
        CHECK(decode(input).state == State::malformed);
    }
}

TEST_CASE("a body is refused at the first byte past its limit")
{
    CHECK(decode("5\r\nhello\r\n0\r\n\r\n", 5).state == State::done);
    const auto past = decode("6\r\nhello!\r\n0\r\n\r\n", 5);
    CHECK(past.state == State::too_large);
    CHECK(past.body.empty());
    CHECK(decode("5\r\nhello\r\n1\r\n!\r\n", 5).state == State::too_large);
    CHECK(decode("FFFFFFFF\r\n", 5).state == State::too_large);
}

TEST_CASE("extensions and trailers are bounded")
{
    const auto with_extension = [](std::size_t bytes) {
        return decode("0;" + std::string(bytes - 1, 'x') + "\r\n\r\n").state;
    };
    CHECK(with_extension(ChunkDecoder::overhead_bytes_max) == State::done);
    CHECK(with_extension(ChunkDecoder::overhead_bytes_max + 1) == State::malformed);
    CHECK(decode("0\r\nA: " + std::string(20'000, 'x')).state == State::malformed);
}
