#pragma once

#include "core/crypto/keys.hpp"
#include "core/web/app.hpp"
#include "core/web/cookie.hpp"
#include "core/web/direct_client.hpp"
#include "features/accounts/session_memory.hpp"
#include "passkey_device.hpp"
#include "people_cast.hpp"
#include "surfaces/account/account.hpp"
#include "surfaces/site/site.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace masthead::test {

using FormFields = std::vector<std::pair<std::string, std::string>>;

/// The account's pages behind the real application with real sessions; browsers with cookie jars.
struct AccountHouse : PeopleCast {
    crypto::Keys keys = crypto::random_keys();
    crypto::PasswordHasher hasher{1, crypto::PasswordCost::least()};
    site::Site site{*database, clock, {"https://tern.example", {}, false}};
    moderation::RuleBooks rule_books;
    account::Account account;
    accounts::SessionMemory sessions{*database, [](db::Snapshot&, accounts::Owner) { return 0U; }};
    web::PageCache cache{clock};
    std::unique_ptr<web::App> app;
    std::int64_t position = 0;

    explicit AccountHouse(std::vector<std::shared_ptr<oidc::Provider>> providers = {})
        : account({site.pages(), *database, clock, keys, hasher, nullptr, std::move(providers),
                   dir.path() / "media", rule_books})
    {
        rule_books.reload(*database);
        auto routes = site.routes();
        for (auto& route : routes)
            route.cache = web::Cache::no;
        for (auto& route : account.routes())
            routes.push_back(std::move(route));
        app = std::make_unique<web::App>(web::Router{std::move(routes)}, cache, clock, options());
    }

    web::AppOptions options()
    {
        web::AppOptions made;
        made.workers_max = 2;
        made.site_url = "https://tern.example";
        made.find_visitor = [this](const web::Request& request) {
            web::Visitor visitor;
            const auto found = sessions.find(web::own_cookie(request, web::reader_cookie),
                                             accounts::OwnerKind::reader, clock.now());
            if (found) {
                visitor.reader = found->session.owner.id;
                visitor.reader_session = found->session.id.value();
            }
            return visitor;
        };
        made.error_page = [this](int status, const web::Request& request) {
            return site.error_page(status, request);
        };
        return made;
    }

    /// What the dispatcher does after each commit.
    void dispatch()
    {
        const auto events = events_after(position);
        if (events.empty())
            return;
        position = events.back().position;
        sessions.forget(events);
    }
};

/// One browser: keeps cookies, sends forms from our own pages.
class Browser {
public:
    explicit Browser(AccountHouse& house) : house_(house) {}

    web::test::Answered get(std::string target)
    {
        return ask(net::Verb::get, std::move(target), {});
    }

    web::test::Answered send(std::string target, const FormFields& fields)
    {
        std::string body;
        for (const auto& [name, value] : fields)
            body += (body.empty() ? "" : "&") + name + "=" + percent_encode(value);
        return ask(net::Verb::post, std::move(target), std::move(body));
    }

    web::test::Answered send_json(std::string target, std::string body)
    {
        content_type_ = "application/json";
        auto answer = ask(net::Verb::post, std::move(target), std::move(body));
        content_type_ = "application/x-www-form-urlencoded";
        return answer;
    }

    std::string cookie(const std::string& name) const
    {
        const auto found = jar_.find(name);
        return found == jar_.end() ? std::string{} : found->second;
    }

    /// Signs in, or up where the address is new, by the link of the mail.
    void sign_in(const std::string& mail, const std::string& name = {})
    {
        send("/reader/sign-in/", {{"mail", mail}});
        send("/reader/sign-in/link/", {{"token", house_.mails().back().token()}});
        if (!name.empty())
            send("/reader/sign-up/", {{"name", name}, {"rules", "1"}, {"age", "1"}});
    }

private:
    web::test::Answered ask(net::Verb verb, std::string target, std::string body)
    {
        web::test::Ask what;
        what.verb = verb;
        what.target = std::move(target);
        what.body = std::move(body);
        what.host = "tern.example";
        std::string cookies;
        for (const auto& [name, value] : jar_)
            cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
        if (!cookies.empty())
            what.fields.emplace_back("cookie", cookies);
        if (verb == net::Verb::post) {
            what.fields.emplace_back("content-type", content_type_);
            what.fields.emplace_back("sec-fetch-site", "same-origin");
        }
        auto answer = web::test::ask(*house_.app, std::move(what));
        take_cookies(answer);
        house_.dispatch();
        return answer;
    }

    void take_cookies(const web::test::Answered& answer)
    {
        for (const auto& field : answer.all("Set-Cookie")) {
            const auto equals = field.find('=');
            const auto value = field.substr(equals + 1, field.find(';') - equals - 1);
            if (value.empty())
                jar_.erase(field.substr(0, equals));
            else
                jar_[field.substr(0, equals)] = value;
        }
    }

    AccountHouse& house_;
    std::map<std::string, std::string> jar_;
    std::string content_type_ = "application/x-www-form-urlencoded";
};

} // namespace masthead::test
