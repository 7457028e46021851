#pragma once

#include "core/handlebars/engine.hpp"

/// Ghost's theme helpers, in Masthead's own code. Facts about what each does come from Ghost's
/// documentation; docs/themes.md lists them.
namespace masthead::site {

/// Adds every helper to a theme's engine.
void register_helpers(handlebars::Engine& engine);

/// One group a file: foreach; is, has, match; t, plural, title, excerpt, content and other text;
/// date, url, img_url and what belongs to a story; ghost_head, body_class, asset and what belongs
/// to a page; get.
void register_list_helpers(handlebars::Engine& engine);
void register_test_helpers(handlebars::Engine& engine);
void register_text_helpers(handlebars::Engine& engine);
void register_story_helpers(handlebars::Engine& engine);
void register_page_helpers(handlebars::Engine& engine);
void register_get_helper(handlebars::Engine& engine);

} // namespace masthead::site
