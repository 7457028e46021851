#pragma once

#include "features/moderation/folded_text.hpp"
#include "features/moderation/stretch_reader.hpp"

#include <span>

namespace masthead::moderation {

inline constexpr int singles_min = 3; ///< letters apart that may be a word; two are not

/// Reads every run of at least singles_min single letters with gaps that have a space, "f u c k".
void read_spaced_letters(std::span<const FoldedLetter> letters, StretchReader& reader);

} // namespace masthead::moderation
