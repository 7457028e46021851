#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace masthead::stories {

/// A page ("About us") is a story that stands in no river and no archive.
enum class StoryKind { story = 0, page = 1 };

/// Only `published` is ever shown. `withdrawn` was once public and answers 410.
enum class StoryState { draft = 0, scheduled = 1, published = 2, withdrawn = 3 };

enum class SourceFormat { html = 0, markdown = 1, wordpress = 2 };

/// The picture above a story: a file of ours, or (an import without its files) an outside address
/// that pages show as a link.
struct LeadPicture {
    MediaId media;
    std::string url; ///< outside address; empty where `media` is set or there is none
    std::string alt;
    std::string caption_html; ///< sanitised, inline only
    std::string credit;
};

struct Story {
    StoryId id;
    std::string slug;
    StoryKind kind = StoryKind::story;
    StoryState state = StoryState::draft;
    std::string headline;
    std::string standfirst;
    std::string excerpt;   ///< plain text, derived from the body
    std::string language;  ///< BCP 47; empty: the newsroom's
    std::string direction; ///< "ltr" or "rtl"
    SectionId section;
    LeadPicture lead;
    int reading_minutes = 0;
    int word_count = 0;
    bool featured = false;
    bool developing = false;
    bool comments_open = true;
    int comment_count = 0;
    int thread_count = 0;
    Time published_at{}; ///< epoch where never public
    Time updated_at{};
    Time created_at{};
};

/// A body as it was written and as it is shown.
struct StoryBody {
    std::string source;
    SourceFormat source_format = SourceFormat::html;
    std::string html; ///< sanitised
    int html_version = 1;
};

/// A body with everything that is computed from it before a transaction begins.
struct PreparedBody {
    StoryBody body;
    std::string excerpt;
    int word_count = 0;
    int reading_minutes = 0;
    std::string direction = "ltr";
};

/// Derives excerpt, word count, reading time and direction from sanitised HTML.
/// Threads: pure; run it outside transactions.
PreparedBody prepare_body(StoryBody body, std::string_view language);

struct Author {
    AuthorId id;
    std::string slug;
    std::string name;
    std::string bio;
    MediaId picture;
    std::string mail; ///< never on a page
};

struct Section {
    SectionId id;
    std::string slug;
    std::string name;
    std::string description;
    int place = 0; ///< order in menus
};

/// What a story is about; a story has any number of topics.
struct Topic {
    TopicId id;
    std::string slug;
    std::string name;
    std::string description;
};

/// First segments of our own addresses, which no story may take as its slug.
const std::vector<std::string>& reserved_slugs();
/// Whether `slug` is one of them.
bool is_reserved_slug(std::string_view slug);

/// "/harbour-strike/"
std::string story_url(std::string_view slug);

inline constexpr std::string_view event_published = "story.published";
inline constexpr std::string_view event_updated = "story.updated";
inline constexpr std::string_view event_withdrawn = "story.withdrawn";
inline constexpr std::string_view event_imported = "stories.imported";
inline constexpr std::string_view event_taxonomy = "stories.taxonomy_changed";

} // namespace masthead::stories
