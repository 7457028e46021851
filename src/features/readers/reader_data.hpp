#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/account_data.hpp"
#include "features/readers/reader.hpp"

#include <boost/json.hpp>

#include <optional>

namespace masthead::readers {

/// All that readers and accounts keep of a reader, for the export.
struct ReaderData {
    Reader reader;
    accounts::AccountData account;
    std::vector<ReaderId> merged;
};

/// Absent for a reader who does not exist or has been erased.
std::optional<ReaderData> export_reader_data(db::Snapshot& snapshot, ReaderId reader, Time now);

/// The same as JSON: {"profile": {…}, "account": {…}}. Ids as strings, times as RFC 3339. Networks
/// are not in it: they are sealed, and the reader knows them.
boost::json::object reader_data_json(const ReaderData& data);

} // namespace masthead::readers
