#pragma once

namespace masthead::app {

/// The program's version. A command and the server it talks to must be of the same one.
inline constexpr const char* version = "0.1.0";

} // namespace masthead::app
