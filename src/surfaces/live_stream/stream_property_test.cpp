#include "features/comments/find_changes.hpp"
#include "features/comments/respect_comment.hpp"
#include "live_house.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

namespace masthead::live_stream {

using comments::Action;
using test::LiveHouse;
using test::OpenStream;

namespace {

constexpr db::Query all_listed{"test.listed", R"sql(
    SELECT id
    FROM comments
    WHERE story_id = ?
      AND listed = 1
    ORDER BY id
    LIMIT 10000
)sql"};

/// What a page shows of one comment, apart from what hangs below it.
struct Shown {
    CommentId parent;
    std::string words;
    int respect = 0;

    friend bool operator==(const Shown&, const Shown&) = default;
};
using Page = std::map<CommentId, Shown>;

Shown shown_of(const comments::CommentNode& node)
{
    const auto& comment = node.comment;
    std::string words = std::to_string(static_cast<int>(comment.state));
    if (comment.state == comments::CommentState::visible)
        words += comment.html + (comment.featured ? "*" : "") +
                 (comment.quote ? ">" + comment.quote->quote.exact : "");
    return {comment.parent, words, comment.respect_count};
}

/// A newsroom where much happens at random, the same for the same seed.
struct Busy : LiveHouse {
    explicit Busy(unsigned seed) : random(seed)
    {
        for (const auto* slug : {"ferry-strike", "bridge-closed"})
            stories.push_back(story(slug));
        for (int i = 0; i < 4; ++i)
            readers.push_back(member("Reader " + std::to_string(i)));
        dispatched = position();
    }

    int pick(int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); }
    template <class T>
    const T& one_of(const std::vector<T>& list)
    {
        return list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
    }

    struct Said {
        CommentId id;
        StoryId story;
        ReaderId reader;
    };

    void say_something()
    {
        const auto where = one_of(stories);
        const auto reader = one_of(readers);
        CommentId parent;
        if (!said.empty() && pick(3) > 0) {
            const auto& other = one_of(said);
            parent = other.story == where ? other.id : CommentId{};
        }
        clock.advance(std::chrono::minutes{2});
        auto command = words(where, reader, "Words number " + std::to_string(++keys), parent);
        if (parent && pick(3) == 0)
            command.quote = {comments::QuoteKind::comment, parent, "Words", "", ""};
        if (const auto posted = try_post(command))
            said.push_back({posted->id, where, reader});
    }

    void change_something()
    {
        if (said.empty())
            return say_something();
        const auto& what = one_of(said);
        clock.advance(Milliseconds{10});
        switch (pick(9)) {
        case 0: (void)take_back(what.story, what.id, what.reader); break;
        case 1: edit(what); break;
        case 2:
        case 3: respect(what); break;
        default: {
            constexpr std::array actions{Action::approve, Action::hold,    Action::remove,
                                         Action::restore, Action::feature, Action::unfeature};
            (void)decide(what.id, actions[static_cast<std::size_t>(pick(6))]);
        }
        }
    }

    void edit(const Said& what)
    {
        const auto fresh = words(what.story, what.reader, "Other words " + std::to_string(++keys));
        comments::EditComment command;
        command.story = what.story;
        command.comment = what.id;
        command.reader = what.reader;
        command.text = fresh.text;
        command.fingerprint = fresh.fingerprint;
        command.rule_book = rule_book;
        (void)write([&](db::Tx& tx) { return comments::edit_comment(tx, command, now()); });
    }

    void respect(const Said& what)
    {
        const auto how = pick(2) == 0 ? comments::Respect::give : comments::Respect::take_back;
        (void)write([&](db::Tx& tx) {
            return comments::respect_comment(tx, {what.story, what.id, one_of(readers), how},
                                             now());
        });
    }

    void change_a_conversation()
    {
        const auto where = one_of(stories);
        (void)write([&](db::Tx& tx) -> Result<int> {
            using enum stories::ConversationMode;
            const auto mode = pick(3) == 0 ? pre_moderated : open;
            const comments::ChangeConversation command{where, moderator, {mode}};
            return comments::change_conversation(tx, command, now()) ? 1 : 0;
        });
    }

    void hold_or_release_all()
    {
        const auto where = one_of(stories);
        (void)write([&](db::Tx& tx) {
            return pick(2) == 0 ? comments::hold_all(tx, where, moderator, now())
                                : comments::release_all(tx, where, moderator, now());
        });
    }

    Page fresh_page(StoryId where)
    {
        return database->read([&](db::Snapshot& snapshot) {
            const auto ids = snapshot.list(all_listed, {where},
                                           [](const db::Row& row) { return row.id<CommentId>(0); });
            return shown(snapshot, where, ids);
        });
    }

    static Page shown(db::Snapshot& snapshot, StoryId where, const std::vector<CommentId>& ids)
    {
        Page page;
        for (std::size_t at = 0; at < ids.size(); at += comments::comments_asked_max) {
            const auto part =
                std::span{ids}.subspan(at, std::min(comments::comments_asked_max, ids.size() - at));
            for (const auto& node : comments::find_listed_of(snapshot, where, part))
                page.emplace(node.comment.id, shown_of(node));
        }
        return page;
    }

    std::mt19937 random;
    std::vector<StoryId> stories;
    std::vector<ReaderId> readers;
    std::vector<Said> said;
};

/// A browser with both stories open, as the protocol wants it to follow.
struct Browser {
    explicit Browser(Busy& newsroom) : house(newsroom)
    {
        last_id = std::to_string(house.position());
        for (const auto where : house.stories)
            pages[where] = house.fresh_page(where);
    }

    void connect()
    {
        const auto both = to_string(house.stories[0]) + "," + to_string(house.stories[1]);
        stream =
            std::make_unique<OpenStream>(house, house.ask_live(both, {{"last-event-id", last_id}}));
    }
    void cut()
    {
        listen();
        stream.reset();
    }
    void listen()
    {
        if (!stream)
            return;
        stream->peer.last_id = last_id;
        const auto events = stream->peer.events();
        last_id = stream->peer.last_id;
        for (const auto& event : events)
            follow(event);
    }

    void follow(const test::Listener::Event& event)
    {
        const auto where = *parse_id<StoryId>(std::string{event.data.at("story").as_string()});
        Page& page = pages.at(where);
        if (event.name == "reload") {
            page = house.fresh_page(where);
            return;
        }
        std::vector<CommentId> ids;
        for (const auto* list : {"posted", "edited", "removed"}) {
            const auto* named = event.data.if_contains(list);
            for (const auto& one : named ? named->as_array() : boost::json::array{})
                ids.push_back(id_of(one.is_array() ? one.as_array().at(0) : one));
        }
        fetch(page, where, ids);
        if (const auto* respected = event.data.if_contains("respect")) {
            for (const auto& one : respected->as_array()) {
                const auto found = page.find(id_of(one.as_array().at(0)));
                if (found != page.end())
                    found->second.respect = one.as_array().at(1).to_number<int>();
            }
        }
    }

    void fetch(Page& page, StoryId where, const std::vector<CommentId>& ids)
    {
        const auto now = house.database->read(
            [&](db::Snapshot& snapshot) { return Busy::shown(snapshot, where, ids); });
        for (const auto id : ids) {
            const auto found = now.find(id);
            if (found == now.end())
                take_out(page, id);
            else
                page.insert_or_assign(id, found->second);
        }
    }

    static void take_out(Page& page, CommentId id)
    {
        page.erase(id);
        std::vector<CommentId> below;
        for (const auto& [other, shown] : page) {
            if (shown.parent == id)
                below.push_back(other);
        }
        for (const auto other : below)
            take_out(page, other);
    }

    static CommentId id_of(const boost::json::value& value)
    {
        return *parse_id<CommentId>(std::string{value.as_string()});
    }

    Busy& house;
    std::string last_id;
    std::map<StoryId, Page> pages;
    std::unique_ptr<OpenStream> stream;
};

void something_happens(Busy& house)
{
    const int what = house.pick(40);
    if (what < 14)
        house.say_something();
    else if (what < 36)
        house.change_something();
    else if (what < 39)
        house.change_a_conversation();
    else if (house.pick(4) == 0)
        house.hold_or_release_all();
}

void something_happens_on_the_way(Busy& house, Browser& browser)
{
    switch (house.pick(8)) {
    case 0: house.dispatch(); break;
    case 1: house.pass(Milliseconds{house.pick(700)}); break;
    case 2: house.settle_threads(); break;
    case 3: browser.listen(); break;
    case 4:
        if (browser.stream && house.pick(2) == 0)
            browser.cut();
        break;
    case 5:
        if (!browser.stream)
            browser.connect();
        break;
    default: break;
    }
}

} // namespace

TEST_CASE("whatever happens and wherever the stream is cut, the page equals a fresh one")
{
    for (unsigned seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        Busy house{seed};
        Browser browser{house};
        for (int round = 0; round < 12; ++round) {
            CAPTURE(round);
            for (int step = 0; step < 15; ++step) {
                something_happens(house);
                something_happens_on_the_way(house, browser);
            }
            if (!browser.stream)
                browser.connect();
            house.calm();
            browser.listen();
            for (const auto where : house.stories)
                REQUIRE(browser.pages.at(where) == house.fresh_page(where));
        }
    }
}

} // namespace masthead::live_stream
