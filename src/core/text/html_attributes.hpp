#pragma once

#include "core/text/html_sanitizer.hpp"

#include <gumbo.h>

#include <string>
#include <string_view>

namespace masthead::text {

/// Appends the attributes of `node` that the policy keeps on the element `name`, with a leading
/// space each, in canonical order, and those it demands (rel, alt, controls).
/// False where the element is of no use with what is left (an img without address): then nothing
/// was appended.
bool append_attributes(std::string& out, const GumboElement& node, std::string_view name,
                       const SanitizeOptions& options);

/// `id` as it may stand in content: `content_id_prefix` and harmless characters; empty for none.
std::string content_id(std::string_view id);

} // namespace masthead::text
