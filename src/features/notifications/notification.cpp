#include "features/notifications/notification.hpp"

#include <algorithm>
#include <array>

namespace masthead::notifications {

namespace {

using namespace std::chrono_literals;

constexpr std::array kinds{Kind::reply,  Kind::mention,   Kind::thread,   Kind::story,
                           Kind::reader, Kind::new_story, Kind::follower, Kind::decision};

constexpr std::array mails{Mail::none, Mail::at_once, Mail::daily, Mail::weekly};

} // namespace

std::span<const Kind> all_kinds()
{
    return kinds;
}

bool may_be_mailed(Kind kind)
{
    return kind != Kind::decision;
}

std::string_view kind_name(Kind kind)
{
    switch (kind) {
    case Kind::reply: return "reply";
    case Kind::mention: return "mention";
    case Kind::thread: return "thread";
    case Kind::story: return "story";
    case Kind::reader: return "reader";
    case Kind::new_story: return "new_story";
    case Kind::follower: return "follower";
    case Kind::decision: return "decision";
    }
    return "";
}

std::optional<Kind> kind_of(std::int64_t number)
{
    const auto* found = std::ranges::find(kinds, static_cast<Kind>(number));
    return found != kinds.end() ? std::optional{*found} : std::nullopt;
}

std::string_view mail_name(Mail mail)
{
    switch (mail) {
    case Mail::none: return "none";
    case Mail::at_once: return "at_once";
    case Mail::daily: return "daily";
    case Mail::weekly: return "weekly";
    }
    return "";
}

std::optional<Mail> parse_mail(std::string_view name)
{
    const auto* found = std::ranges::find(mails, name, mail_name);
    return found != mails.end() ? std::optional{*found} : std::nullopt;
}

DigestTimes digest_times(Time now, Milliseconds offset)
{
    const auto local_day = std::chrono::floor<std::chrono::days>(now + offset);
    auto day = local_day;
    if (day + std::chrono::hours{digest_hour} - offset <= now)
        day += std::chrono::days{1};
    DigestTimes times;
    times.daily = day + std::chrono::hours{digest_hour} - offset;
    while (std::chrono::weekday{day} != std::chrono::Monday)
        day += std::chrono::days{1};
    times.weekly = day + std::chrono::hours{digest_hour} - offset;
    return times;
}

} // namespace masthead::notifications
