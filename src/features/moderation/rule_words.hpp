#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What the short names of rules say to people. Pure.
namespace masthead::moderation {

/// What a rule means, as one English sentence for the reader it concerned; themes translate it. A
/// rule that is none of ours (a law, the newsroom's own rules) is its own words.
std::string_view describe_rule(std::string_view rule);

/// Every sentence of ours, for themes' words to be checked against.
std::vector<std::string_view> all_rule_words();

/// One line of what a decision rests on. Borrows from the text it was read from.
struct Fact {
    std::string_view rule; ///< as a sentence; empty where the line names none of our rules
    std::string_view met;  ///< the exact words it met, or the whole line; may be empty
};

/// The facts of a decision ("words.banned: the words it met", one a line) as people read them.
std::vector<Fact> read_facts(std::string_view facts);

/// The facts beside the rule that decided: without the line that says its name and no more, for a
/// page that shows that name already.
std::string facts_beside(std::string_view rule, std::string_view facts);

} // namespace masthead::moderation
