#include "features/moderation/rule_words.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <array>

namespace masthead::moderation {

namespace {

struct RuleWords {
    std::string_view rule;
    std::string_view words;
};

constexpr std::array rule_words{
    RuleWords{"ban.mail_domain", "Comments from this mail provider are not accepted"},
    RuleWords{"ban.network", "Comments from this network are not accepted"},
    RuleWords{"ban.reader", "You may not comment at present"},
    RuleWords{"conversation.held", "The newsroom looks through this whole conversation"},
    RuleWords{"conversation.released", "The newsroom lets this whole conversation go on"},
    RuleWords{"duplicate.recent", "The text is nearly the same as another recent comment"},
    RuleWords{"honeypot.filled", "A field that people do not see was filled in"},
    RuleWords{"length.empty", "There is nothing to read in the comment"},
    RuleWords{"length.too_long", "The comment is too long"},
    RuleWords{"links.many", "The comment has many links"},
    RuleWords{"links.new_reader", "A new reader's comment has a link"},
    RuleWords{"mail_domain.disposable",
              "The mail address is of a provider of throw-away addresses"},
    RuleWords{"mode.pre_moderated", "All comments on this story are read before they appear"},
    RuleWords{"moderation.unavailable", "The comment could not be checked automatically"},
    RuleWords{"new_reader.first_comments",
              "A new reader's first comments are read before they appear"},
    RuleWords{"repetition.characters", "One character is repeated many times"},
    RuleWords{"repetition.lines", "One line is repeated several times"},
    RuleWords{"repetition.shouting", "The comment is mostly in capital letters"},
    RuleWords{"reports.threshold", "Several readers have reported the comment"},
    RuleWords{"rules", "The comment goes against the rules of the conversation"},
    RuleWords{"staff", "The judgement of the person who decided"},
    RuleWords{"time_trap.too_fast", "The comment was sent unusually soon"},
    RuleWords{"words.banned",
              "The comment has a word that the newsroom does not let through unread"},
    RuleWords{"words.suspect", "The comment has a word that the newsroom wants to look at"},
};

// A rule that met words stands before them; one that met none stands alone.
Fact read_fact(std::string_view line)
{
    constexpr std::string_view between = ": ";
    const auto end = line.find(between);
    const auto name = line.substr(0, end);
    const auto words = describe_rule(name);
    if (words == name)
        return {{}, line};
    return {words, end == line.npos ? std::string_view{} : line.substr(end + between.size())};
}

} // namespace

std::string_view describe_rule(std::string_view rule)
{
    const auto* found = std::ranges::find(rule_words, rule, &RuleWords::rule);
    return found == rule_words.end() ? rule : found->words;
}

std::vector<std::string_view> all_rule_words()
{
    std::vector<std::string_view> all;
    for (const auto& one : rule_words)
        all.push_back(one.words);
    return all;
}

// Words that a rule met may go over several lines: one that begins with no rule goes on with them.
std::vector<Fact> read_facts(std::string_view facts)
{
    std::vector<Fact> all;
    for (const auto line : split(facts, '\n')) {
        if (trim(line).empty())
            continue;
        const auto fact = read_fact(line);
        if (fact.rule.empty() && !all.empty() && !all.back().met.empty())
            all.back().met = {all.back().met.data(), line.data() + line.size()};
        else
            all.push_back(fact);
    }
    return all;
}

std::string facts_beside(std::string_view rule, std::string_view facts)
{
    std::string beside;
    for (const auto line : split(facts, '\n')) {
        if (line == rule)
            continue;
        if (!beside.empty())
            beside += '\n';
        beside += line;
    }
    return beside;
}

} // namespace masthead::moderation
