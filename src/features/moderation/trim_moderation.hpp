#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>

namespace masthead::moderation {

/// How long what identifies a network is kept once it serves nothing.
inline constexpr auto network_keys_kept = std::chrono::hours{24 * 30};
/// How long the words of a decided notice and the name of who filed it are kept.
inline constexpr auto notice_texts_kept = std::chrono::hours{24 * 365};

/// Removes what has served its time: fingerprints over fingerprints_kept or fingerprints_max,
/// network keys of notices and of ended bans, words of decided notices. At most `limit` rows of
/// each; answers how many, so that a caller goes on while there are any. The job
/// privacy.retention calls it.
std::int64_t trim_moderation(db::Tx& tx, Time now, int limit);

} // namespace masthead::moderation
