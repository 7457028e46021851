#pragma once

#include "core/net/head_parser.hpp"

#include <string_view>

namespace masthead::net {

/// Reads the head once more, with Boost.Beast's parser, and says whether it found the same request:
/// method, target, framing, persistence, number of fields. Two independent strict readers that must
/// agree leave little room for bytes that mean one thing here and another elsewhere.
bool second_reader_agrees(std::string_view text, const ParsedHead& head);

} // namespace masthead::net
