#include "features/comments/comment_tree.hpp"
#include "features/comments/find_comments.hpp"
#include "features/comments/import_comments.hpp"

#include "core/base/limits.hpp"
#include "newsroom.hpp"

#include <doctest/doctest.h>

#include <set>

namespace masthead::comments {

namespace {

struct Cast : test::Newsroom {
    StoryId strike = story("ferry-strike");
    ReaderId ada = reader("Ada Plinth");
    ReaderId bo = reader("Bo Larkrise");

    CommentId say(int minutes, CommentId parent = {})
    {
        return post(remark(strike, ada, minutes, parent));
    }

    stories::Story story_now()
    {
        return *database->read([&](db::Snapshot& s) { return stories::find_story(s, strike); });
    }
    ConversationPage page(Sort sort = Sort::newest, int number = 1)
    {
        return *database->read(
            [&](db::Snapshot& s) { return find_conversation(s, strike, sort, number); });
    }
};

int count_nodes(const CommentNode& node)
{
    int count = 1;
    for (const auto& reply : node.replies)
        count += count_nodes(reply);
    return count;
}

} // namespace

TEST_CASE("room for replies goes round the threads, at most three each")
{
    CHECK(share_room({5, 5, 5}, 100, 3) == std::vector{3, 3, 3});
    CHECK(share_room({5, 0, 1, 5}, 4, 3) == std::vector{2, 0, 1, 1});
    CHECK(share_room({5, 5}, 0, 3) == std::vector{0, 0});
}

TEST_CASE("a reply hangs under its parent and counts up to the thread")
{
    Cast cast;
    const auto thread = cast.say(0);
    const auto reply = cast.say(1, thread);
    cast.say(2, reply);
    cast.settle(cast.strike);
    const auto page = cast.page();
    REQUIRE(page.threads.size() == 1);
    const auto& top = page.threads[0];
    CHECK(top.comment.reply_count == 2);
    REQUIRE(top.replies.size() == 1);
    REQUIRE(top.replies[0].replies.size() == 1);
    CHECK(top.replies[0].replies[0].parent_name == "Ada Plinth");
    CHECK(top.hidden_replies == 0);
    CHECK(cast.story_now().comment_count == 3);
    CHECK(cast.story_now().thread_count == 1);
}

TEST_CASE("a parent of another story or none at all is refused and nothing is kept")
{
    Cast cast;
    const auto elsewhere = cast.story("bridge-closed");
    const auto thread = cast.say(0);
    for (const auto parent : {thread, CommentId{12345}}) {
        const auto refused = cast.write([&](db::Tx& tx) {
            return add_imported_comment(tx, cast.remark(elsewhere, cast.bo, 5, parent));
        });
        REQUIRE(refused.has_error());
        CHECK(refused.error().reason == Refusal::not_found);
    }
}

TEST_CASE("a comment at the depth limit is kept, one past it is refused")
{
    Cast cast;
    auto parent = cast.say(0);
    for (int depth = 1; depth < limits::comment_depth_max; ++depth)
        parent = cast.say(depth, parent);
    const auto refused = cast.write([&](db::Tx& tx) {
        return add_imported_comment(tx, cast.remark(cast.strike, cast.ada, 2000, parent));
    });
    REQUIRE(refused.has_error());
    CHECK(refused.error().message_key == "comment.too_deep");
}

TEST_CASE("held and spam comments are on no page, nor what hangs below them")
{
    Cast cast;
    auto held = cast.remark(cast.strike, cast.bo, 0);
    held.state = CommentState::held;
    const auto hidden = cast.post(held);
    const auto below = cast.say(1, hidden);
    cast.settle(cast.strike);
    CHECK(cast.page().threads.empty());
    CHECK(cast.story_now().comment_count == 0);
    cast.database->read([&](db::Snapshot& s) {
        CHECK_FALSE(find_comment(s, cast.strike, hidden).has_value());
        CHECK_FALSE(find_comment(s, cast.strike, below).has_value());
    });
}

TEST_CASE("a removed comment leaves its line only where replies hang on it")
{
    Cast cast;
    auto removed = cast.remark(cast.strike, cast.bo, 0);
    removed.state = CommentState::removed;
    const auto with_reply = cast.post(removed);
    cast.say(1, with_reply);
    cast.post(removed);
    cast.settle(cast.strike);
    const auto page = cast.page();
    REQUIRE(page.threads.size() == 1);
    CHECK(page.threads[0].comment.state == CommentState::removed);
    CHECK(cast.story_now().comment_count == 1);
}

TEST_CASE("a page holds at most fifty threads and a hundred comments, and pages join without gaps")
{
    Cast cast;
    for (int thread = 0; thread < 120; ++thread) {
        const auto top = cast.say(thread * 10);
        for (int reply = 1; reply <= 4; ++reply)
            cast.say(thread * 10 + reply, top);
    }
    cast.settle(cast.strike);
    std::set<CommentId> seen;
    for (int number = 1; number <= 3; ++number) {
        const auto page = cast.page(Sort::oldest, number);
        CHECK(page.pages == 3);
        CHECK(page.threads.size() == (number < 3 ? 50 : 20));
        int count = 0;
        for (const auto& thread : page.threads) {
            CHECK(seen.insert(thread.comment.id).second);
            CHECK(thread.hidden_replies == 4 - static_cast<int>(thread.replies.size()));
            count += count_nodes(thread);
        }
        CHECK(count <= limits::comments_per_page_max);
    }
    CHECK(seen.size() == 120);
    cast.database->read([&](db::Snapshot& s) {
        CHECK_FALSE(find_conversation(s, cast.strike, Sort::newest, 4).has_value());
        CHECK_FALSE(find_conversation(s, cast.strike, Sort::newest, 0).has_value());
    });
}

TEST_CASE("threads sort by time, respect and replies")
{
    Cast cast;
    auto early = cast.remark(cast.strike, cast.ada, 0);
    early.respect_count = 5;
    const auto first = cast.post(early);
    const auto second = cast.say(10);
    const auto third = cast.say(20);
    cast.say(30, second);
    cast.settle(cast.strike);
    const auto order = [&](Sort sort) {
        std::vector<CommentId> ids;
        for (const auto& thread : cast.page(sort).threads)
            ids.push_back(thread.comment.id);
        return ids;
    };
    CHECK(order(Sort::newest) == std::vector{third, second, first});
    CHECK(order(Sort::oldest) == std::vector{first, second, third});
    CHECK(order(Sort::respect) == std::vector{first, third, second});
    CHECK(order(Sort::replies) == std::vector{second, third, first});
}

TEST_CASE("a permalink finds the page of its thread and marks the comment, however late the reply")
{
    Cast cast;
    std::vector<CommentId> threads;
    for (int i = 0; i < 60; ++i)
        threads.push_back(cast.say(i * 10));
    CommentId late;
    for (int i = 1; i <= 8; ++i)
        late = cast.say(5 + i, threads[0]);
    cast.settle(cast.strike);
    const auto page = cast.database->read(
        [&](db::Snapshot& s) { return find_conversation_around(s, cast.strike, late); });
    REQUIRE(page.has_value());
    CHECK(page->page == 2);
    const auto& thread = page->threads.back();
    REQUIRE(thread.comment.id == threads[0]);
    CHECK(thread.replies.back().comment.id == late);
    CHECK(thread.replies.back().linked);
    CHECK_FALSE(thread.linked);
}

TEST_CASE("replies beyond the depth a page shows continue on a page of their own")
{
    Cast cast;
    std::vector<CommentId> chain{cast.say(0)};
    for (int i = 1; i <= 9; ++i)
        chain.push_back(cast.say(i, chain.back()));
    cast.settle(cast.strike);
    cast.database->read([&](db::Snapshot& s) {
        const auto thread = find_thread(s, cast.strike, chain[0], 1);
        REQUIRE(thread.has_value());
        CHECK(thread->total == limits::comment_depth_shown_max);
        const auto* node = &thread->root;
        for (int depth = 0; depth < limits::comment_depth_shown_max; ++depth) {
            CHECK_FALSE(node->continues);
            REQUIRE(node->replies.size() == 1);
            node = &node->replies[0];
        }
        CHECK(node->continues);
        CHECK(node->hidden_replies == 3);
        const auto rest = find_thread(s, cast.strike, node->comment.id, 1);
        REQUIRE(rest.has_value());
        CHECK(count_nodes(rest->root) == 4);
        CHECK_FALSE(find_conversation_around(s, cast.strike, chain[9]).has_value());
        CHECK(find_thread(s, cast.strike, chain[7], 0, chain[9]).has_value());
    });
}

TEST_CASE("a long thread is paged in reading order and every reply stands on exactly one page")
{
    Cast cast;
    const auto top = cast.say(0);
    for (int i = 1; i <= 250; ++i)
        cast.say(i, top);
    cast.settle(cast.strike);
    std::set<CommentId> seen;
    for (int number = 1; number <= 3; ++number) {
        const auto page = cast.database->read(
            [&](db::Snapshot& s) { return find_thread(s, cast.strike, top, number); });
        REQUIRE(page.has_value());
        CHECK(page->pages == 3);
        CHECK(count_nodes(page->root) <= limits::comments_per_page_max);
        for (const auto& reply : page->root.replies)
            CHECK(seen.insert(reply.comment.id).second);
    }
    CHECK(seen.size() == 250);
}

} // namespace masthead::comments
