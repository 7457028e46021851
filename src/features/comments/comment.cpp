#include "features/comments/comment.hpp"

#include <string>

namespace masthead::comments {

std::string comment_url(std::string_view story_slug, CommentId id)
{
    return "/" + std::string{story_slug} + "/comments/" + to_string(id) + "/";
}

} // namespace masthead::comments
