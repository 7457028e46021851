#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.hpp"
#include "surfaces/transfer/wxr_item.hpp"

/// Small readings of what an export's fields say. Pure.
namespace masthead::transfer {

/// A positive whole number; 0 for anything else.
std::int64_t foreign_number(std::string_view text);

/// A date of an export: GMT where there is one, else the local time taken for GMT, since an export
/// does not say how far the two are apart.
std::optional<Time> foreign_date(std::string_view gmt, std::string_view local);

/// "Tue, 14 Jan 2014 17:31:03 +0000" (RFC 822 with a four-digit year), as pubDate has it.
std::optional<Time> parse_rfc822(std::string_view text);

/// When an item was published or, for a draft, written; absent where nothing can be read.
std::optional<Time> item_date(const WxrItem& item);

/// A name as plain text on one line, without markup, at most `bytes_max` bytes.
std::string plain_name(std::string_view raw, std::size_t bytes_max);

/// A mail address that could be written to, trimmed; empty for anything else. Exports hold whatever
/// a commenter typed.
std::string plausible_mail(std::string_view raw);

} // namespace masthead::transfer
