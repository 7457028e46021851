#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/notifications/notification.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::notifications {

/// Queues the mails that are due, at most `limit` readers': each with the numbers of what it tells,
/// in the transaction in which that is owed no more. So each is made once, whatever happens.
/// Nobody is sent a mail that says nothing. Answers how many readers were looked at.
Result<int> queue_due_mails(db::Tx& tx, int limit, Time now);

/// When queue_due_mails is next worth calling. Absent where nothing is owed.
std::optional<Time> next_mail_at(db::Snapshot& snapshot);

/// What the template of a queued mail is given, read when the mail goes out, so that it holds no
/// word that was taken back meanwhile. `data` is the queued mail's. Absent where nothing is left to
/// tell: the mail is then not sent.
std::optional<boost::json::object> read_letter(db::Snapshot& snapshot, std::string_view data,
                                               std::string_view secret);

/// The most groups that one mail spells out; of the rest it says how many.
inline constexpr std::size_t groups_a_letter = 20;

/// Kinds as a set, for an unsubscribing link.
using KindSet = std::uint32_t;
KindSet set_of(Kind kind);

/// "/reader/unsubscribe/?token=READER-KINDS-CODE"; no log holds the query. Whoever holds it can end
/// these mails and nothing else. Keyed, without an end: an old mail's link works too.
std::string unsubscribe_path(std::string_view secret, ReaderId reader, KindSet kinds);

/// Ends what a token names; doing it twice changes nothing. A token that is none of ours does
/// nothing, and the answer is the same: nobody learns who reads here.
void unsubscribe(db::Tx& tx, std::string_view secret, std::string_view token);

} // namespace masthead::notifications
