#pragma once

#include "surfaces/transfer/import_plan.hpp"

#include <string_view>
#include <vector>

namespace masthead::transfer {

/// The top-level links of a `wp_navigation` item: its navigation-link, navigation-submenu and
/// home-link blocks, as menu entries. Anything else in it is passed over. Linear time.
std::vector<PlannedMenuEntry> read_navigation(std::string_view blocks);

} // namespace masthead::transfer
