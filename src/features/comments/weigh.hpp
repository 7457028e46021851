#pragma once

#include "features/comments/post_comment.hpp"
#include "features/moderation/decision.hpp"
#include "features/moderation/judge_in_transaction.hpp"
#include "features/readers/reader.hpp"

/// Where posting and editing meet moderation. For this folder only.
namespace masthead::comments {

/// Everything the rules must know of a text inside its transaction.
struct Weighing {
    moderation::Judged judged;
    const moderation::Verdict& before;
    const moderation::RuleBook* book = nullptr; ///< none: everything is held
};

/// What the rules say of it, both halves together. Refuses `not_allowed` ("comment.banned",
/// "comment.refused" with the rule as detail).
Result<moderation::Verdict> weigh(db::Tx& tx, const Weighing& weighing, Time now);

/// The reader, if they may write at all. Refuses `not_allowed` ("comment.reader_not_active").
Result<readers::Reader> find_writer(db::Snapshot& snapshot, ReaderId id);
/// The same, and refuses "comment.banned": for what moderation does not judge by itself.
Result<readers::Reader> find_unbanned(db::Snapshot& snapshot, ReaderId id, Time now);

/// Not yet known to the newsroom: few comments let stand, or signed up a short time ago.
bool is_new_reader(const readers::Reader& reader, Time now);

/// Whose comment is held, why, and by whom.
struct Hold {
    CommentId comment;
    ReaderId reader;
    StoryId story;
    StaffId staff;
    moderation::FoundBy found_by = moderation::FoundBy::automatic;
    std::string ground;
    std::string facts;
    std::string words;
};

/// The facts of a verdict, one finding a line: "words.banned: the words it met".
std::string facts_of(const moderation::Verdict& verdict);

/// Records a decision on a comment and notes it in the comment's row.
DecisionId record(db::Tx& tx, moderation::Action action, const Hold& hold, Time now);

} // namespace masthead::comments
