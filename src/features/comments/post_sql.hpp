#pragma once

#include "features/comments/change_sql.hpp"
#include "features/comments/post_comment.hpp"

/// Statements of posting and editing. Nobody outside this folder includes it.
namespace masthead::comments::sql {

/// What a new reply must know of the comment it answers.
struct ReplyTo {
    StoryId story;
    CommentId thread;
    int depth = 0;
    bool is_seen = false; ///< listed and visible
    ReaderId reader;
};
std::optional<ReplyTo> find_reply_to(db::Snapshot& snapshot, CommentId parent);

/// The comment that this reader sent with this key before.
std::optional<Posted> find_submission(db::Snapshot& snapshot, ReaderId reader,
                                      std::string_view key);

/// A reader's latest comments since a moment, newest first.
struct Recent {
    Time posted_at{};
    StoryId story;
};
std::vector<Recent> recent_of(db::Snapshot& snapshot, ReaderId reader, Time since, int limit);
bool has_commented(db::Snapshot& snapshot, ReaderId reader);

/// A row of the table as a post makes it.
struct NewRow {
    CommentId id;
    CommentId thread;
    int depth = 0;
    CommentState state = CommentState::visible;
    std::string_view held_reason;
    bool is_first = false;
    bool by_new_reader = false;
};
void insert_post(db::Tx& tx, const PostComment& command, const NewRow& row, Time now);

void add_mention(db::Tx& tx, CommentId comment, ReaderId reader);
void insert_network(db::Tx& tx, CommentId comment, ReaderId reader, std::string_view sealed,
                    Time now);

/// The words of a comment before an edit.
struct Words {
    std::string source;
    std::string html;
};
std::optional<Words> find_words(db::Snapshot& snapshot, CommentId id);
/// `state`: the comment's while it said these words.
void insert_version(db::Tx& tx, CommentId id, int version, const Words& words, Time written_at,
                    CommentState state);
void update_words(db::Tx& tx, CommentId id, const Words& words, CommentFormat format);
void set_edited(db::Tx& tx, CommentId id, int edit_count, Time at);

} // namespace masthead::comments::sql
