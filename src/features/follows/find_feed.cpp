#include "features/follows/find_feed.hpp"

#include "features/follows/feed_merge.hpp"
#include "features/follows/find_follows.hpp"
#include "features/readers/blocks.hpp"

#include <algorithm>

namespace masthead::follows {

namespace {

using comments::Stream;
using comments::StreamKind;

FollowKind kind_of(StreamKind kind)
{
    switch (kind) {
    case StreamKind::reader: return FollowKind::reader;
    case StreamKind::thread: return FollowKind::thread;
    case StreamKind::story: break;
    }
    return FollowKind::story;
}

bool is_away(const readers::KeptAway& away, ReaderId reader)
{
    return std::ranges::binary_search(away.blocked, reader) ||
           std::ranges::binary_search(away.muted, reader);
}

// What is followed itself: readers, threads, stories.
void add_streams(FeedMerge& merge, Activity::View& view, db::Snapshot& snapshot, ReaderId reader,
                 const readers::KeptAway& away)
{
    std::vector<Stream> streams;
    for (const auto kind : {StreamKind::reader, StreamKind::thread, StreamKind::story}) {
        for (const auto id : followed_ids(snapshot, reader, kind_of(kind))) {
            const bool silent = kind == StreamKind::reader && is_away(away, ReaderId{id});
            if (!silent)
                streams.push_back({kind, id});
        }
    }
    const auto newest = view.newest_of(streams);
    for (std::size_t i = 0; i < streams.size(); ++i)
        merge.add({streams[i], {kind_of(streams[i].kind), streams[i].id}, newest[i], {}});
}

// What is followed through stories: authors, sections, topics.
void add_stories(FeedMerge& merge, Activity::View& view, db::Snapshot& snapshot, ReaderId reader)
{
    for (const auto kind : {FollowKind::author, FollowKind::section, FollowKind::topic}) {
        for (const auto id : followed_ids(snapshot, reader, kind)) {
            const FollowTarget target{kind, id};
            const auto list = view.stories_of(target);
            std::vector<Stream> streams;
            streams.reserve(list->size());
            for (const auto& story : *list)
                streams.push_back({StreamKind::story, story.story.value()});
            const auto newest = view.newest_of(streams);
            for (std::size_t i = 0; i < streams.size(); ++i)
                merge.add({streams[i], target, newest[i], (*list)[i].published_at});
        }
    }
}

void leave_out_strangers(comments::FollowedComment& shown, const readers::KeptAway& away)
{
    if (is_away(away, shown.answered)) {
        shown.answered_name.clear();
        shown.answered_html.clear();
    }
    if (shown.comment.quote && is_away(away, shown.comment.quote->author))
        shown.comment.quote.reset();
}

std::optional<comments::FollowedComment> find_for(db::Snapshot& snapshot, CommentId id,
                                                  ReaderId reader, const readers::KeptAway& away)
{
    auto shown = comments::find_followed_comment(snapshot, id);
    if (!shown || shown->comment.reader == reader || is_away(away, shown->comment.reader))
        return std::nullopt;
    leave_out_strangers(*shown, away);
    return shown;
}

// Takes places until the page is full and one more comment for it is known to follow, or until
// enough was looked at. Where the page goes on is behind all that it has dealt with.
FeedPage fill_page(db::Snapshot& snapshot, FeedMerge& merge, const FeedQuery& query,
                   const readers::KeptAway& away)
{
    FeedPage page;
    page.next = query.from;
    for (int looked_at = 0; looked_at < feed_places_max; ++looked_at) {
        const auto place = merge.next();
        if (!place)
            return page;
        const bool is_full = static_cast<int>(page.items.size()) == query.limit;
        auto shown = find_for(snapshot, place->at.id, query.reader, away);
        if (shown && is_full) {
            page.goes_on = true;
            return page;
        }
        if (!is_full)
            page.next = place->at;
        if (shown)
            page.items.push_back({std::move(*shown), place->why});
    }
    page.goes_on = merge.next().has_value();
    return page;
}

} // namespace

FeedPage find_feed(db::Snapshot& snapshot, Activity& activity, const FeedQuery& query)
{
    auto view = activity.look(snapshot);
    const auto away = readers::find_kept_away(snapshot, query.reader);
    FeedMerge merge{snapshot, query.direction, query.from};
    add_streams(merge, view, snapshot, query.reader, away);
    add_stories(merge, view, snapshot, query.reader);
    auto page = fill_page(snapshot, merge, query, away);
    if (query.direction == comments::Direction::newer)
        std::ranges::reverse(page.items);
    return page;
}

} // namespace masthead::follows
