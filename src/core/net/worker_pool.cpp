#include "core/net/worker_pool.hpp"

#include "core/base/check.hpp"
#include "core/base/log.hpp"

#include <exception>
#include <system_error>

namespace masthead::net {

namespace {

// The sanitizers' frames are several times as large as ours.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t stack_bytes = 8 * limits::worker_stack_bytes;
#else
constexpr std::size_t stack_bytes = limits::worker_stack_bytes;
#endif

} // namespace

WorkerPool::WorkerPool(std::size_t threads_max, std::size_t queue_max)
    : threads_max_(threads_max), queue_max_(queue_max)
{
    MH_CHECK(threads_max > 0);
}

WorkerPool::~WorkerPool()
{
    stop();
}

bool WorkerPool::submit(std::function<void()> job)
{
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || queue_.size() >= queue_max_ + idle_)
            return false;
        queue_.push_back(std::move(job));
        if (queue_.size() > idle_ && threads_.size() < threads_max_)
            start_thread_locked();
    }
    work_.notify_one();
    return true;
}

void WorkerPool::stop()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    work_.notify_all();
    std::vector<pthread_t> ending;
    {
        const std::lock_guard lock{mutex_};
        ending.swap(threads_);
    }
    for (const pthread_t thread : ending)
        pthread_join(thread, nullptr);
}

std::size_t WorkerPool::threads() const
{
    const std::lock_guard lock{mutex_};
    return threads_.size();
}

void* WorkerPool::run_thread(void* pool)
{
    static_cast<WorkerPool*>(pool)->run();
    return nullptr;
}

// A thread that cannot be started is no failure while others exist: the job waits for them.
void WorkerPool::start_thread_locked()
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t thread{};
    const int error = pthread_create(&thread, &attributes, run_thread, this);
    pthread_attr_destroy(&attributes);
    if (error == 0)
        threads_.push_back(thread);
    else if (threads_.empty())
        throw std::system_error(error, std::generic_category(), "starting a worker thread");
    else
        log::warn("worker.not_started", {{"errno", error}, {"threads", threads_.size()}});
}

void WorkerPool::run()
{
    std::unique_lock lock{mutex_};
    for (;;) {
        while (queue_.empty() && !stopping_) {
            ++idle_;
            work_.wait(lock);
            --idle_;
        }
        if (queue_.empty())
            return;
        auto job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        try {
            job();
        } catch (const std::exception& failure) {
            log::error("worker.job_failed", {{"what", failure.what()}});
        }
        job = nullptr; // its captures end here, not under the lock
        lock.lock();
    }
}

} // namespace masthead::net
