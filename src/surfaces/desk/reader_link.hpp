#pragma once

#include "surfaces/desk/parts.hpp"

/// A member of staff and the reader they are on the public side. Nobody outside this folder
/// includes it.
namespace masthead::desk {

/// What the page says of it: `linked` {name, url}, else `present` {name} where this browser is
/// signed in as a reader who is nobody's of staff yet, else neither.
handlebars::Object reader_link_context(DeskPage& page, const Request& request);

} // namespace masthead::desk
