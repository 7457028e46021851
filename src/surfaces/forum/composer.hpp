#pragma once

#include "features/comments/find_own.hpp"
#include "surfaces/forum/writing.hpp"

#include <optional>
#include <string>

namespace masthead::forum {

/// What the composer's page says beside the form.
struct ComposerSays {
    std::optional<Failure> failure;    ///< beside the field
    std::optional<std::string> notice; ///< above it
    std::string preview_html;
};

/// The composer on a page of its own, with everything typed so far.
web::Response draw_composer(ForumContext& context, const web::Request& request,
                            const Writing& writing, const ComposerSays& says);

/// The page that tells an author that their comment waits, why, and what happens next. Absent for
/// everybody but its author.
web::Response draw_held(ForumContext& context, const web::Request& request, CommentId comment);

} // namespace masthead::forum
