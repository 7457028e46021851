#pragma once

#include "features/moderation/judge_text.hpp"

#include <optional>
#include <string_view>
#include <vector>

/// The phases of judge_text, each a small pure function that says what it found.
namespace masthead::moderation {

inline constexpr std::size_t shouting_letters_min = 25; ///< fewer may be an abbreviation
inline constexpr int shouting_percent_min = 70;
inline constexpr int repeated_characters_min = 12;
inline constexpr int repeated_lines_min = 4;
inline constexpr std::size_t links_unsuspicious_max = 3;
inline constexpr int links_after_approved_min = 3; ///< comments let stand before links are trusted
inline constexpr Milliseconds writing_time_min{3'000};
inline constexpr std::size_t finding_words_bytes_max = 200;

/// "length.empty": nothing in it that a reader could see; "length.too_long". Both refuse.
std::optional<Finding> judge_length(std::string_view text);

/// "repetition.shouting", "repetition.characters", "repetition.lines": suspicions.
std::vector<Finding> judge_repetition(std::string_view text);

/// "links.new_reader" holds; "links.many" is a suspicion.
std::optional<Finding> judge_links(const std::vector<std::string>& links, int approved_count);

/// "words.banned" holds, "words.suspect" is a suspicion; one finding an entry.
std::vector<Finding> judge_words(const WordList& words, std::string_view text);

/// "new_reader.first_comments" holds while fewer than `held_first` comments were let through.
std::optional<Finding> judge_new_reader(int approved_count, int held_first);

/// "mail_domain.disposable" holds.
std::optional<Finding> judge_mail_domain(const RuleBook& book, std::string_view domain);

enum class Honeypot { empty, filled };

/// "honeypot.filled" holds: a helpful browser may have filled it for a person.
std::optional<Finding> judge_honeypot(Honeypot honeypot);

/// "time_trap.too_fast" is a suspicion and never more; no measure, no finding.
std::optional<Finding> judge_writing_time(const std::optional<Milliseconds>& writing_time);

} // namespace masthead::moderation
