#pragma once

#include "core/handlebars/value.hpp"

#include <string_view>

namespace masthead::handlebars::testing {

/// The C++ twin of a JavaScript helper of the public conformance suites, found by a hash of its
/// source without white space; nullptr for those that have none here.
const Helper* find_suite_helper(std::string_view javascript);

} // namespace masthead::handlebars::testing
