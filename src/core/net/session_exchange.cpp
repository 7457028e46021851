// The slow path of a session: bodies, answers made by workers, files.

#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/net/chunk_decoder.hpp"
#include "core/net/session.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <vector>

namespace masthead::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr asio::use_awaitable_t<Executor> use_awaitable;
constexpr std::size_t body_step_bytes = 64 * 1024;
constexpr std::size_t stream_chunk_bytes = 128 * 1024;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

/// Brings an answer from wherever it was made to the session, if that still exists.
class Session::AnswerSink final : public Responder::Sink {
public:
    explicit AnswerSink(std::shared_ptr<Link> link) : link_(std::move(link)) {}

    void deliver(Answer answer) override
    {
        const auto mailbox = link_->mailbox;
        mailbox->deliver([link = std::move(link_), brought = std::move(answer)]() mutable {
            Session* session = link->session;
            if (session == nullptr)
                return;
            session->answer_ = std::move(brought);
            session->woken_ = true;
            session->wake_.cancel();
        });
    }

private:
    std::shared_ptr<Link> link_;
};

/// A piece of a file on its way from a worker.
struct Session::Chunk {
    std::shared_ptr<BodySource> source;
    std::vector<char> bytes;
    std::size_t count = 0;
    bool failed = false;

    void fill() noexcept
    {
        try {
            bytes.resize(stream_chunk_bytes);
            count = source->read(bytes);
        } catch (const std::exception& failure) {
            log::error("net.body_failed", {{"what", failure.what()}});
            failed = true;
            count = 0;
        }
    }
};

Awaitable<> Session::exchange()
{
    const ParsedHead& head = thread_.scratch(); // good until the first suspension
    const std::size_t body_max = thread_.application().body_bytes_max(head.request);
    RequestData request = own_request(head);
    in_.consume(head_bytes_);
    if (now_.framing != Framing::none) {
        const bool whole = co_await read_body(request, body_max);
        if (!whole)
            co_return;
    }
    thread_.wheel().clear(*this); // the handler takes what time it needs
    hand_over(std::move(request));
    co_await wait_for_wake();
    if (broken_)
        co_return;
    if (!answer_.page)
        answer_.page = thread_.application().refusal(500);
    now_.from_cache = answer_.from_cache;
    std::shared_ptr<BodySource> rest = std::move(answer_.rest);
    WirePagePtr page = std::move(answer_.page);
    if (answer_.stream && now_.verb != Verb::head) {
        std::shared_ptr<StreamSource> source = std::move(answer_.stream);
        co_await answer(std::move(page));
        co_await live(std::move(source));
        co_return;
    }
    answer_.stream.reset();
    co_await answer(std::move(page));
    if (rest && now_.verb != Verb::head)
        co_await stream(std::move(rest));
}

RequestData Session::own_request(const ParsedHead& head) const
{
    RequestData request;
    request.verb = head.request.verb;
    request.target = head.request.target;
    request.host = head.request.host;
    request.peer = peer_;
    request.fields.reserve(head.request.fields.size());
    for (const FieldView& field : head.request.fields) {
        // Some readers take an underscore for a hyphen: such a name could pass for another.
        if (field.name.find('_') == std::string_view::npos)
            request.fields.emplace_back(to_lower_ascii(field.name), field.value);
    }
    return request;
}

void Session::hand_over(RequestData request)
{
    if (!link_)
        link_ = std::make_shared<Link>(Link{thread_.mailbox(), this});
    answer_ = {};
    woken_ = false;
    auto sink = std::make_shared<AnswerSink>(link_);
    thread_.application().handle(std::move(request), Responder{std::move(sink)});
}

Awaitable<> Session::wait_for_wake()
{
    while (!woken_ && !broken_) {
        error_code cancelled;
        auto token = asio::redirect_error(use_awaitable, cancelled);
        co_await wake_.async_wait(token);
    }
}

Awaitable<> Session::answer(WirePagePtr page)
{
    begin_answer(std::move(page));
    if (!try_write() && !broken_)
        co_await write_rest();
}

/// False where an error was answered, or nobody is there any more.
Awaitable<bool> Session::read_body(RequestData& request, std::size_t body_max)
{
    const std::size_t read_max = std::max(body_max, limits::discarded_body_bytes_max);
    const bool sized = now_.framing == Framing::length;
    const bool unwelcome = sized ? now_.content_length > body_max : body_max == 0;
    // Who asks before sending a body that is not wanted is told so; nothing has been sent yet.
    const bool asks = now_.expects_continue && in_.empty();
    if ((sized && now_.content_length > read_max) || (unwelcome && asks)) {
        request.body_too_large = closing_ = lingers_ = true;
        co_return true;
    }
    if (asks)
        co_await say_continue();
    bool whole = false;
    if (sized)
        whole = co_await read_sized_body(request);
    else
        whole = co_await read_chunked_body(request, body_max);
    if (whole && request.body.size() > body_max) {
        request.body_too_large = true;
        request.body.clear();
    }
    co_return whole;
}

Awaitable<> Session::say_continue()
{
    out_ = {continue_line, {}};
    if (!try_write() && !broken_)
        co_await write_rest();
}

Awaitable<bool> Session::read_sized_body(RequestData& request)
{
    std::string& body = request.body;
    deadline(thread_.options().body_timeout, now_.content_length);
    const auto buffered = in_.view().substr(0, now_.content_length);
    body = buffered;
    in_.consume(buffered.size());
    while (body.size() < now_.content_length && !broken_) {
        const std::size_t had = body.size();
        // Grown as it arrives: announcing a megabyte costs us nothing.
        const auto step = std::min<std::uint64_t>(now_.content_length - had, body_step_bytes);
        body.resize(had + step);
        error_code failed;
        auto token = asio::redirect_error(use_awaitable, failed);
        const auto buffer = asio::buffer(body.data() + had, step);
        const std::size_t count = co_await socket_.async_read_some(buffer, token);
        body.resize(had + count);
        if (failed || timed_out_)
            co_return co_await read_failed();
    }
    co_return !broken_;
}

Awaitable<bool> Session::read_chunked_body(RequestData& request, std::size_t keep_max)
{
    ChunkDecoder decoder{std::max(keep_max, limits::discarded_body_bytes_max)};
    deadline(thread_.options().body_timeout, keep_max);
    for (;;) {
        std::size_t consumed = 0;
        const auto state = decoder.decode(in_.view(), request.body, consumed);
        in_.consume(consumed);
        if (state == ChunkDecoder::State::done)
            co_return true;
        if (state == ChunkDecoder::State::too_large) {
            request.body_too_large = closing_ = lingers_ = true;
            request.body.clear();
            co_return true;
        }
        if (state == ChunkDecoder::State::malformed) {
            closing_ = lingers_ = true;
            WirePagePtr page = thread_.application().refusal(400);
            co_await answer(std::move(page));
            co_return false;
        }
        const bool more = co_await read_more();
        if (!more)
            co_return false;
    }
}

Awaitable<bool> Session::read_more()
{
    error_code failed;
    auto token = asio::redirect_error(use_awaitable, failed);
    const auto space = in_.space();
    const auto buffer = asio::buffer(space.data(), space.size());
    const std::size_t count = co_await socket_.async_read_some(buffer, token);
    if (failed || timed_out_)
        co_return co_await read_failed();
    in_.received(count);
    co_return true;
}

/// A body that does not come is answered with 408; a peer that has gone, with nothing.
Awaitable<bool> Session::read_failed()
{
    closing_ = true;
    if (timed_out_ && !broken_) {
        WirePagePtr page = thread_.application().refusal(408);
        co_await answer(std::move(page));
    }
    broken_ = true;
    co_return false;
}

/// Sends a file piece by piece; the next is read when the last has been taken.
Awaitable<> Session::stream(std::shared_ptr<BodySource> source)
{
    auto chunk = std::make_shared<Chunk>();
    chunk->source = std::move(source);
    while (!broken_) {
        fetch(chunk);
        co_await wait_for_wake();
        if (broken_ || chunk->count == 0)
            break;
        out_ = {std::string_view{chunk->bytes.data(), chunk->count}, {}};
        if (!try_write() && !broken_)
            co_await write_rest();
    }
    // The length has been promised: only a cut connection tells that the file is not whole.
    if (chunk->failed)
        cut();
}

/// Reads the next piece on a worker; here, where all of those are busy.
void Session::fetch(std::shared_ptr<Chunk> chunk)
{
    woken_ = false;
    auto job = [chunk, link = link_] {
        chunk->fill();
        link->mailbox->deliver([link] {
            if (link->session == nullptr)
                return;
            link->session->woken_ = true;
            link->session->wake_.cancel();
        });
    };
    if (thread_.application().submit(std::move(job)))
        return;
    chunk->fill();
    woken_ = true;
}

} // namespace masthead::net
