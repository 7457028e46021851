#include "features/notifications/take_events.hpp"

#include "core/base/log.hpp"
#include "features/follows/find_follows.hpp"
#include "features/notifications/audience.hpp"
#include "features/notifications/choices.hpp"
#include "features/notifications/notification_sql.hpp"

#include <set>

namespace masthead::notifications {

namespace {

// Fills a plan until it is full, so that no transaction is long however many follow a thing.
class Planner {
public:
    Planner(db::Snapshot& snapshot, Time now) : snapshot_(snapshot), now_(now)
    {
        plan_.from = sql::load_cursor(snapshot);
        plan_.to = plan_.from;
    }

    Plan run()
    {
        const auto events = db::events_after(snapshot_, plan_.from.position, events_a_plan);
        plan_.is_full = events.size() == static_cast<std::size_t>(events_a_plan);
        for (const auto& event : events) {
            if (looked_at_ >= told_a_plan || !tell(event)) {
                plan_.is_full = true;
                break;
            }
            plan_.to = {event.position, 0, 0, {}};
        }
        return std::move(plan_);
    }

private:
    // Answers whether all of the event found room.
    bool tell(const db::Event& event)
    {
        const auto telling = telling_of(snapshot_, event, now_);
        const bool is_begun = plan_.to.part_position == event.position;
        if (!is_begun) {
            for (const auto& told : telling.by_name)
                consider(telling, told);
        }
        auto after = is_begun ? plan_.to.part_after : ReaderId{};
        auto audience = static_cast<std::size_t>(is_begun ? plan_.to.part_audience : 0);
        for (; audience < telling.audiences.size(); ++audience, after = {}) {
            if (const auto last = spread(telling, telling.audiences[audience], after)) {
                plan_.to.part_position = event.position;
                plan_.to.part_audience = static_cast<std::int64_t>(audience);
                plan_.to.part_after = *last;
                return false;
            }
        }
        return true;
    }

    // Answers the last reader who found room, where not all did.
    std::optional<ReaderId> spread(const Telling& telling, const Audience& audience, ReaderId after)
    {
        for (;;) {
            const int room = told_a_plan - looked_at_;
            if (room <= 0)
                return after;
            const auto followers =
                follows::find_followers(snapshot_, audience.followed, after, room);
            for (const auto reader : followers) {
                auto told = telling.about;
                told.reader = reader;
                told.kind = audience.kind;
                told.target = audience.target;
                consider(telling, told);
                after = reader;
            }
            if (static_cast<int>(followers.size()) < room)
                return std::nullopt;
        }
    }

    void consider(const Telling& telling, Notification told)
    {
        ++looked_at_;
        if (!may_be_told(snapshot_, telling, told.reader))
            return;
        const auto choice = find_choice(snapshot_, told.reader, told.kind);
        told.on_site = choice.on_site;
        told.mail = choice.mail;
        told.push = choice.push;
        told.made_at = now_;
        plan_.made.push_back(told);
    }

    db::Snapshot& snapshot_;
    Time now_;
    Plan plan_;
    int looked_at_ = 0;
};

Time due_at(Mail mail, const MailTimes& times, Time now)
{
    switch (mail) {
    case Mail::daily: return times.digests.daily;
    case Mail::weekly: return times.digests.weekly;
    case Mail::at_once:
    case Mail::none: break;
    }
    return now + times.at_once_wait;
}

// The rows come in the order of reasons, and of one thing a reader is told once: so the strongest
// wins. A row without any channel is kept too, or a weaker reason would tell what the reader chose
// not to hear.
bool store(db::Tx& tx, const Notification& told, const MailTimes& times, Time now)
{
    if (sql::count_unseen(tx, told) >= group_unseen_max || !sql::insert(tx, told))
        return false;
    if (told.mail != Mail::none)
        sql::owe_mail(tx, told.reader, told.mail, due_at(told.mail, times, now));
    return true;
}

} // namespace

Plan plan_notifications(db::Snapshot& snapshot, Time now)
{
    return Planner{snapshot, now}.run();
}

Result<int> carry_out(db::Tx& tx, const Plan& plan, const MailTimes& times, Time now)
{
    if (!(sql::load_cursor(tx) == plan.from))
        return refuse(Refusal::conflict, "notifications.moved");
    std::set<ReaderId> told;
    for (const auto& notification : plan.made) {
        if (store(tx, notification, times, now))
            told.insert(notification.reader);
    }
    for (const auto reader : told)
        db::append_event(tx, {event_notified, reader.value()}, now);
    sql::store_cursor(tx, plan.to);
    return static_cast<int>(told.size());
}

Progress tell_next(db::Database& database, const MailTimes& times, Time now)
{
    const auto plan =
        database.read([&](db::Snapshot& snapshot) { return plan_notifications(snapshot, now); });
    if (plan.is_empty())
        return Progress::idle;
    const auto told =
        database.write([&](db::Tx& tx) { return carry_out(tx, plan, times, now); }, db::Lane::bulk);
    if (told && *told > 0)
        log::debug("notifications.told", {{"readers", *told}, {"position", plan.to.position}});
    return plan.is_full ? Progress::more : Progress::caught_up;
}

} // namespace masthead::notifications
