#pragma once

#include "core/base/limits.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <pthread.h>
#include <vector>

namespace masthead::net {

/// Threads for work that may block. They have small stacks and are started only when work waits
/// and nobody is free, so an idle process holds few. Threads: any.
class WorkerPool {
public:
    explicit WorkerPool(std::size_t threads_max = limits::workers_max,
                        std::size_t queue_max = limits::worker_queue_max);

    /// Like `stop`.
    ~WorkerPool();

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Queues the job. False, and the job is destroyed, where the queue is full or the pool has
    /// stopped. A job that throws is logged; jobs are expected not to.
    bool submit(std::function<void()> job);

    /// Runs what has been queued, then ends all threads.
    void stop();

    std::size_t threads() const;

private:
    static void* run_thread(void* pool);
    void run();
    void start_thread_locked();

    const std::size_t threads_max_;
    const std::size_t queue_max_;
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::deque<std::function<void()>> queue_;
    std::vector<pthread_t> threads_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
};

} // namespace masthead::net
