#include "surfaces/forum/writing.hpp"

#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/crypto/token.hpp"
#include "core/web/cookie.hpp"
#include "core/web/form.hpp"
#include "features/stories/story.hpp"
#include "surfaces/forum/judging.hpp"

#include <charconv>

namespace masthead::forum {

namespace {

// Far more than a comment may have: what is too long comes back to its author whole.
constexpr std::size_t text_field_bytes_max = 192 * 1024;
// A browser left open overnight says nothing about how somebody writes.
constexpr auto writing_time_max = std::chrono::hours{24};
constexpr auto derived_key_window = std::chrono::minutes{10};
constexpr std::size_t token_length = 43; // of crypto::random_token

std::optional<CommentId> read_parent(std::string_view text)
{
    if (text.empty())
        return CommentId{};
    return parse_id<CommentId>(text);
}

std::string guest_key(const web::Request& request)
{
    const auto key = web::own_cookie(request, web::draft_cookie);
    return key.size() == token_length ? std::string{key} : std::string{};
}

} // namespace

Result<Writing> read_writing(const web::Request& request)
{
    web::FormLimits limits;
    limits.field_bytes_max = text_field_bytes_max;
    const auto form = web::read_form(request, limits);
    if (!form)
        return refuse(form.error().reason, "form.unreadable");
    Writing writing;
    const auto parent = read_parent(form->text("parent"));
    if (!parent)
        return refuse(Refusal::invalid, "comment.parent_gone");
    writing.parent = *parent;
    writing.text = form->text("text");
    writing.story = parse_id<StoryId>(form->text("story")).value_or(StoryId{});
    writing.key = form->text("key");
    writing.started = form->text("started");
    writing.quote = form->text("quote");
    writing.quote_of = form->text("quote_of");
    writing.honeypot_filled = !form->text("website").empty();
    writing.wants_preview = form->has("preview");
    return writing;
}

Writing writing_of_address(const web::Request& request)
{
    Writing writing;
    writing.parent = read_parent(request.query_value("parent")).value_or(CommentId{});
    writing.quote = cut_utf8(request.query_value("quote"), comments::quote_bytes_max);
    writing.quote_of = request.query_value("quote_of");
    return writing;
}

std::optional<comments::Quote> quote_of(const Writing& writing)
{
    if (trim(writing.quote).empty())
        return std::nullopt;
    comments::Quote quote;
    quote.exact = writing.quote;
    if (writing.quote_of == "story")
        return quote;
    const auto comment = parse_id<CommentId>(writing.quote_of);
    if (!comment)
        return std::nullopt;
    quote.kind = comments::QuoteKind::comment;
    quote.comment = *comment;
    return quote;
}

std::string started_token(const crypto::Keys& keys, Time now)
{
    const auto moment = std::to_string(to_ms(now));
    return moment + "." + crypto::hmac_hex(keys.form, "started:" + moment);
}

std::optional<Milliseconds> writing_time(const crypto::Keys& keys, std::string_view token, Time now)
{
    const auto dot = token.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const auto moment = token.substr(0, dot);
    const auto expected = crypto::hmac_hex(keys.form, "started:" + std::string{moment});
    if (!crypto::equal_in_constant_time(token.substr(dot + 1), expected))
        return std::nullopt;
    std::int64_t started_ms = 0;
    std::from_chars(moment.data(), moment.data() + moment.size(), started_ms);
    const Milliseconds passed{to_ms(now) - started_ms};
    if (passed < Milliseconds{0} || passed > writing_time_max)
        return std::nullopt;
    return passed;
}

std::string submission_key(const crypto::Keys& keys, const Writing& writing, StoryId story,
                           ReaderId reader, Time now)
{
    // The same words under the same key are one comment; words that were changed after an answer
    // was lost are another one, and are not lost with it.
    if (!writing.key.empty())
        return crypto::hmac_hex(keys.form, "key:" + writing.key + ":" + writing.text);
    const auto window = to_ms(now) / Milliseconds{derived_key_window}.count();
    return "d" +
           crypto::hmac_hex(keys.form, "submission:" + to_string(reader) + ":" + to_string(story) +
                                           ":" + to_string(writing.parent) + ":" +
                                           std::to_string(window) + ":" + writing.text);
}

std::string draft_owner(const web::Request& request)
{
    if (const auto reader = reader_of(request))
        return comments::reader_draft_owner(reader);
    const auto key = guest_key(request);
    return key.empty() ? std::string{} : comments::guest_draft_owner(crypto::token_hash(key));
}

std::string give_draft_owner(const web::Request& request, web::Response& response)
{
    if (auto owner = draft_owner(request); !owner.empty())
        return owner;
    web::Cookie cookie;
    cookie.name = web::draft_cookie;
    cookie.value = crypto::random_token();
    cookie.max_age = std::chrono::duration_cast<std::chrono::seconds>(comments::guest_draft_kept);
    web::set_cookie(response, request, cookie);
    return comments::guest_draft_owner(crypto::token_hash(cookie.value));
}

void keep_writing(ForumContext& context, const web::Request& request, const std::string& owner,
                  StoryId story, const Writing& writing)
{
    if (trim(writing.text).empty())
        return;
    comments::Draft draft;
    draft.owner = owner;
    draft.story = story;
    draft.parent = writing.parent;
    draft.text = writing.text;
    draft.quote = quote_of(writing);
    draft.network_key = network_key_of(context, request);
    const auto kept = context.database().write(
        [&](db::Tx& tx) { return comments::save_draft(tx, draft, context.now()); });
    if (!kept)
        log::debug("forum.draft_not_kept", {{"key", kept.error().message_key}});
}

void adopt_guest_draft(ForumContext& context, const web::Request& request)
{
    const auto key = guest_key(request);
    const auto reader = reader_of(request);
    if (key.empty() || !reader)
        return;
    const auto owner = comments::guest_draft_owner(crypto::token_hash(key));
    const bool any = context.database().read(
        [&](db::Snapshot& snapshot) { return !comments::drafts_of(snapshot, owner).empty(); });
    if (!any)
        return;
    (void)context.database().write([&](db::Tx& tx) -> Result<int> {
        comments::adopt_drafts(tx, owner, reader);
        return 0;
    });
}

void find_typed(ForumContext& context, const web::Request& request, Writing& writing)
{
    const auto owner = draft_owner(request);
    if (owner.empty())
        return;
    const auto draft =
        context.database().read([&](db::Snapshot& snapshot) -> std::optional<comments::Draft> {
            const auto story = find_place(snapshot, request);
            if (!story)
                return std::nullopt;
            return comments::find_draft_for(snapshot, owner, story->id, writing.parent);
        });
    if (!draft)
        return;
    writing.text = draft->text;
    if (!writing.quote.empty() || !draft->quote)
        return;
    writing.quote = draft->quote->exact;
    writing.quote_of = draft->quote->kind == comments::QuoteKind::story
                           ? "story"
                           : to_string(draft->quote->comment);
}

std::string draft_url(std::string_view slug, CommentId parent)
{
    auto url = stories::story_url(slug) + "comments/new/?draft=1";
    if (parent)
        url += "&parent=" + to_string(parent);
    return url + "#composer";
}

std::string sign_in_url(std::string_view slug, CommentId parent)
{
    return "/reader/sign-in/?to=" + percent_encode(draft_url(slug, parent));
}

} // namespace masthead::forum
