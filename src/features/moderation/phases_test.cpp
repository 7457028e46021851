#include "features/moderation/phases.hpp"

#include "core/base/limits.hpp"
#include "features/moderation/rule_words.hpp"
#include "growth.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::moderation {

namespace {

const RuleBook empty_book{{}, 0, nullptr};
constexpr Time now{};

Standing regular()
{
    Standing standing;
    standing.approved_count = 100;
    standing.mail_domain = "paper.example";
    return standing;
}

Submission saying(std::string text)
{
    Submission submission;
    submission.text = std::move(text);
    return submission;
}

std::vector<std::string> links(std::size_t count)
{
    return std::vector<std::string>(count, "https://a.example/");
}

bool has_rule(const Verdict& verdict, std::string_view rule)
{
    return std::ranges::find(verdict.findings, rule, &Finding::rule) != verdict.findings.end();
}

std::vector<std::string> rules_of(const std::vector<Finding>& findings)
{
    std::vector<std::string> rules;
    for (const auto& finding : findings)
        rules.push_back(finding.rule);
    return rules;
}

} // namespace

TEST_CASE("one suspicion passes, two of different rules hold, and the heaviest decides")
{
    const Finding a{Phase::repetition, Outcome::suspect, "a", ""};
    const Finding b{Phase::time_trap, Outcome::suspect, "b", ""};
    const Finding hold{Phase::words, Outcome::hold, "c", ""};
    const Finding refuse{Phase::ban, Outcome::refuse, "d", ""};
    CHECK(verdict_of({}).outcome == Outcome::pass);
    CHECK(verdict_of({a}).outcome == Outcome::suspect);
    CHECK(verdict_of({a, a}).outcome == Outcome::suspect);
    CHECK(verdict_of({a, b}).outcome == Outcome::hold);
    CHECK(verdict_of({hold}).outcome == Outcome::hold);
    CHECK(verdict_of({a, b, refuse, hold}).outcome == Outcome::refuse);
    CHECK(decisive_finding(verdict_of({a, hold, refuse})).rule == "d");
    CHECK(decisive_finding(verdict_of({a, b})).rule == "a");
    CHECK(combine(verdict_of({a}), verdict_of({b})).outcome == Outcome::hold);
    CHECK(combine(verdict_of({}), verdict_of({})).outcome == Outcome::pass);
    CHECK(combine(verdict_of({a}), verdict_of({b})).findings.size() == 2);
}

TEST_CASE("what is found twice stands once in a verdict, and what differs stays")
{
    const Finding word{Phase::words, Outcome::hold, "words.banned", "bad"};
    const Finding other_word{Phase::words, Outcome::hold, "words.banned", "worse"};
    const Finding trap{Phase::honeypot, Outcome::hold, "honeypot.filled", ""};
    const auto verdict = verdict_of({word, trap, word, other_word, trap});
    REQUIRE(verdict.findings.size() == 3);
    CHECK(verdict.findings[0].words == "bad");
    CHECK(verdict.findings[1].rule == "honeypot.filled");
    CHECK(verdict.findings[2].words == "worse");
    const auto both = combine(unavailable_verdict(), unavailable_verdict());
    CHECK(both.outcome == Outcome::hold);
    CHECK(both.findings.size() == 1);
    // A weight is never lost with its finding.
    auto heavier = trap;
    heavier.outcome = Outcome::refuse;
    CHECK(verdict_of({trap, heavier}).outcome == Outcome::refuse);
}

TEST_CASE("two entries that meet one word tell of it once")
{
    Rule plain;
    plain.pattern = "blasted";
    Rule open = plain;
    open.pattern = "blast*";
    Rule same = plain;
    same.pattern = "Blasted";
    const RuleBook book{{plain, open, same}, 0, nullptr};
    const auto verdict = judge_text(book, saying("That blasted pier again."), regular(), now);
    CHECK(verdict.outcome == Outcome::hold);
    REQUIRE(verdict.findings.size() == 2);
    CHECK(verdict.findings[0].words != verdict.findings[1].words);
}

TEST_CASE("beside the rule that decided, facts leave out its bare name and keep what it met")
{
    CHECK(facts_beside("honeypot.filled", "honeypot.filled").empty());
    CHECK(facts_beside("honeypot.filled", "time_trap.too_fast: 0 ms\nhoneypot.filled") ==
          "time_trap.too_fast: 0 ms");
    CHECK(facts_beside("honeypot.filled", "honeypot.filled\nlinks.many") == "links.many");
    CHECK(facts_beside("words.banned", "words.banned: bad\nand more") ==
          "words.banned: bad\nand more");
    CHECK(facts_beside("words.banned", "").empty());
}

TEST_CASE("every rule of ours has words for a reader, others speak for themselves")
{
    for (const auto* rule : {"words.banned", "duplicate.recent", "ban.reader",
                             "moderation.unavailable", "new_reader.first_comments"}) {
        CAPTURE(std::string{rule});
        CHECK(describe_rule(rule) != rule);
    }
    CHECK(describe_rule("Rule 3: no insults") == "Rule 3: no insults");
}

TEST_CASE("what a decision rests on is read as rules and the words they met")
{
    const auto facts = read_facts("words.banned: a fool\nand: two\nlinks.many\n\nmine: reported");
    REQUIRE(facts.size() == 3);
    CHECK(facts[0].rule == describe_rule("words.banned"));
    CHECK(facts[0].met == "a fool\nand: two");
    CHECK(facts[1].rule == describe_rule("links.many"));
    CHECK(facts[1].met.empty());
    CHECK(facts[2].rule.empty());
    CHECK(facts[2].met == "mine: reported");
    CHECK(read_facts("").empty());
    CHECK(read_facts("words.banned: ")[0].met.empty());
    for (const auto words : all_rule_words())
        CHECK(describe_rule(words) == words);
}

TEST_CASE("an ordinary comment of a regular passes without a finding")
{
    const auto verdict =
        judge_text(empty_book, saying("I wait at that pier every day."), regular(), now);
    CHECK(verdict.outcome == Outcome::pass);
    CHECK(verdict.findings.empty());
}

TEST_CASE("a comment of nothing that can be seen is refused")
{
    for (const std::string text : {"", " \n\t", "\u200b\u200d\u2060", "\u00a0\u3000", "\u00ad"}) {
        CAPTURE(text);
        REQUIRE(judge_length(text));
        CHECK(judge_length(text)->rule == "length.empty");
    }
    CHECK_FALSE(judge_length("\u200b?"));
    CHECK_FALSE(judge_length("🙂"));
}

TEST_CASE("a comment at the limit passes and one byte more is refused")
{
    CHECK_FALSE(judge_length(std::string(limits::comment_bytes_max, 'a')));
    const auto finding = judge_length(std::string(limits::comment_bytes_max + 1, 'a'));
    REQUIRE(finding);
    CHECK(finding->rule == "length.too_long");
    CHECK(finding->outcome == Outcome::refuse);
}

TEST_CASE("shouting, repeated characters and repeated lines are suspicious")
{
    struct Row {
        const char* name;
        std::string text;
        std::vector<std::string> rules;
    };
    const std::vector<Row> rows{
        {"calm", "This is a calm sentence of some length.", {}},
        {"shouting", "THIS IS NOT A CALM SENTENCE AT ALL", {"repetition.shouting"}},
        {"shouting in Cyrillic", "ЭТО НЕ СПОКОЙНОЕ ПРЕДЛОЖЕНИЕ", {"repetition.shouting"}},
        {"an abbreviation", "NATO, UNESCO, OK", {}},
        {"one letter too few", "TWENTYFOUR LETTERS EXACTLY 24", {}},
        {"letters enough", "TWENTYFIVE LETTERS THIS TIME 25", {"repetition.shouting"}},
        {"no case in Arabic", "هذه جملة طويلة جدا وليس فيها صراخ على الاطلاق", {}},
        {"no case in Chinese", "这是一个很长很长的句子但是没有大写字母也没有小写字母在里面", {}},
        {"one too few", "sooooooooooo", {}},
        {"as many", "soooooooooooo", {"repetition.characters"}},
        {"exclamations", "What!!!!!!!!!!!!!!!!!", {"repetition.characters"}},
        {"pictures", "😂😂😂😂😂😂😂😂😂😂😂😂", {"repetition.characters"}},
        {"a line between parts", "One\n--------------------\nTwo", {}},
        {"dots", "Well....................", {}},
        {"three equal lines", "buy\nbuy\nbuy\n", {}},
        {"four equal lines", "buy\n buy\nbuy \nbuy\n", {"repetition.lines"}},
        {"empty lines", "a\n\n\n\n\n\nb", {}},
    };
    for (const auto& row : rows) {
        const std::string name = row.name;
        CAPTURE(name);
        CHECK(rules_of(judge_repetition(row.text)) == row.rules);
    }
}

TEST_CASE("links of a new reader hold a comment, many links of a regular are suspicious")
{
    const auto one = links(1);
    CHECK_FALSE(judge_links({}, 0));
    const auto held = judge_links(one, 2);
    CHECK(links_after_approved_min == 3);
    REQUIRE(held);
    CHECK(held->rule == "links.new_reader");
    CHECK(held->words == "https://a.example/");
    CHECK(held->outcome == Outcome::hold);
    CHECK_FALSE(judge_links(one, links_after_approved_min));
    CHECK_FALSE(judge_links(links(links_unsuspicious_max), 100));
    const auto many = judge_links(links(links_unsuspicious_max + 1), 100);
    REQUIRE(many);
    CHECK(many->outcome == Outcome::suspect);
}

TEST_CASE("a new reader is held until as many comments were let through as the newsroom says")
{
    CHECK(judge_new_reader(0, 1));
    CHECK_FALSE(judge_new_reader(1, 1));
    CHECK(judge_new_reader(4, 5));
    CHECK_FALSE(judge_new_reader(5, 5));
    CHECK_FALSE(judge_new_reader(0, 0));
}

TEST_CASE("a banned word holds and says which, a suspect one raises suspicion")
{
    Rule banned;
    banned.pattern = "blasted";
    Rule suspect;
    suspect.kind = RuleKind::suspect;
    suspect.pattern = "dubious";
    const RuleBook book{{banned, suspect}, 0, nullptr};
    const auto held = judge_text(book, saying("You BL4STED fool"), regular(), now);
    CHECK(held.outcome == Outcome::hold);
    REQUIRE(held.findings.size() == 1);
    CHECK(held.findings[0].rule == "words.banned");
    CHECK(held.findings[0].words == "BL4STED");
    CHECK(judge_text(book, saying("A dubious claim"), regular(), now).outcome == Outcome::suspect);
    auto linking = saying("Look here");
    linking.links = {"https://blasted.example/"};
    CHECK(has_rule(judge_text(book, linking, regular(), now), "words.banned"));
}

TEST_CASE("throw-away mail domains hold, from the known list and the newsroom's own")
{
    Rule own;
    own.kind = RuleKind::mail_domain;
    own.pattern = "Throwaway.example";
    const RuleBook book{{own}, 0, nullptr};
    CHECK(book.find_disposable_domain("mailinator.com") == "mailinator.com");
    CHECK(book.find_disposable_domain("eu.Mailinator.COM") == "mailinator.com");
    CHECK(book.find_disposable_domain("throwaway.example") == "throwaway.example");
    CHECK(book.find_disposable_domain("x.y.throwaway.example") == "throwaway.example");
    CHECK(book.find_disposable_domain("notmailinator.com").empty());
    CHECK(book.find_disposable_domain("mailinator.com.paper.example").empty());
    CHECK(book.find_disposable_domain("").empty());
    CHECK(book.find_disposable_domain("...").empty());
    auto standing = regular();
    standing.mail_domain = "mailinator.com";
    const auto verdict = judge_text(book, saying("Hello there"), standing, now);
    CHECK(verdict.outcome == Outcome::hold);
    CHECK(has_rule(verdict, "mail_domain.disposable"));
}

TEST_CASE("a filled honeypot holds; haste is a suspicion and never more")
{
    auto trapped = saying("Hello there");
    trapped.honeypot_filled = true;
    CHECK(judge_text(empty_book, trapped, regular(), now).outcome == Outcome::hold);
    auto hasty = saying("Hello there");
    hasty.writing_time = Milliseconds{0};
    CHECK(judge_text(empty_book, hasty, regular(), now).outcome == Outcome::suspect);
    hasty.writing_time = writing_time_min - Milliseconds{1};
    CHECK(judge_text(empty_book, hasty, regular(), now).outcome == Outcome::suspect);
    hasty.writing_time = writing_time_min;
    CHECK(judge_text(empty_book, hasty, regular(), now).outcome == Outcome::pass);
    hasty.writing_time.reset();
    CHECK(judge_text(empty_book, hasty, regular(), now).outcome == Outcome::pass);
}

TEST_CASE("a book that could not be read holds everything but what staff write")
{
    const RuleBook unreadable;
    const auto verdict = judge_text(unreadable, saying("Hello there"), regular(), now);
    CHECK(verdict.outcome == Outcome::hold);
    CHECK(decisive_finding(verdict).rule == "moderation.unavailable");
    auto staff = regular();
    staff.is_staff = true;
    CHECK(judge_text(unreadable, saying("Hello there"), staff, now).outcome == Outcome::pass);
    CHECK(judge_text(unreadable, saying(""), regular(), now).outcome == Outcome::refuse);
}

TEST_CASE("staff may write what readers may not, but not nothing")
{
    Rule banned;
    banned.pattern = "blasted";
    const RuleBook book{{banned}, 5, nullptr};
    Standing staff;
    staff.is_staff = true;
    auto submission = saying("The word blasted is on our list: https://a.example/");
    submission.links = {"https://a.example/"};
    CHECK(judge_text(book, submission, staff, now).outcome == Outcome::pass);
    CHECK(judge_text(book, saying(" "), staff, now).outcome == Outcome::refuse);
}

TEST_CASE("words shown of a finding are bounded and whole letters")
{
    std::string loud;
    while (loud.size() < 2 * finding_words_bytes_max)
        loud += "Ä";
    const auto findings = judge_repetition(loud + "A");
    REQUIRE_FALSE(findings.empty());
    CHECK(findings[0].words.size() <= finding_words_bytes_max);
    CHECK(findings[0].words.size() % 2 == 0);
}

TEST_CASE("judging grows in step with the text")
{
    const std::string line = "Some LINE of the text, and again some line!!! a a a\n";
    std::string quarter;
    while (quarter.size() < 100'000)
        quarter += line;
    const auto whole = quarter + quarter + quarter + quarter;
    CHECK(masthead::test::grows_in_step([&] { (void)judge_repetition(quarter); },
                                        [&] { (void)judge_repetition(whole); }));
    CHECK(masthead::test::grows_in_step([&] { (void)text_fingerprint(quarter); },
                                        [&] { (void)text_fingerprint(whole); }));
}

} // namespace masthead::moderation
