#pragma once

#include "core/base/result.hpp"

#include <string>

namespace masthead::app {

/// A refusal in words for who sits at the terminal, with what to do next; ends with a newline.
std::string explain(const Failure& failure);

} // namespace masthead::app
