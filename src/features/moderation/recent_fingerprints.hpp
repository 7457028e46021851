#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace masthead::moderation {

inline constexpr auto fingerprints_kept = std::chrono::hours{24 * 7};
inline constexpr std::size_t fingerprints_max = 32'768;
inline constexpr int duplicate_distance_max = 3; ///< bits, of 64

/// An index in memory over the newest rows of `recent_fingerprints`: it answers which comments to
/// look up, the row in the transaction answers whether they count. It may therefore know comments
/// whose transaction was undone, and running a verb again does no harm.
/// docs/decisions/2026-11-24-near-duplicates.md. Threads: any.
class RecentFingerprints {
public:
    RecentFingerprints();

    /// Comments whose fingerprint is within duplicate_distance_max, at most a few, newest first by
    /// band; one may be named more than once.
    std::vector<CommentId> find_near(std::uint64_t fingerprint) const;

    void add(CommentId comment, std::uint64_t fingerprint);
    std::size_t size() const;

    /// Becomes what the table holds: its newest rows.
    void load(db::Snapshot& snapshot);

private:
    struct Entry {
        std::uint64_t fingerprint = 0;
        CommentId comment;
    };
    // Two fingerprints that differ in three bits are the same in one of four bands.
    static constexpr std::size_t bands = 4;
    static constexpr std::size_t band_buckets = 65'536;

    static std::size_t head_of(std::size_t band, std::uint64_t fingerprint)
    {
        return band * band_buckets + (fingerprint >> (16 * band) & 0xFFFF);
    }
    std::uint32_t& chain(std::size_t place, std::size_t band)
    {
        return chains_[place * bands + band];
    }
    std::uint32_t chain(std::size_t place, std::size_t band) const
    {
        return chains_[place * bands + band];
    }
    void unlink(std::size_t place);

    mutable std::mutex mutex_;
    std::vector<Entry> ring_;
    std::size_t next_ = 0;
    std::vector<std::uint32_t> heads_;  ///< by band and its sixteen bits: the newest entry
    std::vector<std::uint32_t> chains_; ///< by entry and band: the next older one
};

} // namespace masthead::moderation
