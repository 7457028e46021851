#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace masthead::follows {

/// What can be followed; stored as these numbers.
enum class FollowKind { reader = 0, thread = 1, story = 2, author = 3, section = 4, topic = 5 };

/// One thing that can be followed. Of a thread the id is its top-level comment's.
struct FollowTarget {
    FollowKind kind = FollowKind::reader;
    std::int64_t id = 0;

    static FollowTarget reader(ReaderId id) { return {FollowKind::reader, id.value()}; }
    static FollowTarget thread(CommentId id) { return {FollowKind::thread, id.value()}; }
    static FollowTarget story(StoryId id) { return {FollowKind::story, id.value()}; }
    static FollowTarget author(AuthorId id) { return {FollowKind::author, id.value()}; }
    static FollowTarget section(SectionId id) { return {FollowKind::section, id.value()}; }
    static FollowTarget topic(TopicId id) { return {FollowKind::topic, id.value()}; }

    ReaderId as_reader() const { return ReaderId{id}; } ///< where `kind` says so
    friend bool operator==(const FollowTarget&, const FollowTarget&) = default;
};

/// That a reader follows something.
struct Follow {
    FollowId id;
    ReaderId reader;
    FollowTarget target;
    Time followed_at{};
};

/// Subject: the follow, whose row says who follows whom. Only of readers: the followed may be told.
inline constexpr std::string_view event_reader_followed = "reader.followed";
/// Subject: the follow, of anything else.
inline constexpr std::string_view event_added = "follow.added";
/// Subject: the follow that is no more, of anything.
inline constexpr std::string_view event_removed = "follow.removed";
/// Subject: the reader whose followers became more or fewer; their profile may show how many.
inline constexpr std::string_view event_followers = "reader.followers_changed";

/// So many a page of the new is still drawn from within its budget.
inline constexpr int follows_max = 5'000;

/// "reader", "thread", …: in addresses and in JSON.
std::string_view kind_name(FollowKind kind);
std::optional<FollowKind> parse_kind(std::string_view name);

} // namespace masthead::follows
