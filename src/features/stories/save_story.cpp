#include "features/stories/save_story.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "features/stories/find_stories.hpp"
#include "features/stories/story_sql.hpp"

namespace masthead::stories {

namespace {

constexpr int slug_tries_max = 10'000;

constexpr db::Query select_next_scheduled{"stories.next_scheduled", R"sql(
    SELECT published_at_ms
    FROM stories
    WHERE kind IN (0, 1)
      AND state = 1
    ORDER BY published_at_ms
    LIMIT 1
)sql"};

std::string free_slug(db::Snapshot& snapshot, const SaveStory& command)
{
    const std::string wanted =
        command.slug.empty() ? std::string{"story"}
                             : std::string{cut_utf8(command.slug, limits::slug_bytes_max - 6)};
    const auto usable = [&](const std::string& slug) {
        return !is_reserved_slug(slug) && sql::slug_is_free(snapshot, slug, command.id);
    };
    if (usable(wanted))
        return wanted;
    for (int number = 2; number < slug_tries_max; ++number) {
        auto candidate = wanted + "-" + std::to_string(number);
        if (usable(candidate))
            return candidate;
    }
    // Ten thousand stories of one name: the moment of creation tells the next one apart.
    return wanted + "-" + std::to_string(to_ms(command.created_at));
}

std::optional<Failure> refuse_command(const SaveStory& command)
{
    if (trim(command.headline).empty() && command.state == StoryState::published)
        return refuse(Refusal::invalid, "story.headline_missing");
    if (command.headline.size() > limits::title_bytes_max)
        return refuse(Refusal::invalid, "story.headline_too_long");
    if (command.body.body.html.size() > limits::story_html_bytes_max)
        return refuse(Refusal::too_large, "story.body_too_long");
    return std::nullopt;
}

// A story without its times was made now; a public or scheduled one always has a moment.
SaveStory with_times(const SaveStory& command, Time now)
{
    auto c = command;
    if (c.created_at == Time{})
        c.created_at = now;
    if (c.updated_at == Time{})
        c.updated_at = now;
    const bool needs_moment = c.state == StoryState::published || c.state == StoryState::scheduled;
    if (c.published_at == Time{} && needs_moment)
        c.published_at = now;
    return c;
}

std::string_view event_for(bool was_public, StoryState state)
{
    if (state == StoryState::published)
        return was_public ? event_updated : event_published;
    return was_public ? event_withdrawn : event_updated;
}

} // namespace

Result<SavedStory> save_story(db::Tx& tx, const SaveStory& command, Time now, Announce announce)
{
    if (auto refused = refuse_command(command))
        return std::move(*refused);
    const auto present = command.id ? find_story(tx, command.id) : std::nullopt;
    if (command.id && !present)
        return refuse(Refusal::not_found, "story.not_found");
    const auto c = with_times(command, now);
    const auto slug = free_slug(tx, c);
    const auto id = c.id ? c.id : tx.new_id<StoryId>();
    if (present)
        sql::update_story(tx, id, slug, c);
    else
        sql::insert_story(tx, id, slug, c);
    sql::save_body(tx, id, c.body.body);
    const auto river = sql::river_time(c.state, c.published_at);
    sql::replace_byline(tx, id, c.authors, river);
    sql::replace_topics(tx, id, c.topics, river);
    if (announce == Announce::yes) {
        const bool was_public = present && present->state == StoryState::published;
        db::append_event(tx, {event_for(was_public, c.state), id.value(), id.value()}, now);
    }
    return SavedStory{id, slug};
}

Result<StoryId> publish_story(db::Tx& tx, std::string_view slug, Time now)
{
    const auto story = find_story_by_slug(tx, slug);
    if (!story)
        return refuse(Refusal::not_found, "story.not_found", std::string{slug});
    if (trim(story->headline).empty())
        return refuse(Refusal::invalid, "story.headline_missing", std::string{slug});
    if (story->state == StoryState::published)
        return story->id;
    const bool was_public = story->state == StoryState::withdrawn;
    sql::set_state(tx, story->id, StoryState::published, was_public ? story->published_at : now);
    db::append_event(tx, {event_published, story->id.value(), story->id.value()}, now);
    return story->id;
}

Result<StoryId> withdraw_story(db::Tx& tx, std::string_view slug, Time now)
{
    const auto story = find_story_by_slug(tx, slug);
    if (!story)
        return refuse(Refusal::not_found, "story.not_found", std::string{slug});
    if (story->state == StoryState::withdrawn)
        return story->id;
    if (story->state != StoryState::published)
        return refuse(Refusal::conflict, "story.not_public", std::string{slug});
    sql::set_state(tx, story->id, StoryState::withdrawn, story->published_at);
    db::append_event(tx, {event_withdrawn, story->id.value(), story->id.value()}, now);
    return story->id;
}

int publish_due_stories(db::Tx& tx, Time now, int limit)
{
    int count = 0;
    for (const auto id : sql::due_stories(tx, now, limit)) {
        const auto story = find_story(tx, id);
        sql::set_state(tx, id, StoryState::published, story->published_at);
        db::append_event(tx, {event_published, id.value(), id.value()}, now);
        ++count;
    }
    return count;
}

std::optional<Time> next_scheduled_at(db::Snapshot& snapshot)
{
    return snapshot.find(select_next_scheduled, {}, [](const db::Row& row) { return row.time(0); });
}

void announce_import(db::Tx& tx, Time now)
{
    db::append_event(tx, {event_imported}, now);
}

} // namespace masthead::stories
