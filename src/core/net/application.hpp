#pragma once

#include "core/net/address.hpp"
#include "core/net/stream.hpp"
#include "core/net/wire_page.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The seam between the connections and what is served: net knows sockets, time-outs and framing;
/// the application knows pages. Neither knows the other's inside. No Asio here.
namespace masthead::net {

enum class Verb { get, head, post, put, patch, del, options };

/// A header field inside the received bytes.
struct FieldView {
    std::string_view name; ///< as received
    std::string_view value;
};

/// A checked request head. All views point into the connection's buffer: good during the call.
struct RequestHead {
    Verb verb = Verb::get;
    std::string_view method;
    std::string_view target; ///< origin form ("/x?y"), or "*" for OPTIONS
    std::string_view host;   ///< authority by which the reader asked; empty only for HTTP/1.0
    std::span<const FieldView> fields;
    Address peer;

    /// The first value of the field, or an empty view. `name` in lower case.
    std::string_view field(std::string_view name) const;
};

/// A request that owns its text, for the workers.
struct RequestData {
    Verb verb = Verb::get;
    std::string target;
    std::string host;
    std::vector<std::pair<std::string, std::string>> fields; ///< names in lower case
    std::string body;
    bool body_too_large = false; ///< it passed the rule's limit; `body` is empty
    Address peer;
};

/// A body that is too large to be held: a file. Called from one worker at a time.
class BodySource {
public:
    virtual ~BodySource() = default;
    /// Fills the front of `space`; the number of bytes, 0 only at the end. Throws on failure.
    virtual std::size_t read(std::span<char> space) = 0;
};

/// What a request is answered with: a page, for large bodies the rest of it, or behind the page's
/// head a stream, which the end of the connection ends.
struct Answer {
    WirePagePtr page;
    std::shared_ptr<BodySource> rest = nullptr;
    bool from_cache = false;
    std::shared_ptr<StreamSource> stream = nullptr;
};

/// The right to answer one request, once, from any thread. Dropped without an answer, it answers
/// with the application's page for 500. Must not outlive the application's worker pool.
class Responder {
public:
    /// Where answers go; implemented by the connection.
    class Sink {
    public:
        virtual ~Sink() = default;
        /// `answer.page` is null where the request was dropped. Threads: any; called once.
        virtual void deliver(Answer answer) = 0;
    };

    Responder() = default;
    explicit Responder(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&& other) noexcept;
    ~Responder();

    void respond(Answer answer);

private:
    std::shared_ptr<Sink> sink_;
};

/// What the server serves. All functions but `submit` are called on I/O threads and must neither
/// block nor throw.
class Application {
public:
    virtual ~Application() = default;

    /// A page that is ready, or null. GET and HEAD without a body only.
    virtual WirePagePtr find_cached(const RequestHead& head) = 0;

    /// How large a body this request may bring; 0: none.
    virtual std::size_t body_bytes_max(const RequestHead& head) = 0;

    /// Takes the request over; the answer comes through the responder, now or later.
    virtual void handle(RequestData request, Responder responder) = 0;

    /// The page for an error that net itself found (400, 405, 408, 413, 414, 417, 431, 500, 501,
    /// 503, 505). Its `closes` is set.
    virtual WirePagePtr refusal(int status) = 0;

    /// Who asked, seen through trusted proxies: for the access log.
    virtual Address client_of(const RequestHead& head) = 0;

    /// Runs a job that may block. False where the queue is full; threads: any.
    virtual bool submit(std::function<void()> job) = 0;
};

} // namespace masthead::net
