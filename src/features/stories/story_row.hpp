#pragma once

#include "core/db/query.hpp"
#include "features/stories/story.hpp"

/// The columns of a story in the order read_story reads them. A macro, because statements are
/// constants that the compiler joins from literals.
#define MH_STORY_COLUMNS                                                                           \
    "SELECT s.id, s.slug, s.kind, s.state, s.headline, s.standfirst, s.excerpt, s.language,"       \
    " s.direction, s.section_id, s.lead_media_id, s.lead_picture_url, s.lead_picture_alt,"         \
    " s.lead_picture_caption_html, s.lead_picture_credit, s.reading_minutes, s.word_count,"        \
    " s.featured, s.developing, s.comments_open, s.comment_count, s.thread_count,"                 \
    " s.published_at_ms, s.updated_at_ms, s.created_at_ms"

namespace masthead::stories {

/// Number of columns that MH_STORY_COLUMNS names.
inline constexpr int story_columns = 25;

Story read_story(const db::Row& row);

/// The first moment of a month in UTC; month 13 is January of the next year.
Time month_start(int year, unsigned month);

} // namespace masthead::stories
