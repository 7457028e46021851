#pragma once

#include "core/handlebars/engine.hpp"
#include "core/handlebars/helper.hpp"

namespace masthead::handlebars {

/// Registers if unless each with lookup log, and block and contentFor of express-hbs.
void add_builtin_helpers(Engine& engine);

/// Draws the body of `{{#name}}` where `name` is a value: as it is for true, with the value as
/// context for objects and texts, once per item for lists, else the inverse.
void draw_value_block(HelperCall& call, const Value& value);

} // namespace masthead::handlebars
