#pragma once

#include "core/db/transaction.hpp"
#include "features/stories/story.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::stories {

/// A story as lists show it, with what stands around its headline already joined.
struct StoryCard {
    Story story;
    Section section;             ///< id none where the story has no section
    std::vector<Author> authors; ///< the byline, in order
    std::string lead_path;       ///< media path of the lead picture, empty where it has none
    int lead_width = 0;
    int lead_height = 0;
};

/// A stretch of a list, newest first.
struct Range {
    int limit = 15;
    int offset = 0;
};

/// A month of the archive with its number of stories. Months are those of UTC.
struct Month {
    int year = 0;
    unsigned month = 0;
    int count = 0;
};

std::optional<Story> find_story(db::Snapshot& snapshot, StoryId id);
std::optional<Story> find_story_by_slug(db::Snapshot& snapshot, std::string_view slug);
std::optional<StoryBody> find_body(db::Snapshot& snapshot, StoryId id);
std::optional<Author> find_author(db::Snapshot& snapshot, std::string_view slug);
std::optional<Section> find_section(db::Snapshot& snapshot, std::string_view slug);
std::optional<Topic> find_topic(db::Snapshot& snapshot, std::string_view slug);
std::optional<Author> find_author(db::Snapshot& snapshot, AuthorId id);
std::optional<Section> find_section(db::Snapshot& snapshot, SectionId id);
std::optional<Topic> find_topic(db::Snapshot& snapshot, TopicId id);

std::vector<Section> all_sections(db::Snapshot& snapshot);
std::vector<Topic> topics_of(db::Snapshot& snapshot, StoryId story);

/// The card of one story, whatever its state.
std::optional<StoryCard> find_card(db::Snapshot& snapshot, StoryId id);

/// Public stories only, newest first.
std::vector<StoryCard> latest_stories(db::Snapshot& snapshot, Range range);
std::vector<StoryCard> featured_stories(db::Snapshot& snapshot, int limit);
std::vector<StoryCard> developing_stories(db::Snapshot& snapshot, int limit);
std::vector<StoryCard> section_stories(db::Snapshot& snapshot, SectionId section, Range range);
std::vector<StoryCard> topic_stories(db::Snapshot& snapshot, TopicId topic, Range range);
std::vector<StoryCard> author_stories(db::Snapshot& snapshot, AuthorId author, Range range);
std::vector<StoryCard> month_stories(db::Snapshot& snapshot, int year, unsigned month, Range range);

/// Public stories that share topics or the section, best match first; never `story` itself.
std::vector<StoryCard> related_stories(db::Snapshot& snapshot, const Story& story, int limit);

/// Of the public stories commented last, those with most comments first.
std::vector<StoryCard> most_discussed(db::Snapshot& snapshot, int limit);

int count_latest(db::Snapshot& snapshot);
int count_section(db::Snapshot& snapshot, SectionId section);
int count_topic(db::Snapshot& snapshot, TopicId topic);
int count_author(db::Snapshot& snapshot, AuthorId author);
int count_month(db::Snapshot& snapshot, int year, unsigned month);

/// Months that have public stories, newest first, at most `limit`.
std::vector<Month> archive_months(db::Snapshot& snapshot, int limit);

/// Published pages (About, Rules), by headline.
std::vector<Story> public_pages(db::Snapshot& snapshot, int limit);

} // namespace masthead::stories
