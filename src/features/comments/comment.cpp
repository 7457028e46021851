#include "features/comments/comment.hpp"

#include <charconv>
#include <string>

namespace masthead::comments {

std::string comment_url(std::string_view story_slug, CommentId id)
{
    return "/" + std::string{story_slug} + "/comments/" + to_string(id) + "/";
}

std::optional<int> seconds_to_wait(const Failure& failure)
{
    if (failure.message_key != "comment.too_soon")
        return std::nullopt;
    int seconds = 0;
    const auto* end = failure.detail.data() + failure.detail.size();
    const auto [at, error] = std::from_chars(failure.detail.data(), end, seconds);
    return error == std::errc{} && at == end ? std::optional{seconds} : std::nullopt;
}

} // namespace masthead::comments
