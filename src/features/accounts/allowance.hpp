#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::accounts {

/// How much of something one key may use until its window ends; the window begins with the first.
struct Allowance {
    std::string_view what; ///< "sign_in.mail": part of the key
    int most = 0;
    Milliseconds per{0};
};

/// The key under which uses are counted: a hash, so that the table names nobody.
std::string allowance_key(std::string_view what, std::string_view who);

/// Uses one. Absent where there was one left, else the time until there is one again.
std::optional<Milliseconds> use_allowance(db::Tx& tx, const Allowance& allowance,
                                          std::string_view who, Time now);

/// Gives back all that was used.
void clear_allowance(db::Tx& tx, const Allowance& allowance, std::string_view who);

/// Gives one back that turned out not to count.
void give_back(db::Tx& tx, const Allowance& allowance, std::string_view who);

/// A mark that lasts until `until`, in the same table: "this account knows this network".
void set_mark(db::Tx& tx, std::string_view what, std::string_view who, Time until);
bool has_mark(db::Snapshot& snapshot, std::string_view what, std::string_view who, Time now);

/// Whole seconds, rounded up, as `Failure::detail` carries them.
std::string seconds_text(Milliseconds wait);

} // namespace masthead::accounts
