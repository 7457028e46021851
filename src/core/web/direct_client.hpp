#pragma once

#include "core/base/text.hpp"
#include "core/web/app.hpp"

#include <chrono>
#include <future>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// For tests only: asks an application without sockets.
namespace masthead::web::test {

using FieldList = std::vector<std::pair<std::string, std::string>>;

struct Answered {
    int status = 0;
    FieldList fields; ///< names as sent
    std::string body;

    std::string field(std::string_view name) const
    {
        for (const auto& [field_name, value] : fields) {
            if (equals_ignoring_case(field_name, name))
                return value;
        }
        return {};
    }
    std::vector<std::string> all(std::string_view name) const
    {
        std::vector<std::string> values;
        for (const auto& [field_name, value] : fields) {
            if (equals_ignoring_case(field_name, name))
                values.push_back(value);
        }
        return values;
    }
};

inline Answered read_answer(const net::WirePage& page)
{
    Answered answered{page.status, {}, page.bytes.substr(page.head_bytes)};
    std::string_view head = std::string_view{page.bytes}.substr(0, page.head_bytes);
    for (std::string_view line : split(head, '\n')) {
        const auto colon = line.find(": ");
        if (colon != std::string_view::npos)
            answered.fields.emplace_back(line.substr(0, colon), trim(line.substr(colon + 2)));
    }
    return answered;
}

/// An answer that is on its way.
class Coming {
public:
    explicit Coming(std::future<Answered> answer) : answer_(std::move(answer)) {}

    bool is_here() const
    {
        return answer_.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    }

    /// Waits, five seconds at most: then the status is 0.
    Answered get()
    {
        if (answer_.wait_for(std::chrono::seconds{5}) != std::future_status::ready)
            return {};
        return answer_.get();
    }

private:
    std::future<Answered> answer_;
};

struct Ask {
    net::Verb verb = net::Verb::get;
    std::string target = "/";
    FieldList fields = {}; ///< names in lower case
    std::string body = {};
    std::string peer = "192.0.2.1";
    std::string host = "news.example";
};

inline std::pair<net::Responder, Coming> make_responder()
{
    class Sink final : public net::Responder::Sink {
    public:
        void deliver(net::Answer answer) override
        {
            promise.set_value(answer.page ? read_answer(*answer.page) : Answered{});
        }
        std::promise<Answered> promise;
    };
    auto sink = std::make_shared<Sink>();
    auto answer = sink->promise.get_future();
    return {net::Responder{std::move(sink)}, Coming{std::move(answer)}};
}

/// As the server does: what is ready in the cache first, then the long way.
inline Coming send(App& app, Ask ask)
{
    auto [responder, coming] = make_responder();
    std::vector<net::FieldView> views;
    for (const auto& [name, value] : ask.fields)
        views.push_back({name, value});
    net::RequestHead head;
    head.verb = ask.verb;
    head.target = ask.target;
    head.host = ask.host;
    head.fields = views;
    head.peer = *net::parse_address(ask.peer);
    const bool reads = ask.verb == net::Verb::get || ask.verb == net::Verb::head;
    if (auto page = reads && ask.body.empty() ? app.find_cached(head) : nullptr) {
        responder.respond({page, nullptr, true});
        return std::move(coming);
    }
    net::RequestData data;
    data.verb = ask.verb;
    data.target = ask.target;
    data.host = ask.host;
    data.fields = ask.fields;
    data.body = ask.body;
    data.peer = head.peer;
    app.handle(std::move(data), std::move(responder));
    return std::move(coming);
}

inline Answered ask(App& app, Ask what)
{
    return send(app, std::move(what)).get();
}

} // namespace masthead::web::test
