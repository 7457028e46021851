#pragma once

#include "core/net/application.hpp"
#include "core/net/input_buffer.hpp"
#include "core/net/io_thread.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace masthead::net {

/// One HTTP/1.1 connection: reads heads, answers cached pages without suspending, hands all else to
/// the application, answers strictly in order. Lives on its I/O thread, in its own coroutine.
class Session final : public Timed, private StreamPeer {
public:
    Session(IoThread& thread, Socket socket, const Address& peer);
    ~Session();

    /// The whole life of the connection.
    static Awaitable<> run(std::unique_ptr<Session> session);

    /// Ends the connection if nothing is under way, else after the answer.
    void drain();

    /// Ends it now, whatever is under way.
    void cut();

    void on_timeout() override;

private:
    /// The way back to the session for what workers bring; emptied when the session ends.
    struct Link {
        std::shared_ptr<Mailbox> mailbox;
        Session* session = nullptr; // touched on the I/O thread only
    };
    class AnswerSink;
    struct Chunk;
    enum class Step { read, write, exchange, close };

    /// What is remembered of the request under way.
    struct Exchange {
        Verb verb = Verb::get;
        Framing framing = Framing::none;
        std::uint64_t content_length = 0;
        bool keep_alive = true;
        bool http_1_0 = false;
        bool expects_continue = false;
        bool from_cache = false;
        int status = 0;
        std::uint64_t bytes = 0;
        std::string_view encoding = "-";
        std::chrono::steady_clock::time_point began;
        Address client;
    };

    /// What an open stream needs; nothing of it where there is none.
    struct Live {
        std::shared_ptr<StreamSource> source;
        std::vector<FramePtr> pending; // the first is partly out
        std::size_t sent_of_first = 0;
        std::size_t heard = 0;       // bytes from the client
        bool awaits_room = false;    // the kernel takes no more now
        bool finishes = false;       // no further frame
        std::array<char, 16> ears{}; // a client that listens says nothing: room enough
    };

    Awaitable<> converse();
    Step advance();
    void skip_blank_lines();
    Step answer_from_cache_or_exchange(std::size_t head_bytes);
    Step await_input();
    Step refuse(int status);
    void begin_request(const ParsedHead& head);
    void finish_request();
    bool received(const boost::system::error_code& failed, std::size_t count);

    void begin_answer(WirePagePtr page);
    bool try_write();
    void written(std::size_t count);
    bool write_pending() const { return !out_[0].empty() || !out_[1].empty(); }
    std::array<boost::asio::const_buffer, 2> out_buffers() const;
    Awaitable<> write_rest();

    Awaitable<> exchange();
    Awaitable<bool> read_body(RequestData& request, std::size_t body_max);
    Awaitable<bool> read_sized_body(RequestData& request);
    Awaitable<bool> read_chunked_body(RequestData& request, std::size_t keep_max);
    Awaitable<bool> read_more();
    Awaitable<bool> read_failed();
    Awaitable<> say_continue();
    Awaitable<> wait_for_wake();
    Awaitable<> answer(WirePagePtr page);
    Awaitable<> stream(std::shared_ptr<BodySource> source);
    Awaitable<> live(std::shared_ptr<StreamSource> source);
    Awaitable<> listen_to_client();
    void give_buffers_back();
    void send(const FramePtr& frame) override;
    void finish() override;
    void flush_frames();
    void await_room();
    void live_timeout();
    void drain_live();
    Awaitable<> linger();
    void hand_over(RequestData request);
    void fetch(std::shared_ptr<Chunk> chunk);
    RequestData own_request(const ParsedHead& head) const;
    void deadline(Milliseconds base, std::uint64_t bytes);

    IoThread& thread_;
    Socket socket_;
    Timer wake_;
    const Address peer_;
    std::list<Session*>::iterator place_;
    std::shared_ptr<Link> link_;

    InputBuffer in_;
    HeadScanner scanner_;
    std::size_t head_bytes_ = 0;
    Exchange now_;
    std::string logged_target_; // kept only where there is a log

    WirePagePtr page_;
    std::array<std::string_view, 2> out_;
    std::array<char, WirePage::patch_bytes_max + 32> patch_;

    Answer answer_;
    std::unique_ptr<Live> live_; // while a stream is open
    int blank_lines_ = 0;
    bool woken_ = false;
    bool head_begun_ = false;
    bool first_request_ = true;
    bool idle_ = false;
    bool closing_ = false; // no further request
    bool lingers_ = false; // unread bytes may follow: see linger()
    bool broken_ = false;  // the socket is of no more use
    bool timed_out_ = false;
};

} // namespace masthead::net
