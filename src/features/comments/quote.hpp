#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>

namespace masthead::comments {

enum class QuoteKind { story = 1, comment = 2 };

/// A passage that a comment answers: of the story, or of a comment under the same story. Plain
/// text with white space folded; `prefix` and `suffix` tell two equal passages apart.
struct Quote {
    QuoteKind kind = QuoteKind::story;
    CommentId comment; ///< set for QuoteKind::comment
    std::string exact;
    std::string prefix;
    std::string suffix;
};

/// A quote as a page draws it.
struct ShownQuote {
    Quote quote;
    std::string author_name; ///< of the comment quoted
    ReaderId author;
};

inline constexpr std::size_t quote_bytes_max = 1'000;
/// How much of the text around a passage is kept to find it again.
inline constexpr std::size_t quote_context_bytes_max = 48;

/// The quote with its white space folded and its surroundings as they stand in the text. Refuses
/// `invalid` ("quote.empty", "quote.not_found") where the words are not in the story's text or the
/// comment's, `too_large` ("quote.too_long"), `not_found` ("quote.comment_gone") for a comment that
/// is not to be seen under this story. Reads a whole story: call it before the transaction.
Result<Quote> check_quote(db::Snapshot& snapshot, StoryId story, Quote quote);

/// Whether and where the words stand in a text; pure. Answers the quote with its surroundings.
Result<Quote> find_passage(std::string_view plain, Quote quote);

/// Where the quote leads: the passage in the story ("/harbour-strike/#main:~:text=…") or the
/// comment's permalink.
std::string quote_url(std::string_view story_slug, const Quote& quote);

} // namespace masthead::comments
