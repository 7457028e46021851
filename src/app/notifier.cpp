#include "app/notifier.hpp"

#include "core/base/log.hpp"
#include "features/notifications/letters.hpp"
#include "features/notifications/queue_pushes.hpp"
#include "features/settings/newsroom.hpp"

namespace masthead::app {

namespace {

using notifications::Progress;

// Under load a stretch gathers what happens meanwhile: its commit is then one of five a second
// beside the posts, not one behind each.
constexpr auto gathering_pause = Milliseconds{200};
// The clock may be set, and a row may come from another node: looked at so often at least.
constexpr auto longest_rest = std::chrono::seconds{30};
constexpr auto pause_after_failure = std::chrono::seconds{1};
constexpr int letters_a_turn = 20;
constexpr int pushes_a_turn = 50;

} // namespace

Notifier::Notifier(db::Database& database, const Clock& clock, Milliseconds at_once_wait)
    : database_(database), clock_(clock), at_once_wait_(at_once_wait)
{
}

Notifier::~Notifier()
{
    stop();
}

void Notifier::start()
{
    thread_ = std::thread{[this] { run(); }};
}

void Notifier::stop()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

void Notifier::wake()
{
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

Progress Notifier::turn()
{
    const auto now = clock_.now();
    const auto told = notifications::tell_next(database_, mail_times(), now);
    int letters = 0;
    if (until_next_mail() <= Milliseconds{0}) {
        const auto queued = database_.write(
            [&](db::Tx& tx) { return notifications::queue_due_mails(tx, letters_a_turn, now); },
            db::Lane::bulk);
        letters = queued ? *queued : 0;
    }
    const bool is_more = queue_pushes(now) || letters == letters_a_turn;
    return is_more ? Progress::more : told;
}

// After the telling, in the same turn: a push does not wait for the next event.
bool Notifier::queue_pushes(Time now)
{
    const auto owed = database_.read(
        [](db::Snapshot& snapshot) { return notifications::find_owed_pushes(snapshot, 1); });
    if (owed.empty())
        return false;
    const auto queued = database_.write(
        [&](db::Tx& tx) { return notifications::queue_pushes(tx, pushes_a_turn, now); },
        db::Lane::bulk);
    return queued && *queued == pushes_a_turn;
}

void Notifier::run()
{
    for (;;) {
        auto progress = Progress::idle;
        Milliseconds until_mail = longest_rest;
        try {
            progress = turn();
            until_mail = until_next_mail();
        } catch (const std::exception& error) {
            log::error("notifications.failed", {{"error", error.what()}});
            std::unique_lock lock{mutex_};
            changed_.wait_for(lock, pause_after_failure, [&] { return stopping_; });
            woken_ = true;
        }
        rest(progress, until_mail);
        const std::lock_guard lock{mutex_};
        if (stopping_)
            return;
        woken_ = false;
    }
}

void Notifier::rest(Progress progress, Milliseconds until_mail)
{
    if (progress == Progress::more)
        return;
    std::unique_lock lock{mutex_};
    if (progress == Progress::caught_up &&
        changed_.wait_for(lock, gathering_pause, [&] { return stopping_; }))
        return;
    changed_.wait_for(lock, std::clamp<Milliseconds>(until_mail, Milliseconds{0}, longest_rest),
                      [&] { return woken_ || stopping_; });
}

notifications::MailTimes Notifier::mail_times()
{
    const auto zone = database_.read(
        [](db::Snapshot& snapshot) { return settings::load_newsroom(snapshot).timezone; });
    if (!dates_ || zone != zone_) {
        dates_ = std::make_unique<const site::DateFormat>(zone, "en");
        zone_ = zone;
    }
    const auto now = clock_.now();
    return {at_once_wait_, notifications::digest_times(now, dates_->offset_at(now))};
}

Milliseconds Notifier::until_next_mail()
{
    const auto next = database_.read(
        [](db::Snapshot& snapshot) { return notifications::next_mail_at(snapshot); });
    return next ? *next - clock_.now() : Milliseconds{longest_rest};
}

} // namespace masthead::app
