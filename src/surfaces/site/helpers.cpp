#include "surfaces/site/helpers.hpp"

namespace masthead::site {

void register_helpers(handlebars::Engine& engine)
{
    register_list_helpers(engine);
    register_test_helpers(engine);
    register_text_helpers(engine);
    register_story_helpers(engine);
    register_page_helpers(engine);
    register_get_helper(engine);
}

} // namespace masthead::site
