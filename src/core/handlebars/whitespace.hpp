#pragma once

#include "core/handlebars/ast.hpp"

namespace masthead::handlebars {

/// What tags do to the lines they stand on.
enum class Standalone : std::uint8_t { leaves_line, keeps_line };

/// Removes white space beside `~`, and the lines on which a block tag, comment or partial stands
/// alone; gives such a partial its indent. The rules are those of Handlebars 4.7 to the letter.
void strip_whitespace(ast::Body& root, Standalone standalone);

} // namespace masthead::handlebars
