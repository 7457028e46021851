#pragma once

#include "core/base/log.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <utility>

namespace masthead::net {

using Executor = boost::asio::io_context::executor_type;

template <class T = void>
using Awaitable = boost::asio::awaitable<T, Executor>;

/// Owns the coroutines of one I/O thread: nothing else spawns any. Threads: that one.
class TaskGroup {
public:
    explicit TaskGroup(boost::asio::io_context& context) : context_(context) {}

    /// Starts a coroutine. What it throws is logged once and ends it alone.
    void spawn(Awaitable<> task)
    {
        ++running_;
        auto ended = [this](std::exception_ptr failure) { on_end(failure); };
        boost::asio::co_spawn(context_.get_executor(), std::move(task), std::move(ended));
    }

    std::size_t running() const { return running_; }

    /// Called each time a coroutine has ended.
    void on_each_end(std::function<void()> callback) { callback_ = std::move(callback); }

private:
    void on_end(const std::exception_ptr& failure)
    {
        --running_;
        if (failure) {
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& what) {
                log::error("net.task_failed", {{"what", what.what()}});
            }
        }
        if (callback_)
            callback_();
    }

    boost::asio::io_context& context_;
    std::size_t running_ = 0;
    std::function<void()> callback_;
};

} // namespace masthead::net
