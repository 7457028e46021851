#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/stories/story.hpp"

#include <optional>

namespace masthead::stories {

/// Whether a verb announces itself by an event of its own; bulk callers announce a batch.
enum class Announce { yes, no };

/// Everything an editor or an import can set of a story at once.
struct SaveStory {
    StoryId id;       ///< none: a new story
    std::string slug; ///< wanted; a number is appended where it is taken or reserved
    StoryKind kind = StoryKind::story;
    StoryState state = StoryState::draft;
    std::string headline;
    std::string standfirst;
    std::string language;
    PreparedBody body;
    SectionId section;
    std::vector<AuthorId> authors; ///< the byline, in order
    std::vector<TopicId> topics;   ///< in order
    LeadPicture lead;
    bool featured = false;
    bool developing = false;
    bool comments_open = true;
    Time published_at{}; ///< for published and scheduled; epoch: now
    Time updated_at{};   ///< epoch: now
    Time created_at{};   ///< epoch: now
};

/// What was stored: the slug may carry a number that was not asked for.
struct SavedStory {
    StoryId id;
    std::string slug;
};

/// Creates or replaces a story with its byline, topics and body. Refuses `invalid` for an empty
/// headline on a published story or a text over its limit, `not_found` for an unknown id.
/// A published story whose slug changes leaves a redirect to the caller.
Result<SavedStory> save_story(db::Tx& tx, const SaveStory& command, Time now,
                              Announce announce = Announce::yes);

/// Makes a story public now (again, after a withdrawal). Refuses `not_found`.
Result<StoryId> publish_story(db::Tx& tx, std::string_view slug, Time now);

/// Takes a public story back: its pages answer 410. Refuses `not_found`, `conflict` where it was
/// never public.
Result<StoryId> withdraw_story(db::Tx& tx, std::string_view slug, Time now);

/// Publishes scheduled stories whose time has come, at most `limit`; answers how many.
int publish_due_stories(db::Tx& tx, Time now, int limit);

/// When the next scheduled story is due. Absent where none is.
std::optional<Time> next_scheduled_at(db::Snapshot& snapshot);

/// Inserts, or updates by slug; answers the id. Empty names are refused `invalid`.
Result<AuthorId> save_author(db::Tx& tx, const Author& author, Time now);
Result<SectionId> save_section(db::Tx& tx, const Section& section, Time now);
Result<TopicId> save_topic(db::Tx& tx, const Topic& topic, Time now);

/// One event for a whole batch of bulk writes.
void announce_import(db::Tx& tx, Time now);

} // namespace masthead::stories
