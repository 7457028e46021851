#pragma once

#include "core/base/slots.hpp"
#include "core/handlebars/engine.hpp"
#include "surfaces/site/date_format.hpp"

#include <string>

namespace masthead::mailing {

class MailTheme;

/// What the helpers of one drawing may ask for.
struct MailEnvironment {
    const MailTheme& theme;
    const site::DateFormat& dates;
    std::string language;
};

/// t (words of the theme, with {slots}), date (RFC 3339 in the newsroom's words and zone), same
/// (whether two values are one text) and quoted (every line behind "> ").
void register_helpers(handlebars::Engine& engine);

} // namespace masthead::mailing
