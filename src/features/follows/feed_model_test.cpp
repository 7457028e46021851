#include "features/follows/change_follows.hpp"
#include "features/follows/find_feed.hpp"
#include "features/follows/find_follows.hpp"
#include "forum_cast.hpp"
#include "result_words.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace masthead::follows {

namespace {

using comments::Direction;

// What somebody who reads the rules would keep on paper.
struct Written {
    CommentId id;
    ReaderId reader;
    StoryId story;
    CommentId thread;
    CommentId parent;
    Time posted_at{};
};

using Pair = std::pair<ReaderId, ReaderId>;

struct Model {
    std::vector<Written> comments;
    std::set<std::tuple<ReaderId, FollowKind, std::int64_t>> follows;
    std::set<Pair> blocks;
    std::set<Pair> mutes;

    bool apart(ReaderId one, ReaderId other) const
    {
        return blocks.contains({one, other}) || blocks.contains({other, one});
    }
    bool has(ReaderId reader, const FollowTarget& target) const
    {
        return follows.contains({reader, target.kind, target.id});
    }
    void drop(ReaderId reader, ReaderId other)
    {
        follows.erase({reader, FollowKind::reader, other.value()});
    }
};

// A small newsroom in which many things happen at random, and the paper on which they are noted.
struct Play : test::ForumCast {
    std::mt19937 random;
    Activity activity;
    Model model;
    std::vector<ReaderId> people;
    std::vector<stories::SaveStory> papers;
    std::vector<FollowTarget> things;

    explicit Play(unsigned seed) : random(seed)
    {
        for (const auto* name : {"Ada Plinth", "Bob Quay", "Cleo Tarn", "Dov Lintel", "Eve Moor"})
            people.push_back(member(name));
        const auto water = section("water");
        const auto works = section("works");
        const auto flood = topic("flood");
        const auto vera = author("vera");
        for (int i = 0; i < 4; ++i) {
            auto paper = draft("story-" + std::to_string(i), 600);
            paper.section = i % 2 == 0 ? water : works;
            if (i < 3)
                paper.topics = {flood};
            if (i > 1)
                paper.authors = {vera};
            paper.id = save(paper).id;
            things.push_back(FollowTarget::story(paper.id));
            papers.push_back(paper);
        }
        things.push_back(FollowTarget::section(water));
        things.push_back(FollowTarget::section(works));
        things.push_back(FollowTarget::topic(flood));
        things.push_back(FollowTarget::author(vera));
        for (const auto reader : people)
            things.push_back(FollowTarget::reader(reader));
        rules.established = {{1'000, std::chrono::seconds{1}}, {1'000, std::chrono::seconds{1}}};
    }

    std::size_t below(std::size_t end)
    {
        return std::uniform_int_distribution<std::size_t>{0, end - 1}(random);
    }
    template <class List>
    auto& any(List& list)
    {
        return list[below(list.size())];
    }
    const stories::SaveStory& paper_of(StoryId story) const
    {
        return *std::ranges::find(papers, story, &stories::SaveStory::id);
    }

    bool is_public(StoryId story)
    {
        return story_now(story).state == stories::StoryState::published;
    }
    bool is_seen(const Written& written)
    {
        const auto now = comment_now(written.story, written.id);
        return now && now->state == comments::CommentState::visible && is_public(written.story);
    }

    // Why it is in somebody's feed, on paper.
    bool follows_it(ReaderId me, const Written& comment)
    {
        if (model.has(me, FollowTarget::reader(comment.reader)) ||
            model.has(me, FollowTarget::thread(comment.thread)) ||
            model.has(me, FollowTarget::story(comment.story)))
            return true;
        if (comment.posted_at < story_now(comment.story).published_at)
            return false;
        const auto& paper = paper_of(comment.story);
        const auto followed = [&](const auto& ids, FollowKind kind) {
            return std::ranges::any_of(ids, [&](auto id) {
                return model.has(me, {kind, id.value()});
            });
        };
        return model.has(me, FollowTarget::section(paper.section)) ||
               followed(paper.authors, FollowKind::author) ||
               followed(paper.topics, FollowKind::topic);
    }

    std::vector<CommentId> expected(ReaderId me)
    {
        auto all = model.comments;
        std::ranges::sort(all, [](const auto& a, const auto& b) {
            return std::tuple{a.posted_at, a.id} > std::tuple{b.posted_at, b.id};
        });
        std::vector<CommentId> ids;
        for (const auto& comment : all) {
            if (comment.reader != me && !model.apart(me, comment.reader) &&
                !model.mutes.contains({me, comment.reader}) && follows_it(me, comment) &&
                is_seen(comment))
                ids.push_back(comment.id);
        }
        return ids;
    }

    FeedPage page(ReaderId me, Direction direction, const comments::Cursor& from, int limit)
    {
        return database->read([&](db::Snapshot& s) {
            return find_feed(s, activity, {me, direction, from, limit});
        });
    }

    // All pages, from one end to the other, as the newest-first list they make.
    std::vector<CommentId> walked(ReaderId me, Direction direction)
    {
        const bool older = direction == Direction::older;
        auto from = older ? comments::last_place() : comments::first_place();
        std::vector<CommentId> ids;
        for (;;) {
            const auto stretch = page(me, direction, from, 1 + static_cast<int>(below(4)));
            std::vector<CommentId> part;
            for (const auto& item : stretch.items)
                part.push_back(item.shown.comment.id);
            ids.insert(older ? ids.end() : ids.begin(), part.begin(), part.end());
            if (!stretch.goes_on)
                return ids;
            from = stretch.next;
        }
    }

    void step_follow()
    {
        const auto me = any(people);
        auto target = any(things);
        if (!model.comments.empty() && below(4) == 0)
            target = FollowTarget::thread(any(model.comments).thread);
        if (below(3) == 0) {
            REQUIRE(write([&](db::Tx& tx) { return unfollow(tx, {me, target}, now()); }));
            model.follows.erase({me, target.kind, target.id});
            return;
        }
        const auto done = write([&](db::Tx& tx) { return follow(tx, {me, target}, now()); });
        if (target.kind == FollowKind::reader)
            CHECK(done.has_value() ==
                  (target.as_reader() != me && !model.apart(me, target.as_reader())));
        if (done)
            model.follows.insert({me, target.kind, target.id});
    }

    void step_keep_away()
    {
        const auto me = any(people);
        const auto other = any(people);
        if (me == other)
            return;
        const readers::KeepAway pair{me, other};
        switch (below(5)) {
        case 0:
            REQUIRE(write([&](db::Tx& tx) { return follows::block_reader(tx, pair, now()); }));
            model.blocks.insert({me, other});
            model.drop(me, other);
            model.drop(other, me);
            break;
        case 1:
        case 2:
            REQUIRE(write([&](db::Tx& tx) { return readers::unblock_reader(tx, pair, now()); }));
            model.blocks.erase({me, other});
            break;
        case 3:
            REQUIRE(write([&](db::Tx& tx) { return readers::mute_reader(tx, pair, now()); }));
            model.mutes.insert({me, other});
            break;
        default:
            REQUIRE(write([&](db::Tx& tx) { return readers::unmute_reader(tx, pair, now()); }));
            model.mutes.erase({me, other});
        }
    }

    void step_post()
    {
        const auto me = any(people);
        Written parent;
        auto story = any(papers).id;
        if (!model.comments.empty() && below(3) != 0) {
            parent = any(model.comments);
            story = parent.story;
        }
        if (below(3) != 0)
            clock.advance(std::chrono::seconds{below(3)});
        const auto text = "Words number " + std::to_string(++keys);
        const auto posted = try_post(words(story, me, text, parent.id));
        if (parent.id && posted)
            CHECK_FALSE(model.apart(me, parent.reader));
        if (posted)
            model.comments.push_back({posted->id, me, story, parent.id ? parent.thread : posted->id,
                                      parent.id, posted->posted_at});
    }

    void step_change()
    {
        if (model.comments.empty())
            return;
        const auto comment = any(model.comments);
        using enum comments::Action;
        switch (below(7)) {
        case 0: (void)decide(comment.id, remove); break;
        case 1:
        case 2: (void)decide(comment.id, restore); break;
        case 3: (void)decide(comment.id, hold); break;
        case 4: (void)decide(comment.id, approve); break;
        case 5: (void)take_back(comment.story, comment.id, comment.reader); break;
        default: step_edit(comment);
        }
    }

    void step_edit(const Written& comment)
    {
        comments::EditComment edit;
        edit.story = comment.story;
        edit.comment = comment.id;
        edit.reader = comment.reader;
        edit.text = comments::prepare_comment("Other words " + std::to_string(++keys)).value();
        edit.rule_book = rule_book;
        (void)write([&](db::Tx& tx) { return comments::edit_comment(tx, edit, now()); });
    }

    void step_story()
    {
        const auto& paper = any(papers);
        switch (below(4)) {
        case 0:
            (void)write([&](db::Tx& tx) { return stories::withdraw_story(tx, paper.slug, now()); });
            break;
        case 1:
            (void)write([&](db::Tx& tx) { return stories::publish_story(tx, paper.slug, now()); });
            break;
        case 2:
            (void)write(
                [&](db::Tx& tx) { return comments::hold_all(tx, paper.id, moderator, now()); });
            break;
        default:
            (void)write(
                [&](db::Tx& tx) { return comments::release_all(tx, paper.id, moderator, now()); });
            (void)write([&](db::Tx& tx) {
                comments::ChangeConversation open{paper.id, moderator, {}};
                open.change.mode = stories::ConversationMode::open;
                return comments::change_conversation(tx, open, now());
            });
        }
    }

    void step()
    {
        const auto dice = below(100);
        if (dice < 25)
            step_follow();
        else if (dice < 35)
            step_keep_away();
        else if (dice < 75)
            step_post();
        else if (dice < 95)
            step_change();
        else
            step_story();
    }
};

} // namespace

TEST_CASE("whatever readers do, the feed equals what somebody with a pencil would list")
{
    constexpr int steps = 250;
    for (unsigned seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        Play play{seed};
        for (int i = 0; i < steps; ++i) {
            CAPTURE(i);
            play.step();
            const auto me = play.any(play.people);
            const auto wanted = play.expected(me);
            // The same memory all the time, as a server has it; and one that has just started.
            CHECK(play.walked(me, Direction::older) == wanted);
            if (i % 10 == 0)
                CHECK(play.walked(me, Direction::newer) == wanted);
            if (i % 25 == 0) {
                Activity fresh;
                const auto first = play.database->read([&](db::Snapshot& s) {
                    return find_feed(s, fresh, {me, Direction::older, comments::last_place(), 30});
                });
                CHECK(first.items.size() == std::min<std::size_t>(wanted.size(), 30));
            }
        }
        CHECK(play.model.comments.size() > 30);
    }
}

} // namespace masthead::follows
