#include "features/notifications/queue_pushes.hpp"

#include "features/notifications/choices.hpp"
#include "features/notifications/find_push.hpp"
#include "features/notifications/mark_seen.hpp"

#include <boost/json.hpp>

namespace masthead::notifications {

namespace json = boost::json;

namespace {

std::string about_of(const Notification& told)
{
    return std::string{kind_name(told.kind)} + "-" + std::to_string(told.target);
}

std::string text_at(const json::object& object, std::string_view name)
{
    const auto* value = object.if_contains(name);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string{*text} : std::string{};
}

bool is_too_old(Time made_at, Time now)
{
    return made_at + push_lifetime <= now;
}

} // namespace

std::optional<PushToSend> parse_push(std::string_view payload)
{
    boost::system::error_code error;
    const auto parsed = json::parse(payload, error);
    const auto* object = error ? nullptr : parsed.if_object();
    if (!object)
        return std::nullopt;
    const auto notification = parse_id<NotificationId>(text_at(*object, "notification"));
    const auto subscription = parse_id<PushSubscriptionId>(text_at(*object, "subscription"));
    const auto* attempt = object->if_contains("attempt");
    if (!notification || !subscription || !attempt || !attempt->is_int64())
        return std::nullopt;
    return PushToSend{*notification, *subscription, text_at(*object, "about"),
                      static_cast<int>(attempt->as_int64())};
}

void owe_push(db::Tx& tx, const PushToSend& push, Time run_at)
{
    const auto payload =
        json::serialize(json::object{{"notification", to_string(push.notification)},
                                     {"subscription", to_string(push.subscription)},
                                     {"about", push.about},
                                     {"attempt", push.attempt}});
    db::add_job(tx, {job_send_push, payload, run_at, db::JobLane::outward});
}

Result<int> queue_pushes(db::Tx& tx, int limit, Time now)
{
    const auto owed = find_owed_pushes(tx, limit);
    for (const auto& one : owed) {
        let_push_go(tx, one.told.id);
        if (!one.may_be_told || is_too_old(one.told.made_at, now))
            continue;
        for (const auto& browser : push_subscriptions_of(tx, one.told.reader))
            owe_push(tx, {one.told.id, browser.id, about_of(one.told), 1}, now);
    }
    return static_cast<int>(owed.size());
}

std::optional<Group> find_push_words(db::Snapshot& snapshot, ReaderId reader,
                                     NotificationId notification, Time now)
{
    auto groups = find_groups_of(snapshot, reader, {notification});
    if (groups.empty())
        return std::nullopt;
    auto& group = groups.front();
    if (group.is_seen || is_too_old(group.made_at, now) ||
        find_choice(snapshot, reader, group.kind).push == Push::no)
        return std::nullopt;
    return std::move(group);
}

} // namespace masthead::notifications
