#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

enum class NoticeState { waiting = 0, acted = 1, not_acted = 2 };

/// Which law's wrong is notified: of sexual abuse of children, name and mail are not asked for.
enum class NoticeKind { other = 0, child_abuse = 1 };

enum class GoodFaith { not_confirmed, confirmed };

/// What anyone, without an account, says is illegal.
struct FileNotice {
    std::string place; ///< address of the content
    CommentId comment; ///< where the address is a comment's
    StoryId story;
    std::string why;
    NoticeKind kind = NoticeKind::other;
    std::string name; ///< optional for NoticeKind::child_abuse
    std::string mail; ///< optional for NoticeKind::child_abuse
    GoodFaith good_faith = GoodFaith::not_confirmed;
    std::string network_key; ///< of network_key(); limits notices a day
};

/// A notice as staff see it; the words are empty once erased.
struct Notice {
    NoticeId id;
    CommentId comment;
    StoryId story;
    NoticeState state = NoticeState::waiting;
    Time created_at{};
    std::optional<Time> decided_at;
    StaffId staff;
    std::string place;
    std::string why;
    std::string name;
    std::string mail;
    std::string answer;
};

/// What the newsroom decided about a notice.
struct DecideNotice {
    NoticeId notice;
    StaffId staff;
    NoticeState outcome = NoticeState::not_acted;
    std::string words; ///< said to whoever filed it
};

inline constexpr std::size_t notice_place_bytes_max = 2'000;
inline constexpr std::size_t notice_why_bytes_max = 10'000;
inline constexpr std::size_t notice_name_bytes_max = 200;
inline constexpr std::size_t notice_answer_bytes_max = 4'000;
inline constexpr int notices_a_day_max = 20; ///< of one network
/// With one mail address, from whatever networks: each is acknowledged by a mail to that address,
/// which may be a stranger's.
inline constexpr int notices_of_mail_a_day_max = 10;

inline constexpr std::string_view event_notice_filed = "moderation.notice_filed";
inline constexpr std::string_view event_notice_decided = "moderation.notice_decided";

/// Files a notice and queues its acknowledgement. Refuses `invalid` ("notice.place", "notice.why",
/// "notice.name", "notice.mail", "notice.good_faith"), `too_large`, and `too_many` of one network
/// ("notice.too_many") and with one address ("notice.too_many_of_mail").
Result<NoticeId> file_notice(db::Tx& tx, const FileNotice& notice, Time now);

/// Decides and queues the outcome. What is done about the content is its own verb, in the same
/// transaction. Refuses `not_found`, `conflict` where it is decided, `invalid` without words.
Result<void> decide_notice(db::Tx& tx, const DecideNotice& decision, Time now);

std::optional<Notice> find_notice(db::Snapshot& snapshot, NoticeId id);

/// Waiting ones, oldest first.
std::vector<Notice> find_waiting_notices(db::Snapshot& snapshot, int limit);

/// How many wait.
std::int64_t count_waiting_notices(db::Snapshot& snapshot);

} // namespace masthead::moderation
