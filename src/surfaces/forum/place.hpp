#pragma once

#include "core/web/request.hpp"
#include "features/comments/comment.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/forum/forum_context.hpp"
#include "surfaces/forum/speech.hpp"
#include "surfaces/site/context.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace masthead::forum {

/// The public story that an address names; standing pages have no conversation.
std::optional<stories::Story> find_place(db::Snapshot& snapshot, const web::Request& request);

/// The comment of the address `/{slug}/comments/{id}/…`; none where it is no number.
CommentId comment_of(const web::Request& request);

/// Who asks, as numbers; none for a guest.
ReaderId reader_of(const web::Request& request);
StaffId staff_of(const web::Request& request);

/// What templates see of a story's name and a comment's words.
handlebars::Value story_link(const stories::Story& story);
handlebars::Object words_context(const stories::Story& story, const comments::Comment& comment);

/// "/harbour-strike/comments/42/?since=7#comment-42": a page at least that new, on the comment.
std::string fresh_url(std::string_view slug, CommentId comment, std::int64_t position);

/// A JSON answer, never cached.
web::Response json_answer(int status, const boost::json::value& value);

/// A refusal as JSON: `error`, `message` in words for a reader, `wait_s` where waiting helps.
boost::json::object refusal_object(ForumContext& context, const Failure& failure);
web::Response json_refusal(ForumContext& context, const Failure& failure);

/// Why a comment is held, in the newsroom's language, for an answer that draws no page.
std::string held_words(ForumContext& context, std::string_view rule);

/// A page that says one thing and where to go on.
struct Saying {
    std::string title;
    std::string words;
    std::string back_url;
    std::string next_url;
    std::string next_label;
    std::string kept; ///< words that would otherwise be lost
    int status = 200;
};
site::PageView saying_view(const Saying& saying);

/// The page of a refusal that has no form to return to.
web::Response refusal_page(ForumContext& context, const web::Request& request,
                           const Failure& failure, std::string kept = {});

/// A refusal in the form the request asks for.
web::Response refuse_plainly(ForumContext& context, const web::Request& request,
                             const Failure& failure, std::string kept = {});

} // namespace masthead::forum
