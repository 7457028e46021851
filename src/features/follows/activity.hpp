#pragma once

#include "core/db/event_log.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/find_followed.hpp"
#include "features/follows/follow.hpp"
#include "features/stories/find_discussed.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace masthead::follows {

/// When something was last said in what readers follow, in memory: a page of the new then asks the
/// database only for those who can stand on it. What is not known is asked for and remembered, so
/// nothing is loaded at the start. A time may be too late (the newest comment was taken away),
/// never too early. Threads: any.
class Activity {
public:
    /// So many times are remembered, some fifty bytes each; one more, and all are forgotten.
    static constexpr std::size_t times_max = 200'000;
    static constexpr std::size_t story_lists_max = 200;
    /// Further behind than this, forgetting is quicker than reading every event.
    static constexpr int events_behind_max = 2'000;

    using StoryList = std::shared_ptr<const std::vector<stories::Discussed>>;

    /// What one reader's page is drawn from: valid for the snapshot it was made with.
    class View {
    public:
        /// The time of the newest comment in each stream, or a later one.
        std::vector<Time> newest_of(std::span<const comments::Stream> streams);
        /// The stories of a section, topic or author.
        StoryList stories_of(const FollowTarget& target);

    private:
        friend class Activity;
        View(Activity& activity, db::Snapshot& snapshot, std::int64_t position)
            : activity_(activity), snapshot_(snapshot), position_(position)
        {
        }
        Activity& activity_;
        db::Snapshot& snapshot_;
        std::int64_t position_;
    };

    /// Learns what has happened up to this snapshot, and looks from there.
    View look(db::Snapshot& snapshot);

private:
    void learn(db::Snapshot& snapshot, const db::Event& event);
    void raise(const comments::Stream& stream, Time at);
    void forget(const comments::Stream& stream);
    void forget_everything();
    bool is_empty() const;
    std::optional<Time> known(const comments::Stream& stream) const;
    void remember(std::int64_t position, const comments::Stream& stream, Time at);

    std::mutex mutex_;
    std::int64_t position_ = 0;
    std::array<std::unordered_map<std::int64_t, Time>, 3> times_; // by StreamKind
    std::map<std::pair<FollowKind, std::int64_t>, StoryList> story_lists_;
};

} // namespace masthead::follows
