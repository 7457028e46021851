#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <string>

namespace masthead::readers {

/// `unclaimed`: made by an import; nobody has yet proved to be this person.
enum class ReaderState { unclaimed = 0, active = 1, erased = 2 };

struct NewReader {
    std::string display_name;
    std::string mail; ///< kept apart, for claiming only; may be empty
    AuthorId author;  ///< set where this reader is one of the newsroom's authors
};

inline constexpr std::size_t display_name_bytes_max = 200;

/// A name as pages may show it: valid UTF-8, no control or direction-override characters, white
/// space folded, at most display_name_bytes_max; "Anonymous" where nothing is left.
std::string clean_display_name(std::string_view name);

/// Adds a reader nobody has claimed yet. The name is cleaned, the address trimmed.
ReaderId add_unclaimed_reader(db::Tx& tx, const NewReader& reader, Time now);

} // namespace masthead::readers
