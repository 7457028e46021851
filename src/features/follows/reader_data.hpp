#pragma once

#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <boost/json.hpp>

namespace masthead::follows {

enum class Progress { more, done };

/// This room's part of erasing a reader, at most about `limit` rows a call: what they follow, who
/// follows them, mark and feed; and features/readers' blocks and mutes, both ways. Repeating it
/// does no harm.  Events: reader.followers_changed for those they followed.
Progress erase_reader_part(db::Tx& tx, ReaderId reader, int limit, Time now);

/// For the export: {"follows": […], "followers": […], "blocked": […], "muted": […], "seen_up_to":
/// …, "feed_since": …}. Ids as strings, times as RFC 3339. Who has blocked or muted the reader is
/// not theirs to know.
boost::json::object reader_data_json(db::Snapshot& snapshot, ReaderId reader);

} // namespace masthead::follows
