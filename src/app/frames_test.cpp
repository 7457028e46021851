#include "app/frames.hpp"

#include <doctest/doctest.h>

#include <random>

namespace masthead::app {

TEST_CASE("frames arrive whole however the bytes are cut")
{
    const std::string long_text(frame_bytes_max, 'x');
    const auto bytes = encode_frame(FrameKind::text, "hello") +
                       encode_frame(FrameKind::report, long_text) +
                       encode_frame(FrameKind::exit, "0");
    for (const std::size_t step :
         {std::size_t{1}, std::size_t{7}, std::size_t{4'096}, bytes.size()}) {
        FrameReader reader;
        std::vector<Frame> frames;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            reader.feed(std::string_view{bytes}.substr(at, step));
            for (auto frame = reader.next(); *frame; frame = reader.next())
                frames.push_back(std::move(**frame));
        }
        REQUIRE(frames.size() == 3);
        CHECK(frames[0].payload == "hello");
        CHECK(frames[1].payload == long_text);
        CHECK(frames[2].kind == FrameKind::exit);
    }
}

TEST_CASE("a frame past the limit or of an unknown kind is refused by its head alone")
{
    auto at_limit = encode_frame(FrameKind::text, std::string(frame_bytes_max, 'x'));
    FrameReader fits;
    fits.feed(at_limit);
    CHECK(fits.next()->has_value());

    const std::size_t over = frame_bytes_max + 1;
    std::string head{"T"};
    for (int shift = 0; shift < 32; shift += 8)
        head += static_cast<char>((over >> shift) & 0xff);
    FrameReader past;
    past.feed(head);
    CHECK(past.next().has_error());

    FrameReader unknown;
    unknown.feed("G");
    CHECK(unknown.next().has_error());
}

TEST_CASE("words come back as they were sent")
{
    const std::vector<std::string> words{"import", "", "/tmp/a b.xml", "zwei\nZeilen", "\xff"};
    CHECK(*decode_words(*encode_words(words)) == words);
    CHECK(decode_words(*encode_words({}))->empty());
}

TEST_CASE("words are refused past each limit and taken at it")
{
    CHECK(encode_words({std::string(word_bytes_max, 'a')}).has_value());
    CHECK(encode_words({std::string(word_bytes_max + 1, 'a')}).has_error());
    CHECK(encode_words(std::vector<std::string>(words_max, "w")).has_value());
    CHECK(encode_words(std::vector<std::string>(words_max + 1, "w")).has_error());
    CHECK(
        encode_words(std::vector<std::string>(100, std::string(word_bytes_max, 'a'))).has_error());
    CHECK(encode_words({std::string{"a\0b", 3}}).has_error());

    std::string payload;
    for (std::size_t i = 0; i < words_max; ++i)
        payload += std::string{"w\0", 2};
    CHECK(decode_words(payload)->size() == words_max);
    CHECK(decode_words(payload + std::string{"w\0", 2}).has_error());
    CHECK(decode_words(std::string(word_bytes_max, 'a') + '\0').has_value());
    CHECK(decode_words(std::string(word_bytes_max + 1, 'a') + '\0').has_error());
    CHECK(decode_words("unfinished").has_error());
}

TEST_CASE("progress comes back as it was sent and nonsense does not come at all")
{
    const Progress progress{"reading a: b.xml", 17, 1'000, "stories", 12};
    CHECK(*decode_progress(encode_progress(progress)) == progress);
    CHECK_FALSE(decode_progress(""));
    CHECK_FALSE(decode_progress(std::string_view{"1\0x\0003\0u\0p", 9}));
    CHECK_FALSE(decode_progress(std::string_view{"1\0002\0003\0u", 7}));
    CHECK_FALSE(decode_progress(std::string_view{"1\0002\0003\0u\0p\0q", 11}));
}

TEST_CASE("random bytes never give a frame that is longer than they are")
{
    std::mt19937 random{20261123};
    constexpr std::string_view letters = "WTEPRX\0\1\2\xff";
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(random() % 64, '\0');
        for (auto& byte : bytes)
            byte = random() % 3 != 0 ? letters[random() % letters.size()]
                                     : static_cast<char>(random() % 256);
        FrameReader reader;
        std::size_t given = 0;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto step = 1 + random() % 9;
            reader.feed(std::string_view{bytes}.substr(at, step));
            at += step;
            auto frame = reader.next();
            while (frame && *frame) {
                given += 5 + (*frame)->payload.size();
                decode_words((*frame)->payload).has_value();
                decode_progress((*frame)->payload).has_value();
                frame = reader.next();
            }
        }
        CHECK(given <= bytes.size());
    }
}

} // namespace masthead::app
