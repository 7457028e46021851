#pragma once

#include "core/handlebars/engine.hpp"

#include <string>
#include <string_view>

namespace masthead::handlebars::testing {

/// The page that `source` gives for `context`, or the error's text.
std::string draw(std::string_view source, const Value& context = {});

/// The same with an engine that already has partials or helpers.
std::string draw(const Engine& engine, std::string_view source, const Value& context = {},
                 const RenderOptions& options = {});

/// The same with other compiler options.
std::string draw_with(const CompileOptions& options, std::string_view source,
                      const Value& context = {});

/// Adds a partial that must compile.
void add_partial(Engine& engine, std::string_view name, std::string_view source);
void add_template(Engine& engine, std::string_view name, std::string_view source);

} // namespace masthead::handlebars::testing
