#pragma once

#include "core/db/database.hpp"
#include "core/db/job_queue.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace masthead::db {

/// Runs the due jobs of one lane one after another on its own thread. A handler that throws is
/// tried again later.
class JobRunner {
public:
    using Handler = std::function<void(const Job&)>;

    JobRunner(Database& database, const Clock& clock, std::map<std::string, Handler> handlers,
              JobLane lane = JobLane::ordinary);
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    void start();
    /// Returns when the job under way has ended; what else is due stays for the next start.
    void stop();

    /// A job may have been added: look now instead of at the next tick. Threads: any.
    void wake();

    /// Runs everything due at the clock's present time on the caller's thread; answers how many.
    int run_due();

private:
    void run();
    bool is_stopping();
    void run_one(const Job& job);

    Database& database_;
    const Clock& clock_;
    std::map<std::string, Handler> handlers_;
    JobLane lane_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::db
