#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"
#include "features/moderation/rule_book.hpp"
#include "features/moderation/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// A comment before it is stored.
struct Submission {
    std::string text;               ///< plain text of the comment
    std::vector<std::string> links; ///< addresses it links to
    bool honeypot_filled = false;
    std::optional<Milliseconds> writing_time; ///< absent where nothing measured it
};

/// What is known of its author.
struct Standing {
    ReaderId reader;
    Time created_at{};
    int approved_count = 0;
    std::string mail_domain; ///< lower case, without '@'; may be empty
    bool is_staff = false;
};

/// All phases that need no database, in linear time. Staff pass all but length.
/// Throws nothing: where a phase fails, or the book is unavailable, the comment is held.
/// Threads: any; pure.
Verdict judge_text(const RuleBook& book, const Submission& submission, const Standing& standing,
                   Time now) noexcept;

/// Similarity of the normalised text: near-duplicates differ in few bits. Zero for a text too short
/// to tell; such a text is nobody's duplicate.
std::uint64_t text_fingerprint(std::string_view plain);

} // namespace masthead::moderation
