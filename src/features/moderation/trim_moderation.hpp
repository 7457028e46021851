#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>

namespace masthead::moderation {

/// How long what identifies a network is kept once it serves nothing.
inline constexpr auto network_keys_kept = std::chrono::hours{24 * 30};
/// How long the words of a decided notice and the name of who filed it are kept.
inline constexpr auto notice_texts_kept = std::chrono::hours{24 * 365};

/// How long the facts and words of a decision, of an answered request to look again and the note of
/// an ended ban are kept: a statement of reasons can be contested for six months (DSA, article 20),
/// and then before a court. Sooner where the comment's words or the account are erased.
inline constexpr auto decision_texts_kept = std::chrono::hours{24 * 365};

/// Erases texts of decisions and requests, and notes of ended bans, over decision_texts_kept; what
/// a ban that stands rests on stays. The decisions themselves stay, without words. As
/// trim_moderation.
std::int64_t erase_old_decision_words(db::Tx& tx, Time now, int limit);

/// Removes what has served its time: fingerprints over fingerprints_kept or fingerprints_max,
/// network keys of notices and of ended bans, words of decided notices. At most `limit` rows of
/// each; answers how many, so that a caller goes on while there are any. The job
/// privacy.retention calls it.
std::int64_t trim_moderation(db::Tx& tx, Time now, int limit);

} // namespace masthead::moderation
