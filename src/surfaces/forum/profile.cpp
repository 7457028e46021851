#include "core/text/excerpt.hpp"
#include "core/text/html_text.hpp"
#include "features/comments/find_own.hpp"
#include "features/follows/find_follows.hpp"
#include "features/media/media.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/forum/following.hpp"

namespace masthead::forum {

namespace {

using namespace handlebars;
using site::RenderEnvironment;

constexpr int comments_per_page = 20;
constexpr std::size_t excerpt_characters_max = 280;
// Counting goes through an index, but not through all of somebody everybody follows.
constexpr int followers_counted_max = 10'000;
// A comment elsewhere names no reader in its event: the list may be behind by so much.
constexpr auto fresh_for = std::chrono::seconds{60};

// Where the list goes on; absent where the address names no place.
std::optional<comments::Cursor> read_cursor(std::string_view text)
{
    return text.empty() ? comments::Cursor{} : read_place(text);
}

Value comment_line(RenderEnvironment& page, const comments::ProfileComment& shown)
{
    const auto& comment = shown.comment;
    page.shown.push_back(comment.story);
    return Object{
        {"excerpt", text::excerpt_of(text::plain_text(comment.html), excerpt_characters_max)},
        {"url", comments::comment_url(shown.story_slug, comment.id)},
        {"posted_at", format_rfc3339(comment.posted_at)},
        {"respect", comment.respect_count},
        {"story",
         Object{{"title", shown.story_headline}, {"url", stories::story_url(shown.story_slug)}}}};
}

// A place in the list is one of the reader's own comments: made-up places would fill the page
// cache.
bool is_place(db::Snapshot& snapshot, const comments::Cursor& cursor, ReaderId reader)
{
    if (!cursor.id)
        return true;
    const auto found = comments::find_for_desk(snapshot, cursor.id);
    return found && found->comment.reader == reader && found->comment.posted_at == cursor.at;
}

void set_history(Object& root, RenderEnvironment& page, std::vector<std::string>& tags,
                 ReaderId reader, const comments::Cursor& cursor)
{
    const auto found =
        comments::find_reader_comments(page.snapshot, reader, cursor, comments_per_page + 1);
    Array list;
    for (const auto& shown : found) {
        if (list.size() == comments_per_page)
            break;
        list.push_back(comment_line(page, shown));
        tags.push_back(site::conversation_tag(shown.comment.story));
    }
    if (found.size() > comments_per_page) {
        const auto& last = found[comments_per_page - 1].comment;
        root.set("older_url", readers::reader_url(reader) +
                                  "?before=" + place_text(last.posted_at, last.id.value()));
    }
    root.set("comments", std::move(list));
}

// Only what the reader shows; of an unclaimed one, the name under which an import brought comments.
Object person_context(RenderEnvironment& page, const readers::Reader& reader)
{
    Object person{
        {"id", to_string(reader.id)}, {"name", reader.display_name}, {"is_staff", reader.is_staff}};
    if (!reader.is_active())
        return person.set("unclaimed", true);
    const auto& shows = reader.public_parts;
    person.set("since", format_rfc3339(reader.signed_up_at));
    person.set("supporter", reader.shows_supporter && reader.supporter_since != Time{});
    if (shows.words)
        person.set("words", reader.bio);
    if (shows.respect)
        person.set("respect", reader.respect_received);
    if (shows.history)
        person.set("comment_count", reader.comment_count);
    if (shows.followers)
        person.set("followers",
                   follows::count_followers(page.snapshot, follows::FollowTarget::reader(reader.id),
                                            followers_counted_max));
    const auto picture = shows.picture && reader.picture
                             ? media::find_media(page.snapshot, reader.picture)
                             : std::nullopt;
    if (picture)
        person.set("picture", "/media/" + picture->path);
    return person;
}

std::optional<site::PageView> profile_view(RenderEnvironment& page, const web::Request& request)
{
    const auto id = parse_id<ReaderId>(request.route_value("id"));
    const auto cursor = read_cursor(request.query_value("before"));
    const auto reader = id ? readers::find_reader(page.snapshot, *id) : std::nullopt;
    if (!reader || !cursor || reader->state == readers::ReaderState::erased ||
        reader->state == readers::ReaderState::merged ||
        !is_place(page.snapshot, *cursor, reader->id))
        return std::nullopt;
    page.title = reader->display_name;
    page.robots = "noindex";
    std::vector<std::string> tags{site::reader_tag(reader->id),
                                  std::string{site::tag_conversations}};
    Object root{{"person", person_context(page, *reader)}};
    if (reader->is_active() && reader->public_parts.history)
        set_history(root, page, tags, reader->id, *cursor);
    if (cursor->id)
        root.set("newest_url", readers::reader_url(reader->id));
    return site::PageView{{"reader-profile"}, std::move(root), std::move(tags)};
}

} // namespace

web::Response profile_page(ForumContext& context, const web::Request& request)
{
    const auto id = parse_id<ReaderId>(request.route_value("id"));
    const auto merged = id ? context.database().read([&](db::Snapshot& snapshot) {
        const auto reader = readers::find_reader(snapshot, *id);
        return reader ? reader->merged_into : ReaderId{};
    })
                           : ReaderId{};
    if (merged)
        return web::moved(readers::reader_url(merged));
    auto response =
        context.pages().draw(request, site::PageKind::forum,
                             [&](RenderEnvironment& page) { return profile_view(page, request); });
    const auto until = context.now() + fresh_for;
    if (response.caching &&
        (!response.caching->valid_until || *response.caching->valid_until > until))
        response.caching->valid_until = until;
    return response;
}

} // namespace masthead::forum
