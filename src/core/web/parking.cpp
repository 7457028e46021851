#include "core/web/parking.hpp"

#include "core/base/log.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

namespace masthead::web {

namespace {

// Requests that are due within so little time of one another are woken together.
constexpr std::chrono::milliseconds rest{2};

} // namespace

bool ParkedRequests::add(Parked& parked)
{
    if (parked_.size() >= options_.requests_max)
        return false;
    std::size_t& of_network = by_network_[parked.waiter.since.network];
    if (of_network >= options_.per_network_max)
        return false;
    ++of_network;
    parked_.push_back(std::move(parked));
    return true;
}

std::vector<Parked> ParkedRequests::take_due(Parked::Moment now, std::int64_t noted)
{
    const auto waits = [&](const Parked& parked) {
        return parked.wake_at > now && (!parked.wake_by || *parked.wake_by > noted);
    };
    const auto due = std::stable_partition(parked_.begin(), parked_.end(), waits);
    std::vector<Parked> taken(std::make_move_iterator(due), std::make_move_iterator(parked_.end()));
    parked_.erase(due, parked_.end());
    for (const Parked& parked : taken) {
        const auto of_network = by_network_.find(parked.waiter.since.network);
        if (--of_network->second == 0)
            by_network_.erase(of_network);
    }
    return taken;
}

std::optional<Parked::Moment> ParkedRequests::next() const
{
    const auto first = std::ranges::min_element(parked_, {}, &Parked::wake_at);
    return first == parked_.end() ? std::nullopt : std::optional{first->wake_at};
}

Parking::Parking(Wake wake, ParkedRequests::Options options)
    : wake_(std::move(wake)), parked_(options)
{
}

Parking::~Parking()
{
    stop();
}

bool Parking::park(Parked& parked)
{
    const std::lock_guard lock{mutex_};
    if (stopping_ || !start_locked() || !parked_.add(parked))
        return false;
    // Also where its position was noted a moment ago: the thread looks at each newcomer once.
    woken_ = true;
    changed_.notify_one();
    return true;
}

/// False where the machine gives us no thread: nobody waits then.
bool Parking::start_locked()
{
    if (thread_.joinable())
        return true;
    try {
        thread_ = std::thread{[this] { run(); }};
        return true;
    } catch (const std::system_error& failure) {
        log::error("web.parking_failed", {{"what", failure.what()}});
        return false;
    }
}

void Parking::note_position(std::int64_t position)
{
    const std::lock_guard lock{mutex_};
    if (position <= noted_)
        return;
    noted_ = position;
    if (parked_.size() == 0)
        return;
    woken_ = true;
    changed_.notify_one();
}

std::int64_t Parking::noted() const
{
    const std::lock_guard lock{mutex_};
    return noted_;
}

std::size_t Parking::size() const
{
    const std::lock_guard lock{mutex_};
    return parked_.size();
}

void Parking::stop()
{
    std::thread ending;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        ending = std::move(thread_);
        changed_.notify_one();
    }
    if (ending.joinable())
        ending.join();
}

void Parking::run()
{
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        const auto changed = [this] { return woken_ || stopping_; };
        if (const auto next = parked_.next())
            changed_.wait_until(lock, *next + rest, changed);
        else
            changed_.wait(lock, changed);
        woken_ = false;
        auto due = parked_.take_due(std::chrono::steady_clock::now(), noted_);
        lock.unlock();
        for (Parked& parked : due)
            wake_(std::move(parked));
        due.clear();
        lock.lock();
    }
}

} // namespace masthead::web
