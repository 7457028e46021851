#pragma once

#include "surfaces/transfer/wordpress_body/pieces.hpp"
#include "surfaces/transfer/wordpress_body/report.hpp"

#include <string>
#include <string_view>

namespace masthead::wordpress_body {

/// Replaces shortcodes in HTML: WordPress's own become marks of `pieces`, others go and are
/// reported, their enclosed contents stay. `[[name]]` becomes `[name]`. Addresses stay those of the
/// old site; `rewrite_references` resolves them. Linear time.
std::string convert_shortcodes(std::string_view html, const BodyContext& context, Pieces& pieces,
                               Report& report);

/// An attribute's value without the shortcodes in it.
std::string without_shortcodes(std::string_view value);

/// A figure with the picture of an attachment; empty, and reported, where the export has none.
std::string attachment_figure(std::int64_t id, const BodyContext& context, Report& report);

/// A gallery of these attachments; empty where none is known.
std::string gallery_of(const std::vector<std::int64_t>& ids, const BodyContext& context,
                       Report& report);

/// Addresses that stand alone on a line (or in a <p>): an embed box's mark for a known provider's,
/// a link for others.
std::string convert_bare_urls(std::string_view html, Pieces& pieces, Report& report);

} // namespace masthead::wordpress_body
