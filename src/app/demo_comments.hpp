#pragma once

#include "app/demo_files.hpp"

namespace masthead::app {

/// Reads a conversation of the demonstration (nested JSON) into a list in which parents come
/// before their replies, each text already drawn. Refuses `invalid` with the fault in `detail`.
Result<std::vector<DemoComment>> parse_demo_comments(std::string_view json);

/// When each comment was posted: the story's publication and its own delay, but never later than
/// just before `now`, and always in the order of the delays.
std::vector<Time> posting_times(const std::vector<DemoComment>& comments, Time published_at,
                                Time now);

} // namespace masthead::app
