#pragma once

#include "features/notifications/find_notifications.hpp"
#include "surfaces/site/theme.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace masthead::pushing {

inline constexpr std::size_t push_title_bytes_max = 400;
inline constexpr std::size_t push_body_bytes_max = 800;

/// What the service worker shows, as JSON: title, body, url (opens the notification, which is then
/// seen), page (where that leads: a tab that is there already is shown instead), tag (a later one
/// takes an earlier one's place), lang, dir. Says no more than the page of notifications does, in
/// `language`. At most push::payload_bytes_max long.
std::string draw_push(const site::Theme& theme, std::string_view language,
                      const notifications::Group& group, std::string_view about);

} // namespace masthead::pushing
