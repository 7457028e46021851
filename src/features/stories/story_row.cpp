#include "features/stories/story_row.hpp"

namespace masthead::stories {

Story read_story(const db::Row& row)
{
    Story story;
    story.id = row.id<StoryId>(0);
    story.slug = row.string(1);
    story.kind = row.as<StoryKind>(2);
    story.state = row.as<StoryState>(3);
    story.headline = row.string(4);
    story.standfirst = row.string(5);
    story.excerpt = row.string(6);
    story.language = row.string(7);
    story.direction = row.string(8);
    story.section = row.id<SectionId>(9);
    story.lead = {row.id<MediaId>(10), row.string(11), row.string(12), row.string(13),
                  row.string(14)};
    story.reading_minutes = static_cast<int>(row.integer(15));
    story.word_count = static_cast<int>(row.integer(16));
    story.featured = row.flag(17);
    story.developing = row.flag(18);
    story.comments_open = row.flag(19);
    story.comment_count = static_cast<int>(row.integer(20));
    story.thread_count = static_cast<int>(row.integer(21));
    story.published_at = row.time(22);
    story.updated_at = row.time(23);
    story.created_at = row.time(24);
    return story;
}

Time month_start(int year, unsigned month)
{
    using namespace std::chrono;
    const auto first = std::chrono::year{year} / std::chrono::January / 1;
    return Time{sys_days{first + months{static_cast<int>(month) - 1}}};
}

} // namespace masthead::stories
