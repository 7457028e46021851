#pragma once

#include "surfaces/transfer/import_context.hpp"

namespace masthead::transfer {

/// More links than that are no menu.
inline constexpr std::size_t menu_links_max = 30;

/// Takes over the site's main and footer menu, as far as their links lead somewhere here or to
/// another site, and its title where the newsroom still has none of its own. A menu that was
/// changed here is kept. Runs after the stories, whose addresses it needs.
void carry_menus(ImportContext& context, const SitePlan& site, const SiteNames& names);

} // namespace masthead::transfer
