#include "surfaces/forum/writing.hpp"

#include <doctest/doctest.h>

namespace masthead::forum {

TEST_CASE("a form's moment is believed only as we signed it, and for a day")
{
    const auto keys = crypto::random_keys();
    const auto now = *parse_rfc3339("2026-11-23T12:00:00Z");
    const auto token = started_token(keys, now);
    CHECK(writing_time(keys, token, now + std::chrono::seconds{7}) == Milliseconds{7'000});
    CHECK(writing_time(keys, token, now + std::chrono::hours{24}).has_value());
    CHECK_FALSE(writing_time(keys, token, now + std::chrono::hours{24} + Milliseconds{1}));
    CHECK_FALSE(writing_time(keys, token, now - Milliseconds{1}));
    CHECK_FALSE(writing_time(keys, "", now));
    CHECK_FALSE(writing_time(keys, "1.", now));
    CHECK_FALSE(writing_time(keys, "1" + token, now));
    CHECK_FALSE(writing_time(crypto::random_keys(), token, now));
}

TEST_CASE("without a key, the same words at the same place are one submission for ten minutes")
{
    const auto keys = crypto::random_keys();
    const auto now = *parse_rfc3339("2026-11-23T12:00:00Z");
    Writing writing;
    writing.text = "Words";
    const auto key = submission_key(keys, writing, StoryId{1}, ReaderId{2}, now);
    CHECK(key ==
          submission_key(keys, writing, StoryId{1}, ReaderId{2}, now + std::chrono::minutes{9}));
    CHECK(key !=
          submission_key(keys, writing, StoryId{1}, ReaderId{2}, now + std::chrono::minutes{10}));
    CHECK(key != submission_key(keys, writing, StoryId{1}, ReaderId{3}, now));
    CHECK(key != submission_key(keys, writing, StoryId{2}, ReaderId{2}, now));
    CHECK(key.size() <= comments::submission_key_bytes_max);
    Writing reply = writing;
    reply.parent = CommentId{5};
    CHECK(key != submission_key(keys, reply, StoryId{1}, ReaderId{2}, now));
    writing.key = "given";
    const auto given = submission_key(keys, writing, StoryId{1}, ReaderId{2}, now);
    CHECK(given ==
          submission_key(keys, writing, StoryId{1}, ReaderId{2}, now + std::chrono::hours{1}));
    writing.text = "Words that were improved after the answer was lost";
    CHECK(given != submission_key(keys, writing, StoryId{1}, ReaderId{2}, now));
}

} // namespace masthead::forum
