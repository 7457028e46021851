#pragma once

#include "core/db/transaction.hpp"
#include "features/stories/story.hpp"

#include <vector>

namespace masthead::stories {

/// A public story and how far its conversation goes.
struct Discussed {
    StoryId story;
    Time published_at{};
    Time last_comment_at{}; ///< epoch: nobody has said anything
};

/// So many of a section's, topic's or author's stories are looked at, the newest.
inline constexpr int discussed_max = 20'000;

/// Public stories, the newest first, at most discussed_max.
std::vector<Discussed> discussed_in(db::Snapshot& snapshot, SectionId section);
std::vector<Discussed> discussed_in(db::Snapshot& snapshot, TopicId topic);
std::vector<Discussed> discussed_in(db::Snapshot& snapshot, AuthorId author);

} // namespace masthead::stories
