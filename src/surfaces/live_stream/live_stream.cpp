#include "surfaces/live_stream/live_stream.hpp"

#include "core/base/text.hpp"
#include "core/web/forwarded.hpp"
#include "core/web/sse_frame.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/live_stream/frames.hpp"
#include "surfaces/site/page_view.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace masthead::live_stream {

namespace {

using namespace std::chrono_literals;

// After a restart a whole company comes back from behind one address, each within a few seconds.
const web::Rate rate_of_opening{512, 50ms, "live.open"};
const web::Rate rate_of_changes{512, 50ms, "live.changes"};

constexpr std::string_view retry_after_s = "30";

/// What one stream is to be about, and from where on.
struct Wish {
    std::vector<StoryId> stories;
    std::optional<std::int64_t> after; ///< absent: from now on
    ReaderId reader;
};

std::optional<std::vector<StoryId>> stories_of(std::string_view text)
{
    std::vector<StoryId> stories;
    if (text.empty())
        return stories;
    for (const auto piece : split(text, ',')) {
        const auto id = parse_id<StoryId>(piece);
        const bool ascends = id && (stories.empty() || stories.back() < *id);
        if (!ascends || stories.size() == stories_a_stream_max)
            return std::nullopt;
        stories.push_back(*id);
    }
    return stories;
}

// A position that nobody was given is older than everything: the page is to be loaded anew.
std::int64_t position_of(std::string_view text)
{
    constexpr std::int64_t unknown = -1;
    std::int64_t position = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, position);
    return read.ec == std::errc{} && read.ptr == end && position >= 0 ? position : unknown;
}

std::optional<std::int64_t> resume_position(const web::Request& request)
{
    const auto last = request.header("last-event-id");
    const auto given = last.empty() ? request.query_value("after") : last;
    return given.empty() ? std::nullopt : std::optional{position_of(given)};
}

bool is_public(db::Snapshot& snapshot, StoryId id)
{
    const auto story = stories::find_story(snapshot, id);
    return story && story->state == stories::StoryState::published;
}

/// Everything that was missed, read in one view of the database.
web::SseReplay replay_of(db::Snapshot& snapshot, const Wish& wish, const UnreadCount& unread)
{
    web::SseReplay replay;
    replay.position = db::last_event_position(snapshot);
    for (const auto story : wish.stories) {
        if (!wish.after)
            break;
        if (replay.text.size() < replay_bytes_max)
            replay.text +=
                story_text(comments::find_changes_after(snapshot, story, *wish.after), 0);
        else
            replay.text += reload_text(story, replay.position, 0);
    }
    if (wish.reader && unread)
        replay.text += bell_text(unread(snapshot, wish.reader));
    // Only now has everything up to here been said.
    replay.text += web::sse_text({{}, {}, replay.position});
    return replay;
}

std::vector<web::Channel> channels_of(const Wish& wish, const web::Visitor& visitor)
{
    std::vector<web::Channel> channels;
    for (const auto story : wish.stories)
        channels.push_back(story_channel(story));
    if (wish.reader) {
        channels.push_back(reader_channel(wish.reader));
        channels.push_back(session_channel(visitor.reader_session));
    }
    return channels;
}

web::Response too_many(web::SseHub::Verdict verdict)
{
    const bool in_all = verdict == web::SseHub::Verdict::too_many;
    auto response = web::text(in_all ? 503 : 429, "Too many live streams are open.\n");
    response.headers.emplace_back("Retry-After", retry_after_s);
    return response;
}

web::Response stream_of(std::shared_ptr<net::StreamSource> source)
{
    web::Response response;
    response.content_type = "text/event-stream";
    response.headers.emplace_back("X-Accel-Buffering", "no");
    response.live = std::move(source);
    return response;
}

} // namespace

LiveStream::LiveStream(LiveServices services)
    : services_(std::move(services)), hub_(services_.limits, services_.submit),
      feed_(services_.database, hub_, services_.unread)
{
}

std::vector<web::Route> LiveStream::routes()
{
    web::Route live;
    live.pattern = "/live";
    live.handler = [this](const web::Request& request) { return open(request); };
    live.rate = rate_of_opening;
    web::Route delta;
    delta.pattern = "/api/v1/stories/{id}/changes";
    delta.handler = [this](const web::Request& request) { return changes(request); };
    delta.cache = web::Cache::yes;
    delta.parameters = {"after"};
    delta.rate = rate_of_changes;
    return {std::move(live), std::move(delta)};
}

web::Response LiveStream::open(const web::Request& request)
{
    // Another site could not read it; it could only use up what its reader may open here.
    if (request.header("sec-fetch-site") == "cross-site")
        return web::text(403, "Live streams are for the pages of this site.\n");
    const auto stories = stories_of(request.query_value("stories"));
    const ReaderId reader{request.visitor.reader};
    if (!stories || (stories->empty() && !reader))
        return web::text(400, "stories: up to 32 numbers of stories, ascending\n");
    Wish wish{*stories, resume_position(request), reader};
    // All tabs of a browser share a stream: one that shows what was withdrawn must not end it.
    services_.database.read([&](db::Snapshot& snapshot) {
        std::erase_if(wish.stories, [&](StoryId id) { return !is_public(snapshot, id); });
    });
    if (wish.stories.empty() && !stories->empty())
        return web::text(404, "There is no such story.\n");
    const auto replay = [this, wish] {
        return services_.database.read(
            [&](db::Snapshot& snapshot) { return replay_of(snapshot, wish, services_.unread); });
    };
    const auto address = net::parse_address(request.remote_address).value_or(net::Address{});
    auto opened = hub_.open(
        {channels_of(wish, request.visitor), address, request.visitor.reader_session, replay});
    if (opened.verdict != web::SseHub::Verdict::admitted)
        return too_many(opened.verdict);
    return stream_of(std::move(opened.source));
}

web::Response LiveStream::changes(const web::Request& request)
{
    const auto id = parse_id<StoryId>(request.route_value("id"));
    const auto after = position_of(request.query_value("after"));
    if (after < 0)
        return web::json(400, R"({"error":"after","message":"after: the position of a page"})");
    return services_.database.read([&](db::Snapshot& snapshot) {
        if (!id || !is_public(snapshot, *id))
            return web::json(404, R"({"error":"story","message":"There is no such story."})");
        const auto found = comments::find_changes_after(snapshot, *id, after);
        auto response = web::json(200, changes_json(found));
        // A position that was never given out is answered, but pushes no page out of the cache.
        if (after <= found.position)
            response.caching = web::PageCaching{
                {site::conversation_tag(*id), site::story_tag(*id)}, found.position, std::nullopt};
        return response;
    });
}

} // namespace masthead::live_stream
