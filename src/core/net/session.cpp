#include "core/net/session.hpp"

#include "core/net/access_log.hpp"
#include "core/net/second_reader.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstring>

namespace masthead::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr asio::use_awaitable_t<Executor> use_awaitable;

std::string_view name_of(Verb verb)
{
    switch (verb) {
    case Verb::get: return "GET";
    case Verb::head: return "HEAD";
    case Verb::post: return "POST";
    case Verb::put: return "PUT";
    case Verb::patch: return "PATCH";
    case Verb::del: return "DELETE";
    case Verb::options: return "OPTIONS";
    }
    return "-";
}

} // namespace

Session::Session(IoThread& thread, Socket socket, const Address& peer)
    : thread_(thread), socket_(std::move(socket)),
      wake_(socket_.get_executor(), Timer::time_point::max()), peer_(peer)
{
    place_ = thread_.sessions().insert(thread_.sessions().end(), this);
}

Session::~Session()
{
    if (link_)
        link_->session = nullptr;
    thread_.sessions().erase(place_);
    thread_.counts().leave(peer_);
}

void Session::drain()
{
    if (live_)
        return drain_live();
    closing_ = closing_ || idle_;
    if (idle_)
        socket_.cancel();
}

void Session::cut()
{
    broken_ = closing_ = true;
    lingers_ = false;
    error_code ignored;
    // What the kernel still holds for a reader who does not take it is dropped too.
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket_.close(ignored);
    wake_.cancel();
}

void Session::on_timeout()
{
    if (live_)
        return live_timeout();
    timed_out_ = true;
    if (write_pending())
        cut();
    else
        socket_.cancel();
}

Awaitable<> Session::run(std::unique_ptr<Session> session)
{
    co_await session->converse();
}

Awaitable<> Session::converse()
{
    for (;;) {
        const Step step = advance();
        if (step == Step::read) {
            error_code failed;
            auto token = asio::redirect_error(use_awaitable, failed);
            const auto space = in_.space();
            const auto buffer = asio::buffer(space.data(), space.size());
            const std::size_t count = co_await socket_.async_read_some(buffer, token);
            if (!received(failed, count))
                break;
        } else if (step == Step::write) {
            co_await write_rest();
            finish_request();
        } else if (step == Step::exchange) {
            co_await exchange();
            finish_request();
        } else {
            break;
        }
    }
    thread_.wheel().clear(*this);
    if ((lingers_ || !in_.empty()) && !broken_ && !timed_out_)
        co_await linger();
}

/// Works through what is buffered until something has to be waited for.
Session::Step Session::advance()
{
    while (!closing_) {
        skip_blank_lines();
        switch (scanner_.scan(in_.view())) {
        case HeadScanner::State::incomplete: return await_input();
        case HeadScanner::State::refused: return refuse(scanner_.refusal());
        case HeadScanner::State::complete: break;
        }
        const Step step = answer_from_cache_or_exchange(scanner_.head_bytes());
        if (step != Step::read)
            return step;
    }
    return Step::close;
}

/// Some clients end a body with a line end that belongs to nothing; RFC 9112, 2.2 forgives that. A
/// few only: each would otherwise buy another stretch of idleness.
void Session::skip_blank_lines()
{
    constexpr int blank_lines_max = 4;
    while (blank_lines_ < blank_lines_max && in_.view().starts_with("\r\n")) {
        in_.consume(2);
        ++blank_lines_;
        scanner_.reset();
    }
}

/// `read` stands for: answered, look for the next request.
Session::Step Session::answer_from_cache_or_exchange(std::size_t head_bytes)
{
    ParsedHead& head = thread_.scratch();
    const auto text = in_.view().substr(0, head_bytes);
    const int status = parse_head(text, head);
    if (status != 0)
        return refuse(status);
    begin_request(head);
    const bool reads = head.request.verb == Verb::get || head.request.verb == Verb::head;
    WirePagePtr page;
    if (reads && head.framing == Framing::none)
        page = thread_.application().find_cached(head.request);
    // What changes nothing and has no body needs no second opinion; everything else gets one.
    if (!page)
        return second_reader_agrees(text, head) ? Step::exchange : refuse(400);
    now_.from_cache = true;
    in_.consume(head_bytes);
    begin_answer(std::move(page));
    if (!try_write())
        return broken_ ? Step::close : Step::write;
    finish_request();
    return Step::read;
}

Session::Step Session::await_input()
{
    if (in_.empty()) {
        if (thread_.draining())
            return Step::close;
        idle_ = true;
        // A new connection has said nothing yet: it is not owed the patience of an old one.
        const auto& options = thread_.options();
        const auto patience = first_request_ ? options.head_timeout : options.keep_alive_timeout;
        thread_.wheel().set(*this, thread_.ticks(patience));
    } else if (!head_begun_) {
        head_begun_ = true;
        thread_.wheel().set(*this, thread_.ticks(thread_.options().head_timeout));
    }
    return Step::read;
}

/// False where the conversation is over, all having been said.
bool Session::received(const error_code& failed, std::size_t count)
{
    idle_ = false;
    if (!failed)
        in_.received(count);
    // The deadline may have struck in the very round in which bytes came: it holds all the same,
    // for nothing would set another.
    if (!failed && !timed_out_)
        return true;
    if (!timed_out_ || in_.empty() || broken_)
        return false;
    refuse(408);
    lingers_ = false; // there is nothing to wait for: the head did not come
    return false;
}

/// Answers an error of the protocol; the connection ends after it.
Session::Step Session::refuse(int status)
{
    now_ = Exchange{};
    now_.began = std::chrono::steady_clock::now();
    now_.client = peer_;
    logged_target_.clear();
    closing_ = lingers_ = true;
    begin_answer(thread_.application().refusal(status));
    if (!try_write())
        return broken_ ? Step::close : Step::write;
    finish_request();
    return Step::close;
}

void Session::begin_request(const ParsedHead& head)
{
    now_ = Exchange{};
    now_.verb = head.request.verb;
    now_.framing = head.framing;
    now_.content_length = head.content_length;
    now_.keep_alive = head.keep_alive && !thread_.draining();
    now_.http_1_0 = head.http_1_0;
    now_.expects_continue = head.expects_continue;
    head_begun_ = first_request_ = false;
    blank_lines_ = 0;
    closing_ = !now_.keep_alive;
    head_bytes_ = scanner_.head_bytes();
    scanner_.reset();
    thread_.scratch().request.peer = peer_;
    if (thread_.options().access_log == nullptr)
        return;
    now_.began = std::chrono::steady_clock::now();
    now_.client = thread_.application().client_of(head.request);
    logged_target_ = head.request.target;
}

void Session::finish_request()
{
    page_.reset();
    if (now_.status == 0 || thread_.options().access_log == nullptr)
        return;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - now_.began);
    const bool parsed = !logged_target_.empty();
    thread_.log({parsed ? name_of(now_.verb) : std::string_view{}, logged_target_, now_.status,
                 now_.bytes, took, now_.encoding, now_.from_cache, now_.client});
    now_.status = 0;
}

void Session::begin_answer(WirePagePtr page)
{
    closing_ = closing_ || page->closes || thread_.draining();
    now_.status = page->status;
    now_.encoding = page->encoding;
    std::memcpy(patch_.data(), page->bytes.data(), page->patch_bytes);
    std::memcpy(patch_.data() + page->date_at, thread_.date(), http_date_bytes);
    std::size_t patched = page->patch_bytes;
    const auto append = [&](std::string_view line) {
        std::memcpy(patch_.data() + patched, line.data(), line.size());
        patched += line.size();
    };
    if (closing_)
        append("Connection: close\r\n");
    else if (now_.http_1_0)
        append("Connection: keep-alive\r\n");
    const bool head_only = now_.verb == Verb::head;
    const std::string_view bytes = page->bytes;
    out_[0] = {patch_.data(), patched};
    out_[1] = bytes.substr(0, head_only ? page->head_bytes : bytes.size());
    out_[1].remove_prefix(page->patch_bytes);
    page_ = std::move(page);
}

std::array<asio::const_buffer, 2> Session::out_buffers() const
{
    return {asio::buffer(out_[0].data(), out_[0].size()),
            asio::buffer(out_[1].data(), out_[1].size())};
}

void Session::written(std::size_t count)
{
    now_.bytes += count;
    for (std::string_view& part : out_) {
        const std::size_t taken = std::min(count, part.size());
        part.remove_prefix(taken);
        count -= taken;
    }
}

/// Writes without waiting. True where all is out.
bool Session::try_write()
{
    error_code failed;
    written(socket_.write_some(out_buffers(), failed));
    if (failed && failed != asio::error::would_block)
        broken_ = closing_ = true;
    return !broken_ && !write_pending();
}

Awaitable<> Session::write_rest()
{
    if (write_pending() && !broken_)
        deadline(thread_.options().write_timeout, out_[0].size() + out_[1].size());
    while (write_pending() && !broken_) {
        error_code failed;
        auto token = asio::redirect_error(use_awaitable, failed);
        const auto buffers = out_buffers();
        const std::size_t count = co_await socket_.async_write_some(buffers, token);
        written(count);
        if (failed)
            broken_ = closing_ = true;
    }
    thread_.wheel().clear(*this);
    if (broken_)
        out_ = {};
}

/// Patience that grows with what is to be carried, at the slowest rate that is not an attack.
void Session::deadline(Milliseconds base, std::uint64_t bytes)
{
    const auto extra = Milliseconds{bytes * 1'000 / thread_.options().bytes_per_second_min};
    thread_.wheel().set(*this, thread_.ticks(base + extra));
}

/// After an error the peer may still be sending. Closing at once would reset the connection and
/// take our answer with it, so what comes is thrown away for a moment.
Awaitable<> Session::linger()
{
    constexpr std::size_t discarded_max = 4 * 1024 * 1024;
    error_code failed;
    auto token = asio::redirect_error(use_awaitable, failed);
    socket_.shutdown(asio::socket_base::shutdown_send, failed);
    timed_out_ = false;
    thread_.wheel().set(*this, thread_.ticks(thread_.options().linger_timeout));
    std::size_t discarded = 0;
    while (!failed && !timed_out_ && discarded < discarded_max) {
        in_.clear();
        const auto space = in_.space();
        const auto buffer = asio::buffer(space.data(), space.size());
        const std::size_t count = co_await socket_.async_read_some(buffer, token);
        discarded += count;
    }
    thread_.wheel().clear(*this);
}

} // namespace masthead::net
