#include "features/moderation/judge_text.hpp"
#include "features/moderation/moderation_cast.hpp"
#include "features/moderation/rule_book.hpp"
#include "features/moderation/save_rules.hpp"
#include "features/settings/forum_choices.hpp"

#include <doctest/doctest.h>

namespace masthead::moderation {

namespace {

struct RulesCast : test::Cast {
    Result<int> add(const std::vector<NewRule>& rules)
    {
        return write([&](db::Tx& tx) { return add_rules(tx, rules, mira, now()); });
    }
    std::vector<Rule> all()
    {
        return read([](db::Snapshot& snapshot) { return load_rules(snapshot); });
    }
};

NewRule banned(std::string pattern)
{
    NewRule rule;
    rule.pattern = std::move(pattern);
    return rule;
}

std::vector<NewRule> numbered(std::size_t count, std::string_view stem)
{
    std::vector<NewRule> rules;
    for (std::size_t i = 0; i < count; ++i)
        rules.push_back(banned(std::string{stem} + std::to_string(i)));
    return rules;
}

constexpr db::Query break_kind{"test.break_rule_kind", R"sql(
    UPDATE moderation_rules SET kind = 99 WHERE pattern = ?
)sql"};

} // namespace

TEST_CASE("rules are added once, come back as written, and say so by one event")
{
    RulesCast cast;
    NewRule rule = banned("  Blasted* ");
    rule.language = "EN";
    rule.note = "since spring";
    CHECK(*cast.add({rule, rule}) == 1);
    const auto rules = cast.all();
    REQUIRE(rules.size() == 1);
    CHECK(rules[0].pattern == "Blasted*");
    CHECK(rules[0].language == "en");
    CHECK(rules[0].note == "since spring");
    CHECK(rules[0].created_by == cast.mira);
    CHECK(rules[0].created_at == cast.now());
    CHECK(*cast.add({rule}) == 0);
    CHECK(cast.events() == std::vector<std::string>{"moderation.rules_changed"});
}

TEST_CASE("the same word may stand in two lists and two languages")
{
    RulesCast cast;
    auto suspect = banned("word");
    suspect.kind = RuleKind::suspect;
    auto german = banned("word");
    german.language = "de";
    CHECK(*cast.add({banned("word"), suspect, german}) == 3);
}

TEST_CASE("an entry that would match nothing or everything is refused, and the rest with it")
{
    RulesCast cast;
    for (const std::string pattern : {"", "*", "  ", "--", "\u200b", "\xc3"}) {
        CAPTURE(pattern);
        const auto added = cast.add({banned("fine"), banned(pattern)});
        REQUIRE_FALSE(added.has_value());
        CHECK(added.error().message_key == "rule.pattern");
    }
    auto bad_language = banned("fine");
    bad_language.language = "de; DROP";
    CHECK(cast.add({bad_language}).error().message_key == "rule.language");
    auto domain = banned("not a domain");
    domain.kind = RuleKind::mail_domain;
    CHECK(cast.add({domain}).error().message_key == "rule.domain");
    domain.pattern = "Quick.Example";
    CHECK(*cast.add({domain}) == 1);
    CHECK(cast.all().size() == 1);
    CHECK(cast.all()[0].pattern == "quick.example");
}

TEST_CASE("a pattern and a note at their limits are kept and one byte more refused")
{
    RulesCast cast;
    CHECK(cast.add({banned(std::string(rule_pattern_bytes_max, 'x'))}).has_value());
    CHECK_FALSE(cast.add({banned(std::string(rule_pattern_bytes_max + 1, 'x'))}).has_value());
    auto rule = banned("noted");
    rule.note.assign(rule_note_bytes_max, 'x');
    CHECK(cast.add({rule}).has_value());
    rule.note += 'x';
    CHECK(cast.add({rule}).error().message_key == "rule.note");
}

TEST_CASE("a command takes so many rules and a newsroom so many, and not one more")
{
    RulesCast cast;
    CHECK(cast.add(numbered(rules_a_command_max + 1, "a")).error().message_key ==
          "rule.too_many_at_once");
    for (std::size_t i = 0; i < rules_max / rules_a_command_max; ++i)
        REQUIRE(cast.add(numbered(rules_a_command_max, std::string(i + 1, 'b'))).has_value());
    CHECK(cast.all().size() == rules_max);
    const auto events = cast.events().size();
    CHECK(cast.add({banned("one more")}).error().message_key == "rule.too_many");
    CHECK(cast.all().size() == rules_max);
    CHECK(cast.events().size() == events);
}

TEST_CASE("removing rules says how many there were and is one event")
{
    RulesCast cast;
    REQUIRE(cast.add({banned("one"), banned("two")}).has_value());
    const auto id = cast.all()[0].id;
    const auto remove = [&](std::vector<RuleId> ids) {
        return cast.write([&](db::Tx& tx) { return remove_rules(tx, ids, cast.now()); });
    };
    CHECK(*remove({id, id, RuleId{999}}) == 1);
    CHECK(*remove({id}) == 0);
    CHECK(cast.all().size() == 1);
    CHECK(cast.events().size() == 2);
}

TEST_CASE("a list of words is one a line, with remarks")
{
    const auto rules = parse_rule_list("\xef\xbb\xbf# our list\r\nbad\r\n\r\n  two words  \n笨蛋",
                                       RuleKind::suspect, "en");
    REQUIRE(rules.size() == 3);
    CHECK(rules[0].pattern == "bad");
    CHECK(rules[1].pattern == "two words");
    CHECK(rules[2].pattern == "笨蛋");
    CHECK(rules[2].kind == RuleKind::suspect);
    CHECK(rules[2].language == "en");
    CHECK(parse_rule_list("", RuleKind::banned, "").empty());
}

TEST_CASE("the desk pages through one kind in order of the words")
{
    RulesCast cast;
    auto suspect = banned("between");
    suspect.kind = RuleKind::suspect;
    REQUIRE(cast.add({banned("c"), banned("a"), suspect, banned("b")}).has_value());
    const auto page = [&](std::string_view after) {
        return cast.read([&](db::Snapshot& snapshot) {
            std::string words;
            for (const auto& rule : find_rules(snapshot, RuleKind::banned, after, 2))
                words += rule.pattern;
            return words;
        });
    };
    CHECK(page("") == "ab");
    CHECK(page("b") == "c");
}

TEST_CASE("a book is not available before it is loaded and follows rules and settings")
{
    RulesCast cast;
    RuleBooks books;
    CHECK_FALSE(books.current()->is_available());
    REQUIRE(books.reload(*cast.database));
    const auto first = books.current();
    CHECK(first->is_available());
    CHECK(first->held_first_comments() == 1);
    REQUIRE(cast.add({banned("blasted")}).has_value());
    REQUIRE(cast.write([&](db::Tx& tx) {
                    return settings::save_forum_choices(tx, {3, 16}, cast.now());
                })
                .has_value());
    REQUIRE(books.reload(*cast.database));
    CHECK(books.current()->held_first_comments() == 3);
    CHECK(books.current()->words().find_in("blasted").size() == 1);
    CHECK(first->words().find_in("blasted").empty());
    CHECK(books.current()->recent() == first->recent());
    for (const auto& event : cast.events())
        CHECK(RuleBooks::is_outdated_by(event));
    CHECK_FALSE(RuleBooks::is_outdated_by("comment.posted"));
}

TEST_CASE("rules that cannot be read hold every comment until they can be")
{
    RulesCast cast;
    REQUIRE(cast.add({banned("blasted")}).has_value());
    RuleBooks books;
    REQUIRE(books.reload(*cast.database));
    (void)cast.make([](db::Tx& tx) { return tx.run(break_kind, {"blasted"}); });
    CHECK_FALSE(books.reload(*cast.database));
    Standing standing;
    standing.approved_count = 100;
    Submission submission;
    submission.text = "An innocent remark";
    const auto verdict = judge_text(*books.current(), submission, standing, cast.now());
    CHECK(verdict.outcome == Outcome::hold);
    CHECK(decisive_finding(verdict).rule == rule_unavailable);
}

} // namespace masthead::moderation
