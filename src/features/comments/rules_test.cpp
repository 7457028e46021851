#include "features/comments/decide_comment.hpp"
#include "features/comments/forum_rules.hpp"
#include "features/comments/report_comment.hpp"

#include "features/stories/comment_counts.hpp"
#include "forum_cast.hpp"

#include <doctest/doctest.h>

namespace masthead::comments {

namespace {

using stories::ConversationMode;

template <class T>
std::string key_of(const Result<T>& result)
{
    return result.has_value() ? "done" : result.error().message_key;
}

} // namespace

TEST_CASE("the rules of conversations are stored, announced, and have limits")
{
    test::ForumCast cast;
    const auto save = [&](int days, int reports) {
        ForumRules rules;
        rules.close_after_days = days;
        rules.reports_to_hold = reports;
        return key_of(
            cast.write([&](db::Tx& tx) { return save_forum_rules(tx, rules, cast.now()); }));
    };
    const auto load = [&] {
        return cast.database->read([](db::Snapshot& s) { return load_forum_rules(s); });
    };
    CHECK(load().close_after_days == 0);
    CHECK(load().reports_to_hold == 3);
    CHECK(save(36'500, 100) == "done");
    CHECK(load().close_after_days == 36'500);
    CHECK(load().reports_to_hold == 100);
    CHECK(cast.forum_events() == std::vector<std::string>{"conversation.rules_changed"});
    CHECK(save(36'501, 3) == "conversation_rules.close_after_days");
    CHECK(save(-1, 3) == "conversation_rules.close_after_days");
    CHECK(save(0, 101) == "conversation_rules.reports_to_hold");
    CHECK(save(0, -1) == "conversation_rules.reports_to_hold");
    CHECK(load().close_after_days == 36'500);
}

TEST_CASE("a mode's pause is at most a day, and modes are set on what is there")
{
    test::ForumCast cast;
    const auto strike = cast.story("ferry-strike");
    const auto set = [&](StoryId story, int seconds) {
        return key_of(cast.write([&](db::Tx& tx) {
            return change_conversation(
                tx, {story, cast.moderator, {ConversationMode::slow, seconds}}, cast.now());
        }));
    };
    CHECK(set(strike, 1) == "done");
    CHECK(set(strike, stories::slow_seconds_max) == "done");
    CHECK(set(strike, stories::slow_seconds_max + 1) == "conversation.slow_seconds");
    CHECK(set(strike, 0) == "conversation.slow_seconds");
    CHECK(set(StoryId{404}, 60) == "story.not_found");
    const auto rules = cast.database->read(
        [&](db::Snapshot& s) { return stories::find_conversation_rules(s, strike); });
    CHECK(rules->mode == ConversationMode::slow);
    CHECK(rules->slow_seconds == stories::slow_seconds_max);
    cast.done([&](db::Tx& tx) {
        return change_conversation(tx, {strike, cast.moderator, {}}, cast.now());
    });
    CHECK(cast.database
              ->read([&](db::Snapshot& s) { return stories::find_conversation_rules(s, strike); })
              ->mode == ConversationMode::open);
}

TEST_CASE("counts are answered for public stories, in the order asked for, a hundred at most")
{
    test::ForumCast cast;
    const auto ada = cast.member("Ada Plinth");
    cast.say(cast.story("ferry-strike"), ada);
    cast.story("bridge-closed");
    auto draft = cast.draft("not-yet");
    draft.state = stories::StoryState::draft;
    cast.save(draft);
    const auto counts = [&](const std::vector<std::string>& slugs) {
        return cast.database->read(
            [&](db::Snapshot& s) { return stories::count_by_slug(s, slugs); });
    };
    const auto three = counts({"bridge-closed", "not-yet", "nowhere", "ferry-strike"});
    REQUIRE(three.size() == 2);
    CHECK(three[0].slug == "bridge-closed");
    CHECK(three[0].comments == 0);
    CHECK(three[1].comments == 1);
    const std::vector<std::string> many(stories::slug_counts_max + 1, "ferry-strike");
    CHECK(counts(many).size() == stories::slug_counts_max);
}

TEST_CASE("names of modes, actions and reasons read back as what they are")
{
    for (const auto* name : {"open", "slow", "pre_moderated", "closed"})
        CHECK(stories::mode_name(stories::parse_mode(name).value()) == name);
    for (const auto* name : {"approve", "hold", "remove", "restore", "feature", "unfeature"})
        CHECK(action_name(parse_action(name).value()) == name);
    CHECK(report_reasons().size() == 7);
    for (const auto reason : report_reasons())
        CHECK(parse_reason(reason_name(reason)) == reason);
    CHECK_FALSE(stories::parse_mode("Open").has_value());
    CHECK_FALSE(parse_action("").has_value());
    CHECK_FALSE(parse_reason("because").has_value());
}

} // namespace masthead::comments
