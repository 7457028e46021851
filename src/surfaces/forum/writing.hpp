#pragma once

#include "core/crypto/keys.hpp"
#include "core/web/request.hpp"
#include "core/web/response.hpp"
#include "features/comments/drafts.hpp"
#include "features/comments/post_comment.hpp"
#include "surfaces/forum/place.hpp"

#include <optional>
#include <string>

namespace masthead::forum {

/// What the composer's form carries.
struct Writing {
    std::string text;
    StoryId story; ///< only where the address does not say it
    CommentId parent;
    std::string key;
    std::string started;
    std::string quote;    ///< the passage's words
    std::string quote_of; ///< "story" or a comment's id
    bool honeypot_filled = false;
    bool wants_preview = false;
};

/// Reads the form. Refuses `invalid` ("form.unreadable", "comment.parent_gone").
Result<Writing> read_writing(const web::Request& request);

/// The same from an address: /{slug}/comments/new/?parent=&quote_of=&quote=
Writing writing_of_address(const web::Request& request);

/// The quote as verbs take it; none where none was made, or it is of nothing.
std::optional<comments::Quote> quote_of(const Writing& writing);

/// A form's moment, signed, so that nobody can pretend to have written longer.
std::string started_token(const crypto::Keys& keys, Time now);
/// How long ago the form was drawn; absent for a token that is not ours or is of another day.
std::optional<Milliseconds> writing_time(const crypto::Keys& keys, std::string_view token,
                                         Time now);

/// What makes two sendings of one form one comment. Without a key in the form: the same words at
/// the same place by the same reader within ten minutes.
std::string submission_key(const crypto::Keys& keys, const Writing& writing, StoryId story,
                           ReaderId reader, Time now);

/// Whose draft this is: the reader's, or that of a guest's key. Empty where a guest has no key.
std::string draft_owner(const web::Request& request);

/// A guest's draft key in their cookie, made where they have none; answers the draft's owner.
std::string give_draft_owner(const web::Request& request, web::Response& response);

/// Keeps what was typed. What cannot be kept as a draft is not worth failing for: the page shows
/// the words again.
void keep_writing(ForumContext& context, const web::Request& request, const std::string& owner,
                  StoryId story, const Writing& writing);

/// A guest has signed in: their drafts become the reader's. Nothing where there is no guest's key.
void adopt_guest_draft(ForumContext& context, const web::Request& request);

/// Puts the draft of this place into `writing`, where there is one.
void find_typed(ForumContext& context, const web::Request& request, Writing& writing);

/// "/harbour-strike/comments/new/?draft=1&parent=42#composer"
std::string draft_url(std::string_view slug, CommentId parent);

/// "/reader/sign-in/?to=…", back to the draft.
std::string sign_in_url(std::string_view slug, CommentId parent);

} // namespace masthead::forum
