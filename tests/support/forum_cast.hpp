#pragma once

#include "features/comments/decide_comment.hpp"
#include "features/comments/edit_comment.hpp"
#include "features/comments/find_comments.hpp"
#include "features/comments/post_comment.hpp"
#include "features/moderation/judge_text.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/sign_up.hpp"
#include "newsroom.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace masthead::test {

/// Who a member of the cast is to the newsroom.
enum class Known { no, yes };

/// A newsroom with a forum: readers who have signed up, and the steps of a post as a handler takes
/// them. The rule book holds nobody's first comments and knows no words.
struct ForumCast : Newsroom {
    std::shared_ptr<const moderation::RuleBook> rule_book =
        std::make_shared<const moderation::RuleBook>(
            std::vector<moderation::Rule>{}, 0, std::make_shared<moderation::RecentFingerprints>());
    comments::ForumRules rules;
    StaffId moderator{7};
    int keys = 0;

    /// A reader who may post. Known ones have three comments let stand and signed up days ago.
    ReaderId member(std::string_view name, Known known = Known::yes)
    {
        const auto today = now();
        if (known == Known::yes)
            clock.set(today - std::chrono::hours{72});
        const auto reader = *write([&](db::Tx& tx) {
            readers::SignUp sign_up;
            sign_up.display_name = name;
            sign_up.mail = std::to_string(++keys) + "@reader.example";
            sign_up.rules_version = "1";
            sign_up.minimum_age_confirmed = readers::minimum_age_default;
            return readers::sign_up(tx, sign_up, now());
        });
        clock.set(today);
        if (known == Known::yes) {
            (void)write([&](db::Tx& tx) -> Result<int> {
                readers::count_comment(tx, reader, {0, 0, comments::established_comments_min});
                return 0;
            });
        }
        return reader;
    }

    /// What a form becomes before its transaction.
    comments::PostComment words(StoryId story, ReaderId reader, std::string_view markdown,
                                CommentId parent = {})
    {
        comments::PostComment command;
        command.story = story;
        command.reader = reader;
        command.parent = parent;
        command.text = comments::prepare_comment(markdown).value();
        command.text = database->read([&](db::Snapshot& snapshot) {
            return comments::resolve_mentions(snapshot, std::move(command.text));
        });
        command.submission_key = "key-" + std::to_string(++keys);
        command.fingerprint = moderation::text_fingerprint(command.text.plain);
        command.rule_book = rule_book;
        command.rules = rules;
        return command;
    }

    /// A verb that must not be refused.
    template <class Body>
    auto done(Body&& body)
    {
        return write(std::forward<Body>(body)).value();
    }

    Result<comments::Posted> try_post(const comments::PostComment& command)
    {
        return write([&](db::Tx& tx) { return comments::post_comment(tx, command, now()); });
    }

    /// Posts words nobody has written before, a minute after the last ones.
    comments::Posted say(StoryId story, ReaderId reader, CommentId parent = {})
    {
        clock.advance(std::chrono::minutes{1});
        const auto markdown = "Words number " + std::to_string(++keys);
        return try_post(words(story, reader, markdown, parent)).value();
    }

    Result<comments::Decided> decide(CommentId comment, comments::Action action)
    {
        return write([&](db::Tx& tx) {
            return comments::decide_comment(tx, {comment, moderator, action, "rules.2", "Be kind."},
                                            now());
        });
    }

    Result<comments::Deleted> take_back(StoryId story, CommentId comment, ReaderId reader)
    {
        return write([&](db::Tx& tx) {
            return comments::delete_comment(tx, {story, comment, reader}, now());
        });
    }

    readers::Reader reader_now(ReaderId id)
    {
        return *database->read([&](db::Snapshot& s) { return readers::find_reader(s, id); });
    }

    stories::Story story_now(StoryId id)
    {
        return *database->read([&](db::Snapshot& s) { return stories::find_story(s, id); });
    }

    std::optional<comments::Comment> comment_now(StoryId story, CommentId id)
    {
        return database->read(
            [&](db::Snapshot& s) { return comments::find_comment(s, story, id); });
    }

    /// Names of all events of comments and conversations since a position.
    std::vector<std::string> forum_events(std::int64_t after = 0)
    {
        std::vector<std::string> names;
        for (const auto& event :
             database->read([&](db::Snapshot& s) { return db::events_after(s, after, 1'000); })) {
            if (event.name.starts_with("comment") || event.name.starts_with("conversation"))
                names.push_back(event.name);
        }
        return names;
    }

    std::int64_t position()
    {
        return database->read([](db::Snapshot& s) { return db::last_event_position(s); });
    }
};

} // namespace masthead::test
