#pragma once

#include "core/text/html_sanitizer.hpp"

#include <string>
#include <string_view>

namespace masthead::text {

/// A story's Markdown (CommonMark with tables, strikethrough and automatic links; raw HTML passes)
/// as sanitised HTML of policy `story`. Threads: any.
std::string markdown_story(std::string_view markdown,
                           const SanitizeOptions& options = {HtmlPolicy::story, {}});

/// A reader's Markdown as sanitised HTML of policy `comment`: raw HTML is shown as text, a picture
/// becomes a link to it, a heading a bold paragraph, a line break in the source stays one.
/// Threads: any.
std::string markdown_comment(std::string_view markdown);

} // namespace masthead::text
