#include "features/moderation/trim_moderation.hpp"

#include "features/moderation/ban_sql.hpp"
#include "features/moderation/decision_sql.hpp"
#include "features/moderation/fingerprint_sql.hpp"
#include "features/moderation/notice_sql.hpp"
#include "features/moderation/recent_fingerprints.hpp"
#include "features/moderation/review_sql.hpp"

namespace masthead::moderation {

std::int64_t erase_old_decision_words(db::Tx& tx, Time now, int limit)
{
    const auto before = now - decision_texts_kept;
    return sql::erase_old_texts(tx, before, now, limit) +
           sql::erase_old_review_texts(tx, before, limit) +
           sql::erase_ended_notes(tx, before, limit);
}

std::int64_t trim_moderation(db::Tx& tx, Time now, int limit)
{
    const auto networks_before = now - network_keys_kept;
    return sql::trim_fingerprints(tx, now - fingerprints_kept, static_cast<int>(fingerprints_max),
                                  limit) +
           sql::forget_ended_networks(tx, networks_before, limit) +
           sql::forget_notice_networks(tx, networks_before, limit) +
           sql::erase_notice_texts(tx, now - notice_texts_kept, limit);
}

} // namespace masthead::moderation
