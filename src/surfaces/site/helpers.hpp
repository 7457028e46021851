#pragma once

#include "core/handlebars/engine.hpp"

/// Ghost's theme helpers, in Masthead's own code. Facts about what each does come from Ghost's
/// documentation and ../shared notes on its dialect; docs/themes.md lists them.
namespace masthead::site {

/// Adds every helper to a theme's engine.
void register_helpers(handlebars::Engine& engine);

// One group a file.
void register_list_helpers(handlebars::Engine& engine);  // foreach
void register_test_helpers(handlebars::Engine& engine);  // is has match
void register_text_helpers(handlebars::Engine& engine);  // t plural concat title excerpt content …
void register_story_helpers(handlebars::Engine& engine); // date url img_url authors tags reading_time …
void register_page_helpers(handlebars::Engine& engine);  // ghost_head body_class meta_title asset …
void register_get_helper(handlebars::Engine& engine);    // get

} // namespace masthead::site
