#pragma once

#include "core/base/text.hpp"
#include "core/crypto/keys.hpp"
#include "core/web/app.hpp"
#include "core/web/cookie.hpp"
#include "features/settings/wording.hpp"
#include "features/staff/staff_member.hpp"
#include "forum_cast.hpp"
#include "surfaces/forum/forum.hpp"
#include "surfaces/site/site.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <future>
#include <map>
#include <memory>
#include <string>

namespace masthead::forum::test {

namespace json = boost::json;

/// What came back.
struct Got {
    int status = 0;
    std::string head;
    std::string body;

    bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
    std::string field(const std::string& name) const
    {
        const auto at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos)
            return {};
        const auto from = at + name.size() + 4;
        return head.substr(from, head.find("\r\n", from) - from);
    }
    json::object object() const { return json::parse(body).as_object(); }
};

inline std::string text_of(const json::value& value)
{
    return std::string{value.as_string()};
}

/// Who asks: nobody unless said otherwise.
struct Who {
    ReaderId reader = {};
    StaffId staff = {};
    std::uint32_t permissions = 0;
    std::string draft = {}; ///< a guest's draft cookie
};

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// The forum behind the real application, with sessions that are numbers in cookies. Requests come
/// from the site's own pages.
struct ForumHouse : masthead::test::ForumCast {
    crypto::Keys keys = crypto::random_keys();
    moderation::RuleBooks rule_books;
    site::Pages pages{*database, clock, {"https://tern.example", {}, false}};
    site::Site site{*database, clock, {"https://tern.example", {}, false}};
    Forum forum{{pages,
                 *database,
                 clock,
                 rule_books,
                 keys,
                 {{"Your mail address", "To sign in", "Contract", "Until you delete it", ""},
                  {"Network addresses", "Against abuse", "Interest", "{days} days", "", 21}}}};
    web::PageCache cache{clock};
    std::unique_ptr<web::App> app;

    ForumHouse()
    {
        rule_books.reload(*database);
        auto routes = site.routes();
        for (auto& route : forum.routes()) {
            route.cache = web::Cache::no;
            routes.push_back(std::move(route));
        }
        for (auto& route : routes)
            route.cache = web::Cache::no;
        app = std::make_unique<web::App>(web::Router{std::move(routes)}, cache, clock, options());
    }

    web::AppOptions options()
    {
        web::AppOptions made;
        made.workers_max = 2;
        made.find_visitor = [](const web::Request& request) {
            web::Visitor visitor;
            visitor.reader = number(web::own_cookie(request, web::reader_cookie));
            const std::string desk{web::own_cookie(request, web::staff_cookie)};
            const auto dot = desk.find('.');
            if (dot != std::string::npos) {
                visitor.staff = number(desk.substr(0, dot));
                visitor.permissions = static_cast<std::uint32_t>(number(desk.substr(dot + 1)));
            }
            return visitor;
        };
        made.error_page = [this](int status, const web::Request& request) {
            return site.error_page(status, request);
        };
        return made;
    }

    static std::int64_t number(std::string_view text)
    {
        return text.empty() ? 0 : std::stoll(std::string{text});
    }

    struct Sink : net::Responder::Sink {
        std::promise<net::Answer> promise;
        void deliver(net::Answer answer) override { promise.set_value(std::move(answer)); }
    };

    Got ask(net::RequestData data)
    {
        auto sink = std::make_shared<Sink>();
        auto answer = sink->promise.get_future();
        app->handle(std::move(data), net::Responder{sink});
        const auto page = answer.get().page;
        REQUIRE(page);
        return {page->status, page->bytes.substr(0, page->head_bytes),
                page->bytes.substr(page->head_bytes)};
    }

    static net::RequestData request(net::Verb verb, std::string target, const Who& who,
                                    bool wants_json)
    {
        net::RequestData data;
        data.verb = verb;
        data.target = std::move(target);
        data.host = "tern.example";
        data.peer = *net::parse_address("203.0.113.7");
        std::string cookies;
        if (who.reader)
            cookies += "masthead=" + to_string(who.reader) + "; ";
        if (who.staff)
            cookies += "masthead-desk=" + to_string(who.staff) + "." +
                       std::to_string(who.permissions) + "; ";
        if (!who.draft.empty())
            cookies += "masthead-draft=" + who.draft + "; ";
        if (!cookies.empty())
            data.fields.emplace_back("cookie", cookies.substr(0, cookies.size() - 2));
        data.fields.emplace_back("accept", wants_json ? "application/json" : "text/html");
        return data;
    }

    Got get(std::string target, const Who& who = {}, bool wants_json = false)
    {
        return ask(request(net::Verb::get, std::move(target), who, wants_json));
    }

    Got send(std::string target, const FormFields& fields, const Who& who = {},
             bool wants_json = false)
    {
        auto data = request(net::Verb::post, std::move(target), who, wants_json);
        data.fields.emplace_back("content-type", "application/x-www-form-urlencoded");
        data.fields.emplace_back("sec-fetch-site", "same-origin");
        for (const auto& [name, value] : fields)
            data.body += (data.body.empty() ? "" : "&") + name + "=" + percent_encode(value);
        data.fields.emplace_back("content-length", std::to_string(data.body.size()));
        return ask(std::move(data));
    }

    Got send_json(std::string target, const FormFields& fields, const Who& who = {})
    {
        return send(std::move(target), fields, who, true);
    }

    std::string cookie_of(const Got& got)
    {
        const auto field = got.field("Set-Cookie");
        const auto equals = field.find('=');
        return equals == std::string::npos ? std::string{}
                                           : field.substr(equals + 1, field.find(';') - equals - 1);
    }

    std::string address_of(CommentId comment) const
    {
        return "/strike/comments/" + to_string(comment) + "/";
    }
};

} // namespace masthead::forum::test
