#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/forum_rules.hpp"
#include "features/comments/prepare_comment.hpp"
#include "features/moderation/rule_book.hpp"
#include "features/moderation/verdict.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace masthead::comments {

/// The most a submission key may have; an empty one is refused.
inline constexpr std::size_t submission_key_bytes_max = 100;

/// A comment about to be posted; all that could be computed beforehand already is.
struct PostComment {
    StoryId story;
    ReaderId reader;
    CommentId parent; ///< none: a thread
    PreparedText text;
    std::optional<Quote> quote; ///< as check_quote answered it
    std::string submission_key; ///< the same key twice is the same comment
    moderation::Verdict verdict_before;
    std::uint64_t fingerprint = 0;
    std::string sealed_network; ///< kept for ForumRules' time against abuse; may be empty
    std::string network_key;    ///< what bans of networks compare (moderation::network_key)
    std::string mail_domain;    ///< the reader's, lower case; may be empty
    std::string draft_owner;    ///< whose draft of this place goes with it; may be empty
    std::shared_ptr<const moderation::RuleBook> rule_book;
    ForumRules rules;
};

/// What became of it. `position` is its event's: a page at least that new shows it.
struct Posted {
    CommentId id;
    CommentState state = CommentState::visible;
    std::int64_t position = 0;
    bool was_there = false; ///< an earlier submission with this key is what `id` names
    std::string reason;     ///< where held: the exact rule
    Time posted_at{};
};

/// Posts a comment or holds it, in one transaction with its counts, events and decision.
/// Refuses `not_found` ("comment.story_gone", "comment.parent_gone"), `not_allowed`
/// ("comment.closed", "comment.reader_not_active", "comment.banned", "comment.refused" with the
/// rule as detail; "comment.reply_blocked", "comment.mention_blocked", "quote.blocked" where one of
/// the two has blocked the other), `invalid` ("comment.too_deep", "comment.key"), `too_many`
/// ("comment.too_soon", see seconds_to_wait). A reader's standing, the parent and the
/// conversation's mode are read here, so that what changed while somebody was writing counts.
Result<Posted> post_comment(db::Tx& tx, const PostComment& command, Time now);

/// Whether a reader may post now, for the composer: why not (a key as post_comment refuses with)
/// and how long to wait. Without a reader: whether anybody may. Never the last word: post_comment
/// is.
struct PostingState {
    bool open = false;
    stories::ConversationMode mode = stories::ConversationMode::open;
    int wait_s = 0;
    std::string why_not; ///< empty where nothing stands in the way
};
PostingState find_posting_state(db::Snapshot& snapshot, StoryId story, ReaderId reader,
                                const ForumRules& rules, Time now);

} // namespace masthead::comments
