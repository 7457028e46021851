#include "surfaces/pushing/pusher.hpp"

#include "core/db/job_runner.hpp"
#include "core/fetch/local_server.hpp"
#include "core/push/encryption.hpp"
#include "features/settings/newsroom.hpp"
#include "push_cast.hpp"
#include "surfaces/pushing/draw_push.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <map>
#include <mutex>

namespace masthead::pushing {

namespace {

using fetch::LocalServer;

/// A push service on this machine that answers each browser as it is told to.
class Service {
public:
    Service() : server_([this](const std::string& path) { return answer(path); }) {}

    std::string url(const std::string& path) const { return server_.url(path); }
    std::uint16_t port() const { return server_.port(); }
    int asked() const { return server_.requests(); }
    int asked(const std::string& path)
    {
        const std::lock_guard lock{mutex_};
        return asked_[path];
    }

private:
    std::string answer(const std::string& path)
    {
        const std::lock_guard lock{mutex_};
        ++asked_[path];
        if (path == "/ailing" || path == "/busy")
            return std::string{"HTTP/1.1 "} + (path == "/busy" ? "429" : "503") +
                   " No\r\nConnection: close\r\nRetry-After: 120\r\n"
                   "Content-Length: 0\r\n\r\n";
        if (path.size() == 4)
            return LocalServer::status(std::stoi(path.substr(1)));
        return LocalServer::status(201);
    }

    std::mutex mutex_;
    std::map<std::string, int> asked_;
    LocalServer server_;
};

struct House : test::PushCast {
    Service service;
    site::Pages pages{*database, clock, {}};
    Pusher pusher{*database, clock, pages, options()};
    StoryId strike = story("strike");
    ReaderId ada = member("Ada");
    ReaderId bo = member("Bo");

    House()
    {
        tell();
        want_replies_pushed(ada);
    }

    PusherOptions options()
    {
        PusherOptions made{
            {crypto::P256Key::random(), "mailto:desk@paper.example"}, keys_of_house.push_seal, {}};
        made.limits.allowed_local_port = service.port();
        return made;
    }

    comments::Posted answer_ada()
    {
        const auto thread = say(strike, ada);
        const auto answer = say(strike, bo, thread.id);
        tell();
        queue();
        return answer;
    }

    int run_due()
    {
        db::JobRunner runner{*database,
                             clock,
                             {{std::string{notifications::job_send_push},
                               [this](const db::Job& job) { pusher.send(job); }}},
                             db::JobLane::outward};
        return runner.run_due();
    }
};

boost::json::object drawn(const notifications::Group& group, std::string_view language)
{
    const auto theme = site::load_theme({});
    return boost::json::parse(draw_push(*theme, language, group, "reply-42")).as_object();
}

notifications::Group reply_of(std::string name)
{
    notifications::Group group;
    group.id = notifications::NotificationId{42};
    group.kind = notifications::Kind::reply;
    group.name = std::move(name);
    group.excerpt = "Words of an answer";
    group.headline = "The strike";
    group.path = "/strike/comments/7/";
    return group;
}

} // namespace

TEST_CASE("a message says what the page of notifications says, in the reader's language")
{
    const auto english = drawn(reply_of("Bo"), "en");
    CHECK(english.at("title").as_string() == "Bo answered your comment");
    CHECK(english.at("body").as_string() == "Words of an answer");
    CHECK(english.at("url").as_string() == "/notifications/42/");
    CHECK(english.at("page").as_string() == "/strike/comments/7/");
    CHECK(english.at("tag").as_string() == "reply-42");
    CHECK(english.at("dir").as_string() == "ltr");
    for (const auto* language : {"de", "ar"}) {
        const auto title = drawn(reply_of("Bo"), language).at("title").as_string();
        CHECK(title != "Bo answered your comment");
        CHECK(title.find("Bo") != boost::json::string::npos);
    }
    CHECK(drawn(reply_of("Bo"), "ar").at("dir").as_string() == "rtl");
    CHECK(drawn(reply_of("{name} {story}"), "en").at("title").as_string() ==
          "{name} {story} answered your comment");
    auto story = reply_of("");
    story.kind = notifications::Kind::new_story;
    CHECK(drawn(story, "en").at("title").as_string() == "New story: The strike");
    CHECK(drawn(story, "en").at("body").as_string().empty());
}

TEST_CASE("a message fits into its record whatever stands in it")
{
    auto group = reply_of(std::string(2'000, '"'));
    group.excerpt = std::string(5'000, '\x01');
    group.path = "/" + std::string(500, 'x') + "/";
    const auto payload = draw_push(*site::load_theme({}), "en", group, "reply-42");
    CHECK(payload.size() <= push::payload_bytes_max);
    CHECK(boost::json::parse(payload).at("body").as_string().empty());
    group.excerpt = std::string(push_body_bytes_max + 1, 'x');
    const auto cut = drawn(group, "en").at("body").as_string();
    CHECK(cut.size() == push_body_bytes_max);
}

TEST_CASE("a reply is pushed to each browser once")
{
    House h;
    h.subscribe(h.ada, h.service.url("/first"));
    h.subscribe(h.ada, h.service.url("/second"));
    h.subscribe(h.bo, h.service.url("/bo"));
    h.answer_ada();
    CHECK(h.run_due() == 2);
    CHECK(h.service.asked("/first") == 1);
    CHECK(h.service.asked("/second") == 1);
    CHECK(h.service.asked("/bo") == 0);
    CHECK(h.queued().empty());
    CHECK(h.browsers_of(h.ada)[0].delivered_at == h.now());
    CHECK(h.run_due() == 0);
}

TEST_CASE("what was removed before its push went out is not pushed")
{
    House h;
    h.subscribe(h.ada, h.service.url("/first"));
    const auto answer = h.answer_ada();
    CHECK(h.decide(answer.id, comments::Action::remove).has_value());
    CHECK(h.run_due() == 1);
    CHECK(h.service.asked() == 0);
    CHECK(h.queued().empty());
}

TEST_CASE("a browser that is gone is forgotten, a refused message is dropped and counted")
{
    House h;
    h.subscribe(h.ada, h.service.url("/410"));
    const auto refused = h.subscribe(h.ada, h.service.url("/400"));
    h.answer_ada();
    CHECK(h.run_due() == 2);
    const auto kept = h.browsers_of(h.ada);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].id == refused);
    CHECK(kept[0].failures == 1);
    CHECK(h.queued().empty());
}

TEST_CASE("a failing service is tried five times with growing pauses, and then not again")
{
    House h;
    h.subscribe(h.ada, h.service.url("/500"));
    h.answer_ada();
    for (int attempt = 1; attempt < push_attempts_max; ++attempt) {
        CHECK(h.run_due() == 1);
        REQUIRE(h.queued().size() == 1);
        CHECK(h.queued()[0].attempt == attempt + 1);
        CHECK(h.run_due() == 0);
        h.clock.advance(push_pause_after(attempt) - std::chrono::milliseconds{1});
        CHECK(h.run_due() == 0);
        h.clock.advance(std::chrono::milliseconds{1});
    }
    CHECK(h.run_due() == 1);
    CHECK(h.queued().empty());
    CHECK(h.service.asked() == push_attempts_max);
    CHECK(h.browsers_of(h.ada)[0].failures == 1);
}

TEST_CASE("a service that ails gets the time it asks for, also from its other browsers")
{
    House h;
    h.subscribe(h.ada, h.service.url("/ailing"));
    h.clock.advance(std::chrono::minutes{1});
    h.subscribe(h.ada, h.service.url("/first"));
    h.answer_ada();
    CHECK(h.run_due() == 2);
    CHECK(h.service.asked() == 1);
    REQUIRE(h.queued().size() == 2);
    CHECK(h.queued()[0].attempt + h.queued()[1].attempt == 3); // waiting is no attempt
    h.clock.advance(std::chrono::seconds{119});
    CHECK(h.run_due() == 0);
    h.clock.advance(std::chrono::seconds{1});
    CHECK(h.run_due() == 2);
    CHECK(h.service.asked() >= 2);
}

TEST_CASE("a browser of which there is too much waits as long as it is told, and alone")
{
    House h;
    h.subscribe(h.ada, h.service.url("/busy"));
    h.clock.advance(std::chrono::minutes{1});
    h.subscribe(h.ada, h.service.url("/first"));
    h.answer_ada();
    CHECK(h.run_due() == 2);
    CHECK(h.service.asked("/first") == 1);
    REQUIRE(h.queued().size() == 1);
    h.clock.advance(std::chrono::seconds{119});
    CHECK(h.run_due() == 0);
    h.clock.advance(std::chrono::seconds{1});
    CHECK(h.run_due() == 1);
    CHECK(h.service.asked("/busy") == 2);
}

TEST_CASE("a job whose browser has gone, or that is none of ours, does nothing")
{
    House h;
    const auto session = h.session_of(h.ada);
    (void)h.try_subscribe(h.ada, session, h.browser(h.service.url("/first")));
    h.answer_ada();
    (void)h.write([&](db::Tx& tx) {
        return accounts::close_session(tx, accounts::owner_of(h.ada), session, h.now());
    });
    CHECK(h.run_due() == 1);
    h.pusher.send({db::JobId{1}, "push.send", "{}", 1});
    CHECK(h.service.asked() == 0);
}

} // namespace masthead::pushing
