#include "features/moderation/judge.hpp"
#include "features/moderation/moderation_cast.hpp"
#include "features/moderation/trim_moderation.hpp"

#include <doctest/doctest.h>

#include <bit>

namespace masthead::moderation {

namespace {

const std::string long_text =
    "The harbour board said on Monday that the ferry strike would end by the weekend, but nobody "
    "who waits at the pier in the rain believes it; we have heard that twice this year already.";

int distance(std::string_view a, std::string_view b)
{
    return std::popcount(text_fingerprint(a) ^ text_fingerprint(b));
}

struct DuplicatesCast : test::Cast {
    std::shared_ptr<RecentFingerprints> recent = std::make_shared<RecentFingerprints>();
    std::shared_ptr<const RuleBook> book =
        std::make_shared<const RuleBook>(std::vector<Rule>{}, 0, recent);
    std::int64_t next = 1'000;

    Judged judged(std::string_view text, CommentId comment)
    {
        Judged judged;
        judged.comment = comment;
        judged.reader = ada;
        judged.story = story;
        judged.fingerprint = text_fingerprint(text);
        return judged;
    }
    Verdict judge(const Judged& judged)
    {
        return make([&](db::Tx& tx) { return judge_in_transaction(tx, *book, judged, now()); });
    }
    Verdict say(std::string_view text) { return judge(judged(text, CommentId{++next})); }
    std::int64_t rows()
    {
        static constexpr db::Query count{"test.count_fingerprints", R"sql(
            SELECT COUNT(*) FROM recent_fingerprints
        )sql"};
        return read([](db::Snapshot& snapshot) { return snapshot.integer(count, {}); });
    }
};

} // namespace

TEST_CASE("texts that differ in what spammers vary have near fingerprints")
{
    struct Row {
        const char* name;
        std::string text;
    };
    const std::vector<Row> rows{
        {"itself", long_text},
        {"digits", long_text + " 48151"},
        {"pictures and signs", "🔥🔥 " + long_text + " !!! ???"},
        {"case and width", "ＴＨＥ ＨＡＲＢＯＵＲ" + long_text.substr(11)},
        {"homoglyphs", "The h\u0430rb\u043eur" + long_text.substr(11)},
        {"zero widths", "The \u200bhar\u200dbour" + long_text.substr(11)},
        {"spaces", "T h e harbour" + long_text.substr(11)},
    };
    for (const auto& row : rows) {
        const std::string name = row.name;
        CAPTURE(name);
        CHECK(distance(long_text, row.text) <= duplicate_distance_max);
    }
}

TEST_CASE("different comments have fingerprints far apart, in scripts without spaces too")
{
    const std::string others[] = {
        "The harbour board has every right to close the pier while the ferries are on strike, and "
        "whoever complains about the rain can take the bus as everyone else does in winter.",
        "Why does the council not publish the contract? It is our money, and it has been a problem "
        "that everybody knew of for years; ask anyone who works on the boats.",
        "港务局周一表示，渡轮罢工将在周末前结束，但在雨中等候的人没有一个相信；今年我们已经听过两次"
        "了，"
        "谁还会相信他们说的话呢，反正我是不相信的，你们呢，大家都说说看吧。",
    };
    for (const auto& other : others) {
        CAPTURE(other);
        CHECK(text_fingerprint(other) != 0);
        CHECK(distance(long_text, other) > 8);
    }
}

TEST_CASE("a short text has no fingerprint and so no duplicates")
{
    CHECK(text_fingerprint("I agree") == 0);
    CHECK(text_fingerprint(std::string(47, 'a')) == 0);
    CHECK(text_fingerprint(std::string(48, 'a')) != 0);
    CHECK(text_fingerprint("1234567890 1234567890 1234567890 1234567890 1234567890") == 0);
    DuplicatesCast cast;
    CHECK(cast.say("I agree").outcome == Outcome::pass);
    CHECK(cast.say("I agree").outcome == Outcome::pass);
    CHECK(cast.rows() == 0);
}

TEST_CASE("a near copy of a recent comment is held and names it, whoever wrote it")
{
    DuplicatesCast cast;
    CHECK(cast.say(long_text).outcome == Outcome::pass);
    auto copy = cast.judged(long_text + " 77", CommentId{2'000});
    copy.reader = cast.walt;
    const auto verdict = cast.judge(copy);
    CHECK(verdict.outcome == Outcome::hold);
    REQUIRE(verdict.findings.size() == 1);
    CHECK(verdict.findings[0].rule == "duplicate.recent");
    CHECK(verdict.findings[0].words == "comment 1001");
    CHECK(cast.rows() == 1);
}

TEST_CASE("an edited comment is no duplicate of itself")
{
    DuplicatesCast cast;
    const auto first = cast.judged(long_text, CommentId{7});
    CHECK(cast.judge(first).outcome == Outcome::pass);
    CHECK(cast.judge(first).outcome == Outcome::pass);
    CHECK(cast.judge(cast.judged(long_text + " Edited!", CommentId{7})).outcome == Outcome::pass);
    CHECK(cast.rows() == 1);
}

TEST_CASE("what a rolled back transaction remembered holds nobody, and a body run again passes")
{
    DuplicatesCast cast;
    const auto judged = cast.judged(long_text, CommentId{7});
    const auto refused = cast.write([&](db::Tx& tx) -> Result<int> {
        CHECK(judge_in_transaction(tx, *cast.book, judged, cast.now()).outcome == Outcome::pass);
        CHECK(judge_in_transaction(tx, *cast.book, judged, cast.now()).outcome == Outcome::pass);
        return refuse(Refusal::too_many, "comment.too_soon");
    });
    CHECK_FALSE(refused.has_value());
    CHECK(cast.recent->size() > 0);
    CHECK(cast.judge(cast.judged(long_text, CommentId{8})).outcome == Outcome::pass);
}

TEST_CASE("a fingerprint is forgotten with its comment and after its days")
{
    DuplicatesCast cast;
    CHECK(cast.say(long_text).outcome == Outcome::pass);
    (void)cast.make([](db::Tx& tx) {
        forget_fingerprint(tx, CommentId{1'001});
        return 0;
    });
    CHECK(cast.say(long_text).outcome == Outcome::pass);
    cast.clock.advance(fingerprints_kept);
    CHECK(cast.say(long_text).outcome == Outcome::hold);
    cast.clock.advance(Milliseconds{1});
    CHECK(cast.say(long_text).outcome == Outcome::pass);
}

TEST_CASE("a restart remembers what the table holds")
{
    DuplicatesCast cast;
    CHECK(cast.say(long_text).outcome == Outcome::pass);
    auto fresh = std::make_shared<RecentFingerprints>();
    cast.read([&](db::Snapshot& snapshot) { fresh->load(snapshot); });
    CHECK(fresh->size() == 1);
    cast.book = std::make_shared<const RuleBook>(std::vector<Rule>{}, 0, fresh);
    CHECK(cast.say(long_text).outcome == Outcome::hold);
}

TEST_CASE("the memory is bounded: the oldest makes room, and the rest is still found")
{
    RecentFingerprints recent;
    const auto fingerprint = [](std::size_t i) { return (i + 1) * 0x9E3779B97F4A7C15ULL; };
    for (std::size_t i = 0; i <= fingerprints_max; ++i)
        recent.add(CommentId{static_cast<std::int64_t>(i + 1)}, fingerprint(i));
    CHECK(recent.size() == fingerprints_max);
    CHECK(recent.find_near(fingerprint(0)).empty());
    for (const std::size_t i : {std::size_t{1}, fingerprints_max / 2, fingerprints_max}) {
        CAPTURE(i);
        const auto near = recent.find_near(fingerprint(i));
        REQUIRE_FALSE(near.empty());
        CHECK(near[0] == CommentId{static_cast<std::int64_t>(i + 1)});
    }
}

TEST_CASE("three bits are near wherever they lie and four are not")
{
    RecentFingerprints recent;
    const std::uint64_t fingerprint = 0x0123456789ABCDEFULL;
    recent.add(CommentId{1}, fingerprint);
    for (int a = 0; a < 64; a += 7)
        for (int b = 0; b < a; b += 5)
            for (int c = 0; c < b; ++c)
                REQUIRE_FALSE(
                    recent.find_near(fingerprint ^ 1ULL << a ^ 1ULL << b ^ 1ULL << c).empty());
    CHECK(recent.find_near(fingerprint ^ 0xF).empty());
    CHECK(recent.find_near(fingerprint ^ 0x0001000100010001ULL).empty());
}

TEST_CASE("trimming leaves what is recent and takes what is old")
{
    DuplicatesCast cast;
    (void)cast.say(long_text);
    cast.clock.advance(fingerprints_kept + Milliseconds{1});
    (void)cast.say(long_text);
    CHECK(cast.rows() == 2);
    const auto trimmed =
        cast.make([&](db::Tx& tx) { return trim_moderation(tx, cast.now(), 100); });
    CHECK(trimmed == 1);
    CHECK(cast.rows() == 1);
    CHECK(cast.make([&](db::Tx& tx) { return trim_moderation(tx, cast.now(), 100); }) == 0);
}

TEST_CASE("a story whose comments are read first holds all but staff's")
{
    DuplicatesCast cast;
    auto judged = cast.judged("short", CommentId{7});
    judged.pre_moderation = PreModeration::yes;
    const auto verdict = cast.judge(judged);
    CHECK(verdict.outcome == Outcome::hold);
    CHECK(verdict.findings[0].rule == "mode.pre_moderated");
    judged.is_staff = true;
    CHECK(cast.judge(judged).outcome == Outcome::pass);
}

TEST_CASE("without a readable book nothing passes the transaction either")
{
    DuplicatesCast cast;
    cast.book = std::make_shared<const RuleBook>();
    const auto verdict = cast.say(long_text);
    CHECK(verdict.outcome == Outcome::hold);
    CHECK(verdict.findings[0].rule == "moderation.unavailable");
}

} // namespace masthead::moderation
