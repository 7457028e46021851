#pragma once

#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// Statements of `recent_fingerprints`.
namespace masthead::moderation::sql {

struct FingerprintRow {
    CommentId comment;
    std::uint64_t fingerprint = 0;
    Time posted_at{};
};

std::optional<FingerprintRow> find_fingerprint(db::Snapshot& snapshot, CommentId comment);
std::vector<FingerprintRow> newest_fingerprints(db::Snapshot& snapshot, int limit);
void save_fingerprint(db::Tx& tx, const FingerprintRow& row);
void delete_fingerprint(db::Tx& tx, CommentId comment);

/// Deletes at most `limit` rows older than `before`, and those beyond the newest `kept`.
std::int64_t trim_fingerprints(db::Tx& tx, Time before, int kept, int limit);

} // namespace masthead::moderation::sql
