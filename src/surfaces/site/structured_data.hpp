#pragma once

#include "surfaces/site/environment.hpp"
#include "features/stories/find_stories.hpp"

#include <string>

/// JSON-LD by schema.org for search engines, escaped so that it can stand inside a script element.
namespace masthead::site {

/// NewsMediaOrganization with its WebSite.
std::string newsroom_data(const RenderEnvironment& page);

/// NewsArticle; `isAccessibleForFree` is always true: nothing here is behind a wall.
std::string story_data(const RenderEnvironment& page, const stories::StoryCard& card);

} // namespace masthead::site
