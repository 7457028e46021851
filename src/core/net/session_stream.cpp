// A session that has become a stream: the application sends, the client only listens.

#include "core/net/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <vector>

namespace masthead::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr asio::use_awaitable_t<Executor> use_awaitable;
constexpr std::size_t frames_a_write = 8;

} // namespace

/// Until the client has gone, was cut, or everything has been said. Only this coroutine reads;
/// frames are written from where they are sent.
Awaitable<> Session::live(std::shared_ptr<StreamSource> source)
{
    closing_ = true;
    if (broken_)
        co_return;
    give_buffers_back();
    live_ = std::make_unique<Live>();
    live_->source = source;
    thread_.wheel().set(*this, thread_.ticks(thread_.options().stream_idle));
    source->opened(*this, thread_.mailbox());
    if (thread_.draining())
        source->draining();
    co_await listen_to_client();
    thread_.wheel().clear(*this);
    source->closed();
    live_.reset();
}

/// A stream waits for hours: it keeps nothing that a request needed.
void Session::give_buffers_back()
{
    in_.release();
    page_.reset();
    out_ = {};
    logged_target_.resize(std::min(logged_target_.size(), logged_target_.find('?')));
    logged_target_.shrink_to_fit();
}

Awaitable<> Session::listen_to_client()
{
    while (!broken_ && !(live_->finishes && live_->pending.empty())) {
        error_code failed;
        auto token = asio::redirect_error(use_awaitable, failed);
        const auto buffer = asio::buffer(live_->ears);
        const std::size_t count = co_await socket_.async_read_some(buffer, token);
        live_->heard += count;
        const bool woken = failed == asio::error::operation_aborted && live_->finishes;
        if (failed && !woken)
            broken_ = true;
        if (live_->heard > stream_input_bytes_max)
            cut();
    }
}

void Session::send(const FramePtr& frame)
{
    if (broken_ || live_->finishes)
        return;
    if (live_->pending.size() >= stream_frames_pending_max)
        return cut();
    std::size_t written = 0;
    if (live_->pending.empty()) {
        error_code failed;
        written = socket_.write_some(asio::buffer(*frame), failed);
        if (failed && failed != asio::error::would_block)
            return cut();
        now_.bytes += written;
        if (written == frame->size()) {
            thread_.wheel().set(*this, thread_.ticks(thread_.options().stream_idle));
            return;
        }
        live_->sent_of_first = written;
    }
    live_->pending.push_back(frame);
    if (!live_->awaits_room)
        await_room();
}

void Session::finish()
{
    if (broken_)
        return; // it was cut, and is about to end
    live_->finishes = true;
    if (live_->pending.empty())
        socket_.cancel();
}

void Session::flush_frames()
{
    auto& pending = live_->pending;
    while (!pending.empty()) {
        std::array<asio::const_buffer, frames_a_write> buffers;
        const std::size_t count = std::min(pending.size(), buffers.size());
        for (std::size_t i = 0; i < count; ++i)
            buffers[i] = asio::buffer(*pending[i]);
        buffers[0] += live_->sent_of_first;
        error_code failed;
        std::size_t written = socket_.write_some(buffers, failed);
        if (failed == asio::error::would_block)
            return await_room();
        if (failed)
            return cut();
        now_.bytes += written;
        std::size_t whole = 0;
        for (; whole < count && written >= buffers[whole].size(); ++whole)
            written -= buffers[whole].size();
        live_->sent_of_first = whole == 0 ? live_->sent_of_first + written : written;
        pending.erase(pending.begin(), pending.begin() + static_cast<std::ptrdiff_t>(whole));
    }
    // The memory of a burst is not kept for hours.
    std::vector<FramePtr>{}.swap(pending);
    thread_.wheel().set(*this, thread_.ticks(thread_.options().stream_idle));
    if (live_->finishes)
        socket_.cancel();
}

/// A plain handler and no coroutine: it finds the session through the link, or finds it gone.
void Session::await_room()
{
    live_->awaits_room = true;
    thread_.wheel().set(*this, thread_.ticks(thread_.options().write_timeout));
    socket_.async_wait(Socket::wait_write, [link = link_](const error_code& failed) {
        Session* session = link->session;
        if (failed || session == nullptr || !session->live_ || session->broken_)
            return;
        session->live_->awaits_room = false;
        session->flush_frames();
    });
}

/// Silence for a while; or a client that has taken nothing for too long.
void Session::live_timeout()
{
    if (live_->awaits_room || live_->finishes)
        return cut();
    thread_.wheel().set(*this, thread_.ticks(thread_.options().stream_idle));
    live_->source->idle();
}

void Session::drain_live()
{
    live_->source->draining();
}

} // namespace masthead::net
