#pragma once

#include "core/db/transaction.hpp"
#include "features/ids.hpp"
#include "features/moderation/rule_book.hpp"
#include "features/moderation/verdict.hpp"

#include <cstdint>
#include <string>

namespace masthead::moderation {

/// Whether a story's comments are read by a person before they appear.
enum class PreModeration { no, yes };

/// What only the posting transaction can judge.
struct Judged {
    CommentId comment; ///< the id it will have, or has when it is edited
    ReaderId reader;
    StoryId story;
    std::uint64_t fingerprint = 0; ///< of text_fingerprint
    std::string network_key;       ///< of network_key(); empty where unknown
    std::string mail_domain;       ///< lower case; may be empty
    PreModeration pre_moderation = PreModeration::no;
    bool is_staff = false;
};

/// Near-duplicates, bans and the story's mode; then remembers the fingerprint under the comment's
/// id. Safe to be run again with the same transaction body. Throws db::Error.
Verdict judge_in_transaction(db::Tx& tx, const RuleBook& book, const Judged& judged, Time now);

/// Forgets a comment's fingerprint: it is removed, deleted or erased.
void forget_fingerprint(db::Tx& tx, CommentId comment);

} // namespace masthead::moderation
