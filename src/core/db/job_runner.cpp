#include "core/db/job_runner.hpp"

#include "core/base/log.hpp"

namespace masthead::db {

namespace {

constexpr auto lease = std::chrono::minutes{5};

// A job added by a crashed node, or due by the clock alone, is found at most this late.
constexpr auto tick = std::chrono::seconds{1};

} // namespace

JobRunner::JobRunner(Database& database, const Clock& clock,
                     std::map<std::string, Handler> handlers, JobLane lane)
    : database_(database), clock_(clock), handlers_(std::move(handlers)), lane_(lane)
{
}

JobRunner::~JobRunner()
{
    stop();
}

void JobRunner::start()
{
    thread_ = std::thread{[this] { run(); }};
}

void JobRunner::stop()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable())
        thread_.join();
}

void JobRunner::wake()
{
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

int JobRunner::run_due()
{
    int count = 0;
    // A long queue must not hold up the end of the program: what is left is there at the next
    // start.
    while (!is_stopping()) {
        // The read comes first so that an idle server does not write once a second.
        const auto next = database_.read([&](Snapshot& s) { return next_job_at(s, lane_); });
        if (!next || *next > clock_.now())
            return count;
        const auto job = database_.write([&](Tx& tx) -> Result<std::optional<Job>> {
            return claim_job(tx, clock_.now(), lease, lane_);
        });
        if (!job || !*job)
            return count;
        run_one(**job);
        ++count;
    }
    return count;
}

bool JobRunner::is_stopping()
{
    const std::lock_guard lock{mutex_};
    return stopping_;
}

void JobRunner::run_one(const Job& job)
{
    std::string reason;
    try {
        const auto handler = handlers_.find(job.kind);
        if (handler == handlers_.end())
            throw std::runtime_error("no handler for this kind of job");
        handler->second(job);
    } catch (const std::exception& error) {
        reason = error.what();
    }
    const auto ended = database_.write([&](Tx& tx) -> Result<std::optional<Time>> {
        if (!reason.empty())
            return retry_job(tx, job, reason, clock_.now());
        finish_job(tx, job.id);
        return std::optional<Time>{};
    });
    if (!reason.empty())
        log::warn(*ended ? "job.deferred" : "job.failed", {{"job", job.id.value()},
                                                           {"kind", job.kind},
                                                           {"attempt", job.attempt},
                                                           {"error", reason}});
}

void JobRunner::run()
{
    for (;;) {
        try {
            run_due();
        } catch (const std::exception& error) {
            log::error("jobs.failed", {{"error", error.what()}});
        }
        std::unique_lock lock{mutex_};
        changed_.wait_for(lock, tick, [&] { return woken_ || stopping_; });
        if (stopping_)
            return;
        woken_ = false;
    }
}

} // namespace masthead::db
