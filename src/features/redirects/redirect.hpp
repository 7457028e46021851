#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::redirects {

/// The form in which an old address is kept and looked up: path without a trailing slash, decoded,
/// lower case; with `?p=…`-like parameters kept where `query` has one that WordPress used as an
/// address (p, page_id, cat, tag, author, attachment_id, m). "/2019/05/Old-Story/" and
/// "/2019/05/old-story" are one address.
std::string redirect_key(std::string_view decoded_path, std::string_view query = {});

/// Remembers that `from` (a path, possibly with a query) now lives at `target` (a path of ours).
/// A later call for the same address wins. Refuses `invalid` for a target that is not a local
/// path, for the root, and for an address that would lead to itself.
Result<void> save_redirect(db::Tx& tx, std::string_view from, std::string_view target, Time now);

/// The page behind an address that WordPress derives from it: "/strike/feed/", "/strike/amp/",
/// "/strike/page/2/", "/strike/comment-page-3/", "/strike/embed/", "/strike/trackback/". Empty
/// where the address is not of that kind.
std::string_view derived_from(std::string_view decoded_path);

/// Where an old address lives now; for a derived address, where the page behind it does.
std::optional<std::string> find_redirect(db::Snapshot& snapshot, std::string_view decoded_path,
                                         std::string_view query = {});

inline constexpr std::string_view event_changed = "redirects.changed";

} // namespace masthead::redirects
