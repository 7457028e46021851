#pragma once

#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::staff {

/// New recovery codes in place of all earlier ones, to be shown once: "k7mq-x2dp-9rtw-hc4v".
std::vector<std::string> replace_recovery_codes(db::Tx& tx, StaffId staff);

/// Whether the typed words are one of the codes; uses it up. Case, spaces and dashes do not matter.
bool use_recovery_code(db::Tx& tx, StaffId staff, std::string_view typed);

} // namespace masthead::staff
