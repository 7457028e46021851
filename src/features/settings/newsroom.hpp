#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::settings {

/// A link of the masthead's or the footer's menu. `url` is a path of ours or an absolute address.
struct MenuLink {
    std::string label;
    std::string url;
};

/// What the newsroom says of itself on every page. The operator's keys are another thing: they
/// stand in masthead.toml.
struct Newsroom {
    std::string title = "Masthead";
    std::string description;
    std::string language = "en";
    std::string timezone = "UTC"; ///< IANA name
    std::string accent_color;     ///< "#9d1b1e", empty for the theme's own
    std::string cover_path;       ///< path of a picture, may be empty
    std::vector<MenuLink> menu;   ///< empty: the theme lists the sections
    std::vector<MenuLink> footer_menu;
};

/// The newsroom as stored; defaults where nothing is.
Newsroom load_newsroom(db::Snapshot& snapshot);

/// Stores what differs from the present values and says so by one event. Refuses `invalid` for a
/// title that is empty or too long, a colour that is not #rrggbb, an unknown time zone's form.
Result<void> save_newsroom(db::Tx& tx, const Newsroom& newsroom, Time now);

inline constexpr std::string_view event_changed = "newsroom.changed";

} // namespace masthead::settings
