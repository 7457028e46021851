#pragma once

#include "features/comments/change_sql.hpp"
#include "features/comments/post_sql.hpp"

#include <string>
#include <vector>

/// Statements that erase and move. Nobody outside this folder includes it.
namespace masthead::comments::sql {

/// Comments of a reader that still have words, quote something, or are seen.
std::vector<CommentId> with_words(db::Snapshot& snapshot, ReaderId reader, int limit);
/// Comments of a reader, whatever their state.
std::vector<CommentId> any_of(db::Snapshot& snapshot, ReaderId reader, int limit);
/// Deleted and removed comments whose words are to go by now.
std::vector<CommentId> with_words_due(db::Snapshot& snapshot, Time now, int limit);

/// Takes the words out of a comment, its history, and every quote of it.
void erase_words(db::Tx& tx, CommentId comment);

std::vector<CommentId> mentioning(db::Snapshot& snapshot, ReaderId reader, int limit);
void forget_mention(db::Tx& tx, CommentId comment, ReaderId reader);

/// A text with its place in the history; version 0 is the present one.
struct VersionWords {
    int version = 0;
    std::string html;
};
std::vector<VersionWords> all_versions(db::Snapshot& snapshot, CommentId comment);
/// Stores HTML that is its own source from now on: the Markdown still had what was taken out.
void replace_version(db::Tx& tx, CommentId comment, const VersionWords& words);

/// Quotes of a comment in others.
struct QuoteWords {
    CommentId comment;
    std::string exact;
    std::string prefix;
    std::string suffix;
};
std::vector<QuoteWords> quotes_of(db::Snapshot& snapshot, CommentId quoted, int limit);
void replace_quote(db::Tx& tx, const QuoteWords& quote);

void forget_respects(db::Tx& tx, ReaderId reader);
void forget_reporter(db::Tx& tx, ReaderId reader);
void forget_networks(db::Tx& tx, ReaderId reader);

/// Gives one comment another author.
void set_author(db::Tx& tx, CommentId comment, ReaderId reader);

std::int64_t delete_networks(db::Tx& tx, Time before, int limit);
std::optional<std::string> find_network(db::Snapshot& snapshot, CommentId comment);

} // namespace masthead::comments::sql
