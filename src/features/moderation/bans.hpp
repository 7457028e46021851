#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/moderation/ban.hpp"
#include "features/moderation/decision.hpp"

#include <optional>
#include <string>
#include <vector>

namespace masthead::moderation {

/// Who bans, why and for how long; shared by the three kinds.
struct BanTerms {
    StaffId staff;
    std::string ground;        ///< the rule or law
    std::string words;         ///< said to the reader
    std::string note;          ///< for staff alone
    std::optional<Time> until; ///< absent: until lifted
};

/// Bans a reader and sends the statement of reasons. A ban that stands is replaced.
/// Refuses `invalid` without a ground, with a moment that is past or too far, or too many words.
Result<BanId> ban_reader(db::Tx& tx, ReaderId reader, const BanTerms& terms, Time now);

/// Bans all addresses of a mail domain and those beneath it. Refuses also what is no domain.
Result<BanId> ban_mail_domain(db::Tx& tx, const std::string& domain, const BanTerms& terms,
                              Time now);

/// Bans a network by the key that network_key() made of it.
Result<BanId> ban_network(db::Tx& tx, const std::string& network_key, const BanTerms& terms,
                          Time now);

/// Ends a ban; a reader is told. Refuses `not_found`, and `conflict` where it has ended.
Result<void> lift_ban(db::Tx& tx, BanId ban, StaffId staff, Time now);

/// The ban under which a reader stands at this moment.
std::optional<Ban> active_ban(db::Snapshot& snapshot, ReaderId reader, Time now);

/// The heaviest (longest) ban that meets any of the three at this moment. Empty words are no
/// target.
std::optional<Ban> find_ban_on(db::Snapshot& snapshot, ReaderId reader,
                               const std::string& mail_domain, const std::string& network_key,
                               Time now);

/// Newest bans first, ended ones too.
std::vector<Ban> find_bans(db::Snapshot& snapshot, int limit);

} // namespace masthead::moderation
