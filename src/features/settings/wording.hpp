#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"

#include <string>

namespace masthead::settings {

/// The newsroom's own words around the conversation. Where one is empty the theme says it in the
/// newsroom's language. Plain text, but for those marked Markdown.
struct Wording {
    std::string invitation;    ///< to guests, at the end of a story
    std::string rule_sentence; ///< the rules in one sentence, beside the composer
    std::string rules;         ///< Markdown: /rules/
    std::string contact;       ///< Markdown: /contact/, the contact point
    std::string privacy;       ///< Markdown: /privacy/, who is responsible and whom to ask
    int rules_version = 1;     ///< counts the changes of `rules`; set by save_wording alone
};

inline constexpr std::size_t wording_line_bytes_max = 2'000; ///< invitation, rule_sentence
inline constexpr std::size_t wording_text_bytes_max = 100'000;

/// The words as stored; empty ones where nothing is.
Wording load_wording(db::Snapshot& snapshot);

/// Stores what differs and says so by one `newsroom.changed`. Other rules make a new version,
/// whatever `rules_version` says. Refuses `too_large` (`wording.invitation` …) for a text over its
/// limit.
Result<void> save_wording(db::Tx& tx, const Wording& wording, Time now);

} // namespace masthead::settings
