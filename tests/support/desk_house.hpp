#pragma once

#include "core/base/text.hpp"
#include "core/crypto/keys.hpp"
#include "core/crypto/password_hasher.hpp"
#include "core/crypto/totp.hpp"
#include "core/web/app.hpp"
#include "core/web/cookie.hpp"
#include "features/accounts/session.hpp"
#include "features/staff/invite_staff.hpp"
#include "features/staff/staff_member.hpp"
#include "forum_cast.hpp"
#include "surfaces/desk/desk.hpp"

#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace masthead::desk::test {

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
    std::string cookie() const
    {
        const auto whole = field("Set-Cookie");
        const auto equals = whole.find('=');
        return equals == std::string::npos ? std::string{}
                                           : whole.substr(equals + 1, whole.find(';') - equals - 1);
    }
    /// The value of the hidden field of that name.
    std::string value_of(const std::string& name) const
    {
        const std::string mark = "name=\"" + name + "\" value=\"";
        const auto at = body.find(mark);
        if (at == std::string::npos)
            return {};
        const auto from = at + mark.size();
        return body.substr(from, body.find('"', from) - from);
    }
};

using FormFields = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view password = "a quiet harbour at night";

/// The desk behind the real application with real sessions. Requests come from its own pages.
struct DeskHouse : masthead::test::ForumCast {
    crypto::Keys keys = crypto::random_keys();
    crypto::PasswordHasher hasher{1, crypto::PasswordCost::least()};
    site::Pages pages{*database, clock, {"https://tern.example", {}, false}};
    Desk desk{{*database, clock, keys, hasher, nullptr, pages}};
    web::PageCache cache{clock};
    web::App app{web::Router{desk.routes()}, cache, clock, options()};

    web::AppOptions options()
    {
        web::AppOptions made;
        made.workers_max = 2;
        made.find_visitor = [this](const web::Request& request) {
            web::Visitor visitor;
            const auto token = web::own_cookie(request, web::staff_cookie);
            const auto as_reader = web::own_cookie(request, web::reader_cookie);
            database->read([&](db::Snapshot& snapshot) {
                if (const auto reader = accounts::find_session(snapshot, as_reader, now())) {
                    visitor.reader = reader->owner.id;
                    visitor.reader_session = reader->id.value();
                }
                const auto session = accounts::find_session(snapshot, token, now());
                if (!session || session->owner.kind != accounts::OwnerKind::staff)
                    return;
                visitor.staff = session->owner.id;
                visitor.staff_session = session->id.value();
                visitor.permissions = staff::find_permissions(snapshot, StaffId{visitor.staff});
            });
            return visitor;
        };
        return made;
    }

    struct Sink : net::Responder::Sink {
        std::promise<net::Answer> promise;
        void deliver(net::Answer answer) override { promise.set_value(std::move(answer)); }
    };

    Got ask(net::RequestData data)
    {
        auto sink = std::make_shared<Sink>();
        auto answer = sink->promise.get_future();
        app.handle(std::move(data), net::Responder{sink});
        const auto page = answer.get().page;
        REQUIRE(page);
        return {page->status, page->bytes.substr(0, page->head_bytes),
                page->bytes.substr(page->head_bytes)};
    }

    static net::RequestData request(net::Verb verb, std::string target, const std::string& cookie)
    {
        net::RequestData data;
        data.verb = verb;
        data.target = std::move(target);
        data.host = "tern.example";
        data.peer = *net::parse_address("203.0.113.7");
        data.fields.emplace_back("accept", "text/html");
        if (!cookie.empty())
            data.fields.emplace_back("cookie", "masthead-desk=" + cookie);
        return data;
    }

    Got get(std::string target, const std::string& cookie = {})
    {
        return ask(request(net::Verb::get, std::move(target), cookie));
    }

    Got send(std::string target, const FormFields& fields, const std::string& cookie = {})
    {
        auto data = request(net::Verb::post, std::move(target), cookie);
        data.fields.emplace_back("content-type", "application/x-www-form-urlencoded");
        data.fields.emplace_back("sec-fetch-site", "same-origin");
        for (const auto& [name, value] : fields)
            data.body += (data.body.empty() ? "" : "&") + name + "=" + percent_encode(value);
        data.fields.emplace_back("content-length", std::to_string(data.body.size()));
        return ask(std::move(data));
    }

    Got send_json(std::string target, std::string body, const std::string& cookie)
    {
        auto data = request(net::Verb::post, std::move(target), cookie);
        data.fields.emplace_back("content-type", "application/json");
        data.fields.emplace_back("sec-fetch-site", "same-origin");
        data.fields.emplace_back("content-length", std::to_string(body.size()));
        data.body = std::move(body);
        return ask(std::move(data));
    }

    std::string invite(const std::string& name, staff::Role role)
    {
        return done([&](db::Tx& tx) {
                   return staff::add_staff(tx, {name, mail_of(name), role}, now());
               })
            .token;
    }

    static std::string mail_of(const std::string& name) { return name + "@tern.example"; }

    /// Somebody of staff who has come in through the link: with a TOTP secret and a session.
    struct Member {
        StaffId id;
        std::string mail;
        std::string secret;
        std::vector<std::string> recovery_codes;
        std::string cookie;
    };

    Member member_of_staff(const std::string& name, staff::Role role = staff::Role::moderator)
    {
        Member member;
        member.mail = mail_of(name);
        member.secret = crypto::totp::new_secret();
        const auto token = invite(name, role);
        const staff::RedeemByPassword command{
            token,
            hasher.hash(password),
            {member.secret, crypto::totp::code_at(member.secret, now())}};
        const auto redeemed = done(
            [&](db::Tx& tx) { return staff::redeem_invitation(tx, command, keys.totp, now()); });
        member.id = redeemed.staff;
        member.recovery_codes = redeemed.recovery_codes;
        member.cookie =
            done([&](db::Tx& tx) -> Result<accounts::OpenedSession> {
                return accounts::open_session(tx, {accounts::owner_of(member.id), "", ""}, now());
            }).token;
        return member;
    }

    /// A member's cookies in a browser in which a reader has signed in just now, too.
    std::string beside_reader(const Member& member, ReaderId reader)
    {
        const auto session = done([&](db::Tx& tx) -> Result<accounts::OpenedSession> {
            return accounts::open_session(tx, {accounts::owner_of(reader), "", ""}, now());
        });
        return member.cookie + "; masthead=" + session.token;
    }

    std::string code_of(const Member& member) const
    {
        return crypto::totp::code_at(member.secret, now());
    }

    void next_code() { clock.advance(std::chrono::seconds{30}); }

    Got sign_in(const std::string& mail, std::string_view word, const std::string& code)
    {
        return send("/desk/sign-in/",
                    {{"mail", mail}, {"password", std::string{word}}, {"code", code}});
    }
};

} // namespace masthead::desk::test
