#pragma once

#include "app/command_context.hpp"
#include "features/staff/invite_staff.hpp"

#include <string>

namespace masthead::app {

/// What is printed of an invitation: the whole link, which stands nowhere else, and how long it
/// works.
std::string invitation_words(const CommandContext& context, const staff::Invitation& invitation);

} // namespace masthead::app
