#pragma once

#include "core/db/transaction.hpp"
#include "features/stories/save_story.hpp"
#include "features/stories/story.hpp"

/// Writing statements of the tables that features/stories owns. Nobody outside this folder
/// includes it.
namespace masthead::stories::sql {

bool slug_is_free(db::Snapshot& snapshot, std::string_view slug, StoryId except);
void insert_story(db::Tx& tx, StoryId id, std::string_view slug, const SaveStory& command);
void update_story(db::Tx& tx, StoryId id, std::string_view slug, const SaveStory& command);
void save_body(db::Tx& tx, StoryId id, const StoryBody& body);
void replace_byline(db::Tx& tx, StoryId id, const std::vector<AuthorId>& authors, Time river);
void replace_topics(db::Tx& tx, StoryId id, const std::vector<TopicId>& topics, Time river);
void set_state(db::Tx& tx, StoryId id, StoryState state, Time published_at);
std::vector<StoryId> due_stories(db::Snapshot& snapshot, Time now, int limit);

/// The moment by which rivers sort: epoch where the story is not public.
Time river_time(StoryState state, Time published_at);

} // namespace masthead::stories::sql
