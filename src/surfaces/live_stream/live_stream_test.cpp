#include "features/accounts/owner.hpp"
#include "features/comments/respect_comment.hpp"
#include "features/notifications/notification.hpp"
#include "features/stories/save_story.hpp"
#include "live_house.hpp"
#include "surfaces/live_stream/frames.hpp"

#include <doctest/doctest.h>

namespace masthead::live_stream {

using comments::Action;
using test::LiveHouse;
using test::OpenStream;

namespace {

struct Cast : LiveHouse {
    StoryId strike = story("ferry-strike");
    StoryId bridge = story("bridge-closed");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Larkrise");
    std::string strike_id = to_string(strike);

    /// Its events so far are told to nobody: the story begins here.
    Cast() { dispatched = position(); }

    comments::Posted say_held(StoryId where, ReaderId reader)
    {
        set_mode(where, stories::ConversationMode::pre_moderated);
        const auto held = say(where, reader);
        set_mode(where, stories::ConversationMode::open);
        return held;
    }
    void set_mode(StoryId where, stories::ConversationMode mode)
    {
        done([&](db::Tx& tx) {
            return comments::change_conversation(tx, {where, moderator, {mode}}, now());
        });
    }
    std::string text_of(const boost::json::value& value) const
    {
        return boost::json::serialize(value);
    }
    std::string quoted(const std::string& text) const { return '"' + text + '"'; }
};

} // namespace

TEST_CASE("a comment is told at once, with its parent and thread and the story's count")
{
    Cast cast;
    OpenStream stream{cast, cast.ask_live(cast.strike_id)};
    cast.settle_threads();
    CHECK(stream.peer.events().empty());
    const auto thread = cast.say(cast.strike, cast.ada);
    cast.dispatch();
    cast.pass(Milliseconds{0});
    auto told = stream.peer.events();
    REQUIRE(told.size() == 1);
    CHECK(told[0].name == "story");
    const auto id = "\"" + to_string(thread.id) + "\"";
    CHECK(cast.text_of(told[0].data) == R"({"story":")" + cast.strike_id + R"(","position":")" +
                                            std::to_string(thread.position) + R"(","posted":[[)" +
                                            id + R"(,"0",)" + id + R"(]],"count":1})");
    CHECK(stream.peer.last_id == std::to_string(thread.position));
    cast.say(cast.strike, cast.bo, thread.id);
    cast.say(cast.strike, cast.ada, thread.id);
    cast.dispatch();
    cast.pass(Milliseconds{0});
    CHECK(stream.peer.events().empty());
    cast.pass(frame_pause);
    told = stream.peer.events();
    REQUIRE(told.size() == 1);
    CHECK(told[0].data.at("posted").as_array().size() == 2);
    CHECK(cast.text_of(told[0].data.at("count")) == "3");
    CHECK(cast.text_of(told[0].data.at("threads")) == "[[" + id + ",2]]");
}

TEST_CASE("what is held, changed while held and rejected is never told")
{
    Cast cast;
    const auto held = cast.say_held(cast.strike, cast.ada);
    cast.calm();
    OpenStream stream{cast, cast.ask_live(cast.strike_id, {{"last-event-id", "1"}})};
    cast.settle_threads();
    const auto other = cast.say_held(cast.strike, cast.ada);
    cast.calm();
    REQUIRE(cast.decide(other.id, Action::remove).has_value());
    cast.calm();
    REQUIRE(cast.take_back(cast.strike, held.id, cast.ada).has_value());
    cast.calm();
    CHECK(stream.peer.heard.find(to_string(held.id)) == std::string::npos);
    for (const auto& event : stream.peer.events()) {
        const auto text = cast.text_of(event.data);
        CHECK(text.find(to_string(held.id)) == std::string::npos);
        CHECK(text.find(to_string(other.id)) == std::string::npos);
        CHECK(text.find("Words number") == std::string::npos);
    }
}

TEST_CASE("an approved comment is posted, a removed one removed, a restored one posted again")
{
    Cast cast;
    const auto held = cast.say_held(cast.strike, cast.ada);
    cast.calm();
    OpenStream stream{cast, cast.ask_live(cast.strike_id)};
    cast.settle_threads();
    const auto told_of = [&](Action action, std::string_view list) {
        REQUIRE(cast.decide(held.id, action).has_value());
        cast.calm();
        const auto told = stream.peer.events();
        REQUIRE(told.size() == 1);
        REQUIRE(told[0].data.contains(list));
        CHECK(cast.text_of(told[0].data.at(list)).find(to_string(held.id)) != std::string::npos);
    };
    told_of(Action::approve, "posted");
    told_of(Action::feature, "edited");
    told_of(Action::remove, "removed");
    told_of(Action::restore, "posted");
    told_of(Action::hold, "removed");
    told_of(Action::approve, "posted");
}

TEST_CASE("respect is told as a number, the conversation's mode as a change")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    cast.calm();
    OpenStream stream{cast, cast.ask_live(cast.strike_id)};
    cast.settle_threads();
    cast.done([&](db::Tx& tx) {
        return comments::respect_comment(tx, {cast.strike, posted.id, cast.bo}, cast.now());
    });
    cast.calm();
    auto told = stream.peer.events();
    REQUIRE(told.size() == 1);
    CHECK(cast.text_of(told[0].data.at("respect")) == "[[\"" + to_string(posted.id) + "\",1]]");
    CHECK_FALSE(told[0].data.contains("changed"));
    cast.set_mode(cast.strike, stories::ConversationMode::closed);
    cast.calm();
    told = stream.peer.events();
    REQUIRE(told.size() == 1);
    CHECK(cast.text_of(told[0].data.at("changed")) == "true");
}

TEST_CASE("a stream that was away is told what it missed and nothing twice")
{
    Cast cast;
    const auto first = cast.say(cast.strike, cast.ada);
    const auto second = cast.say(cast.strike, cast.bo);
    OpenStream stream{
        cast, cast.ask_live(cast.strike_id, {{"last-event-id", std::to_string(first.position)}})};
    cast.calm();
    const auto told = stream.peer.events();
    REQUIRE(told.size() == 1);
    const auto text = cast.text_of(told[0].data);
    CHECK(text.find(to_string(second.id)) != std::string::npos);
    CHECK(text.find(to_string(first.id)) == std::string::npos);
    CHECK(stream.peer.last_id == std::to_string(second.position));
}

TEST_CASE("a stream that resumes is told so much and no more: the stories left are loaded anew")
{
    Cast cast;
    const auto before = std::to_string(cast.position());
    const auto quiet = cast.story("quiet-street");
    for (int i = 0; i < 120; ++i)
        cast.say(cast.strike, cast.member("Reader " + std::to_string(i)));
    const auto told_about = [&](StoryId other) {
        OpenStream stream{cast, cast.ask_live(cast.strike_id + "," + to_string(other),
                                              {{"last-event-id", before}})};
        cast.settle_threads();
        std::vector<std::string> names;
        for (const auto& event : stream.peer.events())
            names.push_back(event.name);
        return names;
    };
    CHECK(told_about(quiet) == std::vector<std::string>{"story"});
    for (int i = 120; i < 180; ++i)
        cast.say(cast.strike, cast.member("Reader " + std::to_string(i)));
    CHECK(told_about(quiet) == std::vector<std::string>{"story", "reload"});
}

TEST_CASE("the position to resume from does not overtake what another story is still owed")
{
    Cast cast;
    const auto both = cast.strike_id + "," + to_string(cast.bridge);
    OpenStream stream{cast, cast.ask_live(both)};
    cast.settle_threads();
    const auto first = cast.say(cast.strike, cast.ada);
    cast.dispatch();
    cast.pass(Milliseconds{0});
    cast.say(cast.strike, cast.bo);
    const auto there = cast.say(cast.bridge, cast.ada);
    cast.dispatch();
    cast.pass(Milliseconds{0});
    auto told = stream.peer.events();
    REQUIRE(told.size() == 2);
    CHECK(cast.text_of(told[1].data.at("story")) == cast.quoted(to_string(cast.bridge)));
    CHECK(cast.text_of(told[1].data.at("position")) == cast.quoted(std::to_string(there.position)));
    CHECK(stream.peer.last_id == std::to_string(first.position));
    cast.pass(frame_pause);
    CHECK(stream.peer.events().size() == 1);
    CHECK(stream.peer.last_id == std::to_string(there.position));
}

TEST_CASE("a position that is too old, unknown or no number means: load the page anew")
{
    Cast cast;
    const auto posted = cast.say(cast.strike, cast.ada);
    for (const std::string given : {"99999999", "x", "-1"}) {
        OpenStream stream{cast, cast.ask_live(cast.strike_id, {{"last-event-id", given}})};
        cast.settle_threads();
        const auto told = stream.peer.events();
        REQUIRE(told.size() == 1);
        CHECK(told[0].name == "reload");
        CHECK(cast.text_of(told[0].data.at("story")) == cast.quoted(cast.strike_id));
    }
    cast.clock.advance(limits::event_log_kept + std::chrono::hours{1});
    const auto later = cast.say(cast.strike, cast.ada);
    cast.done([&](db::Tx& tx) -> Result<std::int64_t> {
        return db::trim_event_log(tx, cast.now(), 1'000);
    });
    // The event right before the first that is kept is not missed.
    const auto lost = std::to_string(posted.position - 1);
    OpenStream old{cast, cast.ask_live(cast.strike_id, {{"last-event-id", lost}})};
    OpenStream fit{
        cast, cast.ask_live(cast.strike_id, {{"last-event-id", std::to_string(later.position)}})};
    cast.settle_threads();
    CHECK(old.peer.events().at(0).name == "reload");
    CHECK(fit.peer.events().empty());
}

TEST_CASE("all comments held at once, or a story withdrawn, means: load the page anew")
{
    Cast cast;
    cast.say(cast.strike, cast.ada);
    cast.calm();
    OpenStream stream{cast, cast.ask_live(cast.strike_id)};
    cast.settle_threads();
    cast.done([&](db::Tx& tx) {
        return comments::hold_all(tx, cast.strike, cast.moderator, cast.now());
    });
    cast.calm();
    CHECK(stream.peer.events().at(0).name == "reload");
    auto withdrawn = cast.draft("ferry-strike");
    withdrawn.id = cast.strike;
    withdrawn.state = stories::StoryState::withdrawn;
    cast.save(withdrawn);
    cast.calm();
    CHECK(stream.peer.events().at(0).name == "reload");
    CHECK(cast.ask_live(cast.strike_id).status == 404);
}

TEST_CASE("the bell is rung for the reader alone, at the start and at each change")
{
    Cast cast;
    std::int64_t waiting = 3;
    cast.unread = [&](db::Snapshot&, ReaderId reader) { return reader == cast.ada ? waiting : 0; };
    OpenStream reader{cast, cast.ask_live("", {}, {cast.ada.value(), 50, 0, 0, 0})};
    OpenStream guest{cast, cast.ask_live(cast.strike_id)};
    cast.settle_threads();
    auto told = reader.peer.events();
    REQUIRE(told.size() == 1);
    CHECK(told[0].name == "bell");
    CHECK(cast.text_of(told[0].data.at("unread")) == "3");
    const auto notify = [&] {
        cast.done([&](db::Tx& tx) -> Result<int> {
            db::append_event(tx, {notifications::event_notified, cast.ada.value(), 0}, cast.now());
            return 0;
        });
        cast.dispatch();
    };
    waiting = 4;
    notify();
    cast.pass(Milliseconds{0});
    CHECK(cast.text_of(reader.peer.events().at(0).data.at("unread")) == "4");
    waiting = 6;
    notify();
    notify();
    cast.pass(frame_pause);
    told = reader.peer.events();
    REQUIRE(told.size() == 1);
    CHECK(cast.text_of(told[0].data.at("unread")) == "6");
    CHECK(guest.peer.events().empty());
}

TEST_CASE("the streams of a session that was closed end; others stay")
{
    Cast cast;
    OpenStream ended{cast, cast.ask_live(cast.strike_id, {}, {cast.ada.value(), 50, 0, 0, 0})};
    OpenStream other{cast, cast.ask_live(cast.strike_id, {}, {cast.ada.value(), 51, 0, 0, 0})};
    cast.settle_threads();
    cast.done([&](db::Tx& tx) -> Result<int> {
        db::append_event(tx, {accounts::event_session_closed, 50, 0}, cast.now());
        return 0;
    });
    cast.calm();
    CHECK(ended.peer.finished);
    CHECK_FALSE(other.peer.finished);
}

TEST_CASE("stories are named in one way, at most 32 of them, public ones only")
{
    Cast cast;
    const auto later = to_string(cast.bridge);
    auto hidden = cast.draft("not-yet");
    hidden.state = stories::StoryState::draft;
    const auto secret = to_string(cast.save(hidden).id);
    CHECK(cast.ask_live(cast.strike_id + "," + later).status == 200);
    for (const auto& text : {later + "," + cast.strike_id, cast.strike_id + "," + cast.strike_id,
                             std::string{"x"}, std::string{","}, std::string{}})
        CHECK(cast.ask_live(text).status == 400);
    CHECK(cast.ask_live(secret).status == 404);
    CHECK(cast.ask_live("404").status == 404);
    CHECK(cast.ask_live(cast.strike_id + "," + secret).status == 200);
    std::string many;
    for (std::size_t i = 0; i < stories_a_stream_max; ++i)
        many += (i == 0 ? "" : ",") + to_string(cast.story("story-" + std::to_string(i)));
    CHECK(cast.ask_live(many).status == 200);
    CHECK(cast.ask_live(many + "," + to_string(cast.story("one-more"))).status == 400);
}

TEST_CASE("another site opens no stream, and past a limit the answer says when to come again")
{
    Cast cast;
    cast.limits = {2, 1, 1};
    CHECK(cast.ask_live(cast.strike_id, {{"sec-fetch-site", "cross-site"}}).status == 403);
    const auto first = cast.ask_live(cast.strike_id);
    CHECK(first.status == 200);
    CHECK(first.content_type == "text/event-stream");
    const auto second = cast.ask_live(cast.strike_id);
    CHECK(second.status == 429);
    CHECK(second.live == nullptr);
    CHECK(second.headers.at(0).first == "Retry-After");
    web::Request request;
    request.query = {{"stories", cast.strike_id}};
    request.remote_address = "192.0.2.2";
    const auto other = cast.ask("/live", request);
    CHECK(other.status == 200);
    request.remote_address = "192.0.2.3";
    CHECK(cast.ask("/live", request).status == 503);
}

TEST_CASE(
    "the delta says the same as the stream, and is kept only for positions that were given out")
{
    Cast cast;
    const auto before = cast.position();
    const auto posted = cast.say(cast.strike, cast.ada);
    web::Request request;
    request.route = {{"id", cast.strike_id}};
    const auto ask_after = [&](std::string after) {
        request.query = {{"after", std::move(after)}};
        return cast.ask("/api/v1/stories/{id}/changes", request);
    };
    const auto answer = ask_after(std::to_string(before));
    CHECK(answer.status == 200);
    CHECK(answer.body.find(to_string(posted.id)) != std::string::npos);
    REQUIRE(answer.caching);
    CHECK(answer.caching->position == posted.position);
    CHECK(answer.caching->tags.at(0) == "conversation:" + cast.strike_id);
    CHECK(ask_after(std::to_string(posted.position)).body.find("posted\"") == std::string::npos);
    const auto unknown = ask_after("99999999");
    CHECK(unknown.body.find(R"("reload":true)") != std::string::npos);
    CHECK_FALSE(unknown.caching);
    CHECK(ask_after("").status == 400);
    CHECK(ask_after("-3").status == 400);
    request.route = {{"id", "404"}};
    CHECK(ask_after("1").status == 404);
}

} // namespace masthead::live_stream
