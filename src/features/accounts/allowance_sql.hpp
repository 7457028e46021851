#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"

#include <optional>
#include <string>

/// Statements on allowances. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

struct Used {
    int count = 0;
    Time ends_at{};
};

std::optional<Used> find_used(db::Snapshot& snapshot, const std::string& key);
void put_used(db::Tx& tx, const std::string& key, const Used& used);
void delete_used(db::Tx& tx, const std::string& key);
std::int64_t delete_ended_allowances(db::Tx& tx, Time now, int limit);

} // namespace masthead::accounts::sql
