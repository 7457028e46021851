// Random sequences of what people do, against a model that keeps everything in plain lists and
// works out each reader's notifications anew.
#include "notices_cast.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

namespace masthead::notifications {

namespace {

using follows::FollowTarget;

constexpr int sequences = 12;
constexpr int steps = 120;

struct Said {
    CommentId id;
    ReaderId author;
    CommentId parent;
    CommentId thread;
    std::vector<ReaderId> mentions;
    bool is_seen = true;
};

struct Told {
    ReaderId reader;
    Kind kind = Kind::reply;
    std::int64_t target = 0;
    ReaderId actor;
    CommentId comment; // none: a follow or a decision
    Time seen{};
};

struct Happened {
    enum class What { comment, follow, decision } what = What::comment;
    std::size_t comment = 0;
    FollowId follow;
    ReaderId follower;
    ReaderId reader;
};

// What the page says, without names and order: kind, number of things, further people, seen.
using Line = std::tuple<Kind, int, int, bool>;

struct Play : test::NoticesCast {
    explicit Play(unsigned seed) : dice(seed)
    {
        for (const auto* name : {"Ada", "Bo", "Cleo", "Dan", "Eve"})
            people.push_back(member(name));
        tell();
    }

    std::mt19937 dice;
    StoryId strike = story("strike");
    std::vector<ReaderId> people;
    const std::vector<std::string> names{"Ada", "Bo", "Cleo", "Dan", "Eve"};
    std::vector<Said> said;
    std::map<std::pair<ReaderId, std::pair<follows::FollowKind, std::int64_t>>, FollowId> followed;
    std::set<std::pair<ReaderId, ReaderId>> blocks;
    std::set<std::pair<ReaderId, ReaderId>> mutes;
    std::vector<Happened> pending;
    std::vector<Told> everything;

    int pick(std::size_t below) { return static_cast<int>(dice() % below); }
    ReaderId anybody() { return people[static_cast<std::size_t>(pick(people.size()))]; }

    bool apart(ReaderId one, ReaderId other) const
    {
        return blocks.contains({one, other}) || blocks.contains({other, one}) ||
               mutes.contains({one, other});
    }

    void step()
    {
        clock.advance(std::chrono::minutes{2});
        switch (pick(11)) {
        case 0:
        case 1:
        case 2: return speak();
        case 3:
        case 4: return change_follow();
        case 5: return change_block();
        case 6: return change_mute();
        case 7: return moderate();
        case 8: return take_own_back();
        case 9: return look();
        default: return tell_all();
        }
    }

    void speak()
    {
        const auto author = anybody();
        const auto* parent = !said.empty() && pick(3) > 0
                                 ? &said[static_cast<std::size_t>(pick(said.size()))]
                                 : nullptr;
        Said one;
        one.author = author;
        std::string markdown = "Words number " + std::to_string(++keys);
        if (pick(3) == 0) {
            const auto named = static_cast<std::size_t>(pick(people.size()));
            markdown += " for @" + names[named];
            one.mentions.push_back(people[named]);
        }
        const auto posted =
            try_post(words(strike, author, markdown, parent ? parent->id : CommentId{}));
        if (!posted)
            return;
        one.id = posted->id;
        one.parent = parent ? parent->id : CommentId{};
        one.thread = parent ? parent->thread : one.id;
        said.push_back(one);
        pending.push_back({Happened::What::comment, said.size() - 1, {}, {}, {}});
    }

    FollowTarget anything()
    {
        const int what = said.empty() ? pick(2) : pick(3);
        if (what == 0)
            return FollowTarget::story(strike);
        if (what == 1)
            return FollowTarget::reader(anybody());
        return FollowTarget::thread(said[static_cast<std::size_t>(pick(said.size()))].thread);
    }

    void change_follow()
    {
        const auto reader = anybody();
        const auto target = anything();
        const auto key = std::pair{reader, std::pair{target.kind, target.id}};
        if (followed.contains(key)) {
            (void)write([&](db::Tx& tx) { return follows::unfollow(tx, {reader, target}, now()); });
            followed.erase(key);
            return;
        }
        const auto made = write([&](db::Tx& tx) {
            return follows::follow(tx, {reader, target}, now());
        });
        if (!made)
            return;
        followed[key] = *made;
        if (target.kind == follows::FollowKind::reader)
            pending.push_back({Happened::What::follow, 0, *made, reader, target.as_reader()});
    }

    void forget_follow(ReaderId reader, ReaderId other)
    {
        followed.erase({reader, {follows::FollowKind::reader, other.value()}});
    }

    void change_block()
    {
        const auto one = anybody();
        const auto other = anybody();
        const readers::KeepAway wish{one, other};
        if (blocks.erase({one, other}) > 0) {
            (void)write([&](db::Tx& tx) { return readers::unblock_reader(tx, wish, now()); });
            return;
        }
        if (!write([&](db::Tx& tx) { return follows::block_reader(tx, wish, now()); }))
            return;
        blocks.insert({one, other});
        forget_follow(one, other);
        forget_follow(other, one);
    }

    void change_mute()
    {
        const auto one = anybody();
        const auto other = anybody();
        const readers::KeepAway wish{one, other};
        if (mutes.erase({one, other}) > 0)
            (void)write([&](db::Tx& tx) { return readers::unmute_reader(tx, wish, now()); });
        else if (write([&](db::Tx& tx) { return readers::mute_reader(tx, wish, now()); }))
            mutes.insert({one, other});
    }

    void moderate()
    {
        if (said.empty())
            return;
        const auto which = static_cast<std::size_t>(pick(said.size()));
        auto& one = said[which];
        const auto action = one.is_seen ? comments::Action::remove : comments::Action::restore;
        const auto decided = decide(one.id, action);
        if (!decided)
            return;
        one.is_seen = !one.is_seen;
        pending.push_back({Happened::What::decision, which, {}, {}, one.author});
        if (one.is_seen)
            pending.push_back({Happened::What::comment, which, {}, {}, {}});
    }

    void take_own_back()
    {
        if (said.empty())
            return;
        auto& one = said[static_cast<std::size_t>(pick(said.size()))];
        if (take_back(strike, one.id, one.author))
            one.is_seen = false;
    }

    void look()
    {
        const auto reader = anybody();
        see_all(reader);
        for (auto& told : everything) {
            if (told.reader == reader && told.seen == Time{})
                told.seen = now();
        }
    }

    void tell_all()
    {
        tell();
        for (const auto& one : pending)
            tell_model(one);
        pending.clear();
    }

    void tell_model(const Happened& one)
    {
        if (one.what == Happened::What::decision)
            return add({one.reader, Kind::decision, ++keys, {}, {}, {}});
        if (one.what == Happened::What::follow) {
            const auto key =
                std::pair{one.follower, std::pair{follows::FollowKind::reader, one.reader.value()}};
            const auto found = followed.find(key);
            if (found != followed.end() && found->second == one.follow)
                add({one.reader, Kind::follower, 0, one.follower, {}, {}});
            return;
        }
        const auto& comment = said[one.comment];
        if (!comment.is_seen)
            return;
        for (const auto& other : said) {
            if (other.id == comment.parent)
                add({other.author, Kind::reply, other.id.value(), comment.author, comment.id, {}});
        }
        for (const auto reader : comment.mentions)
            add({reader, Kind::mention, strike.value(), comment.author, comment.id, {}});
        tell_followers(FollowTarget::thread(comment.thread), Kind::thread, comment);
        tell_followers(FollowTarget::story(strike), Kind::story, comment);
        tell_followers(FollowTarget::reader(comment.author), Kind::reader, comment);
    }

    void tell_followers(const FollowTarget& target, Kind kind, const Said& comment)
    {
        for (const auto reader : people) {
            if (followed.contains({reader, {target.kind, target.id}}))
                add({reader, kind, target.id, comment.author, comment.id, {}});
        }
    }

    void add(const Told& told)
    {
        if (told.actor && (told.actor == told.reader || apart(told.reader, told.actor)))
            return;
        const bool is_told = std::ranges::any_of(everything, [&](const Told& earlier) {
            return earlier.reader == told.reader && earlier.comment == told.comment &&
                   told.kind != Kind::decision && earlier.kind != Kind::decision &&
                   (told.comment || earlier.actor == told.actor);
        });
        if (!is_told)
            everything.push_back(told);
    }

    bool is_shown(const Told& told) const
    {
        if (!told.actor)
            return true;
        if (apart(told.reader, told.actor))
            return false;
        if (!told.comment)
            return followed.contains(
                {told.actor, {follows::FollowKind::reader, told.reader.value()}});
        return std::ranges::any_of(
            said, [&](const Said& one) { return one.id == told.comment && one.is_seen; });
    }

    std::vector<Line> expected(ReaderId reader) const
    {
        std::map<std::tuple<Kind, std::int64_t, Time>, std::pair<int, std::set<ReaderId>>> groups;
        for (const auto& told : everything) {
            if (told.reader != reader || !is_shown(told))
                continue;
            auto& [count, actors] = groups[{told.kind, told.target, told.seen}];
            ++count;
            if (told.actor)
                actors.insert(told.actor);
        }
        std::vector<Line> lines;
        for (const auto& [key, group] : groups)
            lines.emplace_back(std::get<0>(key), group.first,
                               std::max(0, static_cast<int>(group.second.size()) - 1),
                               std::get<2>(key) != Time{});
        std::ranges::sort(lines);
        return lines;
    }

    std::vector<Line> shown(ReaderId reader)
    {
        std::vector<Line> lines;
        for (const auto& group : list_of(reader))
            lines.emplace_back(group.kind, group.count, group.others, group.is_seen);
        std::ranges::sort(lines);
        return lines;
    }
};

} // namespace

TEST_CASE("whatever people do in whatever order, each reader is told what a naive model says")
{
    for (unsigned seed = 1; seed <= sequences; ++seed) {
        CAPTURE(seed);
        Play play{seed};
        for (int i = 0; i < steps; ++i) {
            CAPTURE(i);
            play.step();
            for (const auto reader : play.people) {
                const auto expected = play.expected(reader);
                REQUIRE(play.shown(reader) == expected);
                const auto unseen = std::ranges::count_if(
                    expected, [](const Line& line) { return !std::get<3>(line); });
                REQUIRE(play.unread(reader) == unseen);
            }
        }
    }
}

} // namespace masthead::notifications
