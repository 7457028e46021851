#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace masthead::notifications {

using NotificationId = Id<struct NotificationTag>;

/// Why a reader is told, the strongest first: where an event has several reasons for one reader,
/// the first wins. Stored as these numbers.
enum class Kind {
    reply = 1,     ///< an answer to my comment
    mention = 2,   ///< somebody names me
    thread = 3,    ///< in a thread I follow
    story = 4,     ///< under a story I follow
    reader = 5,    ///< by a reader I follow
    new_story = 6, ///< by an author, in a section or on a topic I follow
    follower = 7,  ///< somebody follows me
    decision = 8   ///< a moderator's decision on my comment; its mail is moderation's own
};

/// What a notification is about: with the reader it is told of once.
enum class SubjectKind { comment = 0, story = 1, reader = 2, decision = 3 };

/// How mails are chosen, and in a row: which mail is still owed.
enum class Mail { none = 0, at_once = 1, daily = 2, weekly = 3 };

/// Whether a channel is chosen, and in a row of push: whether it is still owed.
enum class OnSite { no = 0, yes = 1 };
enum class Push { no = 0, yes = 1 };

/// One thing that one reader is told. Holds no words and no names: what may be shown is read when
/// it is shown.
struct Notification {
    NotificationId id;
    ReaderId reader;
    Kind kind = Kind::reply;
    std::int64_t target = 0; ///< with the kind and until seen: what is told together
    SubjectKind subject_kind = SubjectKind::comment;
    std::int64_t subject = 0;
    ReaderId actor; ///< none for stories and decisions
    StoryId story;
    Time made_at{};
    Time seen_at{}; ///< epoch: not seen
    OnSite on_site = OnSite::yes;
    Mail mail = Mail::none;
    Push push = Push::no;
};

/// Subject: the reader whose unread count has changed.
inline constexpr std::string_view event_notified = "reader.notified";

/// The kind of mail (features/mail) that carries notifications; drawn when it is sent.
inline constexpr std::string_view mail_kind = "notifications";

/// Of one group (kind, target) so many wait unseen; what comes after is not told: somebody who has
/// not looked at fifty replies is not helped by the next. It bounds the rows of a busy thread.
inline constexpr int group_unseen_max = 50;

/// Seen ones are kept so long, all others so long.
inline constexpr Milliseconds seen_kept = std::chrono::hours{24 * 90};
inline constexpr Milliseconds all_kept = std::chrono::hours{24 * 180};

/// A story that appears with an older date (an archive typed in) is news to nobody.
inline constexpr Milliseconds story_news_max = std::chrono::hours{48};

/// All kinds in their order, and those of which mails and pushes can be chosen.
std::span<const Kind> all_kinds();
bool may_be_mailed(Kind kind);

/// "reply", "new_story": in forms, templates and JSON.
std::string_view kind_name(Kind kind);
std::optional<Kind> kind_of(std::int64_t number);

/// "none", "at_once", "daily", "weekly".
std::string_view mail_name(Mail mail);
std::optional<Mail> parse_mail(std::string_view name);

/// When the next daily and the next weekly mail go out: at digest_hour of the newsroom's clock,
/// weekly on Mondays. `offset`: the newsroom's distance from UTC now; a digest over the night in
/// which clocks change is an hour off.
struct DigestTimes {
    Time daily{};
    Time weekly{};
};
inline constexpr int digest_hour = 7;
DigestTimes digest_times(Time now, Milliseconds offset);

} // namespace masthead::notifications
