#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::comments {

inline constexpr std::size_t links_max = 10;
inline constexpr std::size_t mentions_max = 10;

/// A comment's text with everything that is computed from it before a transaction begins.
struct PreparedText {
    std::string source;             ///< Markdown as it was written, CRLF and white space tidied
    std::string html;               ///< sanitised; mentions are links once resolve_mentions has run
    std::string plain;              ///< for judging, quoting and searching
    std::vector<std::string> links; ///< addresses, as they stand in the HTML
    std::vector<ReaderId> mentions; ///< resolve_mentions fills it, each once
};

/// Draws the Markdown. Refuses `invalid` for a text in which nothing is to be read
/// ("comment.empty"), is not UTF-8 ("comment.not_text") or has more than links_max links
/// ("comment.too_many_links"), `too_large` ("comment.too_long") over limits::comment_bytes_max.
/// Threads: any; linear in the text. Call it before the transaction.
Result<PreparedText> prepare_comment(std::string_view markdown);

/// Whether resolve_mentions can find anybody: without an @ there is nothing to read.
bool may_mention(const PreparedText& text);

/// Turns "@Name" into a link to the reader of that name (as readers compare names), the longest
/// name first, at most mentions_max of them; links and code are left alone.
PreparedText resolve_mentions(db::Snapshot& snapshot, PreparedText text);

/// The HTML with every mention of a reader taken out: the name gone, an empty place kept.
/// `names`, where given, receives the names as they were written ("@Ada Plinth").
std::string without_mention(std::string_view html, ReaderId reader,
                            std::vector<std::string>* names = nullptr);

} // namespace masthead::comments
