#include "features/comments/quote.hpp"

#include "core/base/text.hpp"
#include "core/text/excerpt.hpp"
#include "features/comments/comment.hpp"
#include "features/comments/find_comments.hpp"
#include "features/stories/find_stories.hpp"

namespace masthead::comments {

namespace {

// The text as readers see it on the story's page, on one line.
std::optional<std::string> text_of_story(db::Snapshot& snapshot, StoryId id)
{
    const auto story = stories::find_story(snapshot, id);
    if (!story || story->state != stories::StoryState::published)
        return std::nullopt;
    auto plain = story->headline + " " + story->standfirst;
    if (const auto body = stories::find_body(snapshot, id))
        plain += " " + text::plain_text(body->html);
    return plain;
}

// A selection crosses blocks, where a page has line breaks: white space folds as plain_text folds.
std::string folded(std::string_view words)
{
    return text::plain_text(escape_html(words));
}

// The first and the last whole words of `text` that fit; pieces of a word where none does, for not
// every script parts its words.
std::string_view first_words(std::string_view text, std::size_t bytes_max)
{
    if (text.size() <= bytes_max)
        return text;
    const auto cut = cut_utf8(text, bytes_max);
    const auto space = text[cut.size()] == ' ' ? cut.size() : cut.rfind(' ');
    return trim(cut.substr(0, space));
}

std::string_view last_words(std::string_view text, std::size_t bytes_max)
{
    if (text.size() <= bytes_max)
        return text;
    auto at = text.size() - bytes_max;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
        ++at;
    const auto space = text.find(' ', at - 1);
    return trim(text.substr(space == text.npos ? at : space));
}

// Of several equal passages, the one whose surroundings agree; the first where none does.
std::size_t best_place(std::string_view plain, const Quote& quote)
{
    constexpr int places_max = 50;
    const auto first = plain.find(quote.exact);
    auto at = first;
    for (int i = 0; i < places_max && at != plain.npos; ++i) {
        const auto before = trim(plain.substr(0, at));
        const auto after = trim(plain.substr(at + quote.exact.size()));
        if (before.ends_with(quote.prefix) && after.starts_with(quote.suffix))
            return at;
        at = plain.find(quote.exact, at + 1);
    }
    return first;
}

// A directive's text: percent-encoded, the signs that part it included.
std::string directive(std::string_view text)
{
    std::string out;
    for (const char c : percent_encode(text)) {
        if (c == '-')
            out += "%2D";
        else
            out += c;
    }
    return out;
}

} // namespace

Result<Quote> find_passage(std::string_view plain, Quote quote)
{
    quote.exact = folded(quote.exact);
    if (quote.exact.empty())
        return refuse(Refusal::invalid, "quote.empty");
    if (quote.exact.size() > quote_bytes_max)
        return refuse(Refusal::too_large, "quote.too_long");
    quote.prefix = last_words(folded(quote.prefix), quote_context_bytes_max);
    quote.suffix = first_words(folded(quote.suffix), quote_context_bytes_max);
    const auto at = best_place(plain, quote);
    if (at == plain.npos)
        return refuse(Refusal::invalid, "quote.not_found");
    const auto before = trim(plain.substr(0, at));
    const auto after = trim(plain.substr(at + quote.exact.size()));
    quote.prefix = last_words(before, quote_context_bytes_max);
    quote.suffix = first_words(after, quote_context_bytes_max);
    return quote;
}

Result<Quote> check_quote(db::Snapshot& snapshot, StoryId story, Quote quote)
{
    if (quote.kind == QuoteKind::story) {
        quote.comment = CommentId{};
        const auto plain = text_of_story(snapshot, story);
        if (!plain)
            return refuse(Refusal::not_found, "comment.story_gone");
        return find_passage(*plain, std::move(quote));
    }
    const auto comment = find_comment(snapshot, story, quote.comment);
    if (!comment || comment->state != CommentState::visible)
        return refuse(Refusal::not_found, "quote.comment_gone");
    return find_passage(text::plain_text(comment->html), std::move(quote));
}

std::string quote_url(std::string_view story_slug, const Quote& quote)
{
    if (quote.kind == QuoteKind::comment)
        return comment_url(story_slug, quote.comment);
    // A long passage is named by its ends, as the text fragment specification advises.
    constexpr std::size_t whole_bytes_max = 200;
    constexpr std::size_t end_bytes_max = 60;
    std::string words = directive(quote.exact);
    if (quote.exact.size() > whole_bytes_max) {
        words = directive(first_words(quote.exact, end_bytes_max)) + "," +
                directive(last_words(quote.exact, end_bytes_max));
    }
    std::string url = "/" + std::string{story_slug} + "/#main:~:text=";
    if (!quote.prefix.empty())
        url += directive(quote.prefix) + "-,";
    url += words;
    if (!quote.suffix.empty())
        url += ",-" + directive(quote.suffix);
    return url;
}

} // namespace masthead::comments
