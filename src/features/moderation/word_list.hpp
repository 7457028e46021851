#pragma once

#include "features/moderation/rule.hpp"
#include "features/moderation/word_automaton.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// An entry that a text met.
struct WordHit {
    RuleKind kind = RuleKind::banned;
    std::string pattern; ///< as the newsroom wrote it
    std::string words;   ///< as the reader wrote it
};

inline constexpr std::size_t word_hits_max = 10; ///< reported of each kind; the rest add nothing

/// Words and phrases of any number and language, found in one pass over a text however many there
/// are, also where they are disguised. docs/decisions/2026-11-24-word-lists.md. Immutable.
class WordList {
public:
    WordList() = default;
    explicit WordList(const std::vector<Rule>& rules);

    /// At most word_hits_max hits of each kind, in order of the text; an entry once.
    std::vector<WordHit> find_in(std::string_view text) const;

    bool empty() const { return entries_.empty(); }

    struct Entry {
        RuleKind kind = RuleKind::banned;
        std::string pattern;
        bool open_front = false; ///< "*word"
        bool open_back = false;  ///< "word*"
        bool ignores_accents = false;
        bool is_turkish = false;
        std::string turkish_form;
    };

private:
    std::vector<Entry> entries_;
    WordAutomaton automaton_;
};

/// Whether an entry has a letter, digit or symbol left to look for once it is normalised.
bool is_usable_pattern(std::string_view pattern);

} // namespace masthead::moderation
