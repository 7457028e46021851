#include "features/moderation/recent_fingerprints.hpp"

#include "features/moderation/fingerprint_sql.hpp"

#include <bit>

namespace masthead::moderation {

namespace {

constexpr std::uint32_t none = UINT32_MAX;
constexpr std::size_t candidates_max = 16;

} // namespace

RecentFingerprints::RecentFingerprints() : heads_(bands * band_buckets, none) {}

std::vector<CommentId> RecentFingerprints::find_near(std::uint64_t fingerprint) const
{
    std::vector<CommentId> near;
    const std::lock_guard lock{mutex_};
    for (std::size_t band = 0; band < bands; ++band) {
        auto at = heads_[head_of(band, fingerprint)];
        for (; at != none && near.size() < candidates_max; at = chain(at, band)) {
            const auto& entry = ring_[at];
            if (std::popcount(entry.fingerprint ^ fingerprint) <= duplicate_distance_max)
                near.push_back(entry.comment);
        }
    }
    return near;
}

void RecentFingerprints::add(CommentId comment, std::uint64_t fingerprint)
{
    const std::lock_guard lock{mutex_};
    if (ring_.size() < fingerprints_max) {
        ring_.emplace_back();
        chains_.insert(chains_.end(), bands, none);
    } else {
        unlink(next_);
    }
    ring_[next_] = {fingerprint, comment};
    for (std::size_t band = 0; band < bands; ++band) {
        auto& head = heads_[head_of(band, fingerprint)];
        chain(next_, band) = head;
        head = static_cast<std::uint32_t>(next_);
    }
    next_ = (next_ + 1) % fingerprints_max;
}

// The entry that makes room is the oldest, and newer ones were put before it: it is the last of
// each of its chains.
void RecentFingerprints::unlink(std::size_t place)
{
    for (std::size_t band = 0; band < bands; ++band) {
        auto* at = &heads_[head_of(band, ring_[place].fingerprint)];
        while (*at != none && *at != place)
            at = &chain(*at, band);
        if (*at != none)
            *at = chain(place, band);
    }
}

std::size_t RecentFingerprints::size() const
{
    const std::lock_guard lock{mutex_};
    return ring_.size();
}

void RecentFingerprints::load(db::Snapshot& snapshot)
{
    RecentFingerprints fresh;
    const auto rows = sql::newest_fingerprints(snapshot, static_cast<int>(fingerprints_max));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        fresh.add(row->comment, row->fingerprint);
    const std::lock_guard lock{mutex_};
    ring_.swap(fresh.ring_);
    heads_.swap(fresh.heads_);
    chains_.swap(fresh.chains_);
    next_ = fresh.next_;
}

} // namespace masthead::moderation
