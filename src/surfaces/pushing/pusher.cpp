#include "surfaces/pushing/pusher.hpp"

#include "core/base/log.hpp"
#include "features/notifications/find_push.hpp"
#include "features/notifications/subscribe_push.hpp"
#include "features/readers/reader.hpp"
#include "features/settings/newsroom.hpp"
#include "surfaces/pushing/draw_push.hpp"

#include <algorithm>

namespace masthead::pushing {

namespace {

using notifications::PushToSend;
using push::Outcome;

std::string service_of(const std::string& endpoint)
{
    return endpoint.substr(0, endpoint.find('/', endpoint.find("://") + 3));
}

push::Urgency urgency_of(notifications::Kind kind)
{
    const bool is_personal =
        kind == notifications::Kind::reply || kind == notifications::Kind::mention;
    return is_personal ? push::Urgency::normal : push::Urgency::low;
}

std::string language_of(db::Snapshot& snapshot, ReaderId reader)
{
    const auto found = readers::find_reader(snapshot, reader);
    return found && !found->language.empty() ? found->language
                                             : settings::load_newsroom(snapshot).language;
}

void tell(const PushToSend& push, const push::Delivery& delivery)
{
    const auto level = delivery.outcome == Outcome::refused ? log::Level::warn : log::Level::info;
    log::write(level, "push." + std::string{push::name_of(delivery.outcome)},
               {{"notification", push.notification.value()},
                {"subscription", push.subscription.value()},
                {"attempt", push.attempt},
                {"status", delivery.status},
                {"fault", delivery.fault}});
}

} // namespace

Milliseconds push_pause_after(int attempt)
{
    return std::chrono::seconds{30} * (1 << 2 * (std::clamp(attempt, 1, push_attempts_max) - 1));
}

Pusher::Pusher(db::Database& database, const Clock& clock, site::Pages& pages,
               PusherOptions options)
    : database_(database), clock_(clock), pages_(pages), options_(std::move(options)),
      client_(options_.sender, options_.limits)
{
}

void Pusher::send(const db::Job& job)
{
    const auto push = notifications::parse_push(job.payload);
    if (!push) {
        log::error("push.payload", {{"job", job.id.value()}});
        return;
    }
    const auto ready = prepare(*push);
    if (!ready)
        return;
    if (const auto until = paused_until(ready->subscription.endpoint))
        return try_again(job, *push, *until);
    const auto delivery = client_.send(ready->subscription, ready->message, clock_.now());
    note_pause(ready->subscription.endpoint, delivery);
    tell(*push, delivery);
    keep(job, *push, delivery);
}

// Everything is read at the last moment: what was taken back, seen or switched off since is not
// sent.
std::optional<Pusher::Ready> Pusher::prepare(const PushToSend& push)
{
    const auto theme = pages_.theme();
    return database_.read([&](db::Snapshot& snapshot) -> std::optional<Ready> {
        const auto browser = notifications::find_push_subscription(snapshot, push.subscription);
        if (!browser)
            return std::nullopt;
        auto subscription = notifications::unseal_subscription(options_.seal, browser->sealed);
        const auto now = clock_.now();
        const auto words =
            notifications::find_push_words(snapshot, browser->reader, push.notification, now);
        if (!subscription || !words)
            return std::nullopt;
        push::Message message;
        message.payload =
            draw_push(*theme, language_of(snapshot, browser->reader), *words, push.about);
        message.lifetime = std::chrono::ceil<std::chrono::seconds>(
            words->made_at + notifications::push_lifetime - now);
        message.urgency = urgency_of(words->kind);
        message.topic = push.about;
        return Ready{std::move(*subscription), std::move(message)};
    });
}

void Pusher::keep(const db::Job& job, const PushToSend& push, const push::Delivery& delivery)
{
    const auto now = clock_.now();
    if (delivery.outcome == Outcome::later && push.attempt < push_attempts_max) {
        const auto wait =
            std::max<Milliseconds>(push_pause_after(push.attempt), delivery.retry_after);
        auto next = push;
        ++next.attempt;
        return try_again(job, std::move(next), now + wait);
    }
    (void)*database_.write([&](db::Tx& tx) -> Result<int> {
        if (delivery.outcome == Outcome::delivered)
            notifications::note_push_delivered(tx, push.subscription, now);
        else if (delivery.outcome == Outcome::gone)
            notifications::note_push_gone(tx, push.subscription, now);
        else
            notifications::note_push_refused(tx, push.subscription, now);
        return 0;
    });
}

// The job ends in the transaction that owes the next one: killed in between, there is one of them.
void Pusher::try_again(const db::Job& job, PushToSend push, Time run_at)
{
    (void)*database_.write([&](db::Tx& tx) -> Result<int> {
        db::finish_job(tx, job.id);
        notifications::owe_push(tx, push, run_at);
        return 0;
    });
}

std::optional<Time> Pusher::paused_until(const std::string& endpoint)
{
    const auto found = paused_.find(service_of(endpoint));
    if (found == paused_.end())
        return std::nullopt;
    if (found->second > clock_.now())
        return found->second;
    paused_.erase(found);
    return std::nullopt;
}

// "Too many" (429) is said of one browser as often as of us: that message alone waits.
void Pusher::note_pause(const std::string& endpoint, const push::Delivery& delivery)
{
    const bool is_silent = delivery.status == 0;
    const bool is_ailing = delivery.status >= 500 && delivery.retry_after > std::chrono::seconds{0};
    if (delivery.outcome != Outcome::later || (!is_silent && !is_ailing))
        return;
    const auto now = clock_.now();
    if (paused_.size() >= paused_services_max)
        std::erase_if(paused_, [&](const auto& entry) { return entry.second <= now; });
    if (paused_.size() < paused_services_max)
        paused_[service_of(endpoint)] =
            now + std::max<Milliseconds>(service_pause, delivery.retry_after);
}

} // namespace masthead::pushing
