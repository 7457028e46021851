#pragma once

#include "core/base/result.hpp"
#include "features/moderation/judge_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// What somebody says of themselves. A part that has not changed is left empty: it was judged when
/// it was written.
struct ProfileText {
    std::string name;
    std::string bio;                ///< plain
    std::vector<std::string> links; ///< addresses in the few words
};

/// Judges a name and a few words by the phases of comments that fit them: word lists and links.
/// Nobody looks through profiles before they are seen, so what would hold a comment is refused
/// here. Refuses `not_allowed` with "profile." and the exact rule ("profile.words.banned") as key,
/// the exact words in `detail`; "profile.moderation.unavailable" where the rules cannot be read.
/// Staff pass. Throws nothing. Threads: any; pure.
Result<void> judge_profile(const RuleBook& book, const ProfileText& text,
                           const Standing& standing) noexcept;

} // namespace masthead::moderation
