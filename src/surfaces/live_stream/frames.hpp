#pragma once

#include "core/web/sse_hub.hpp"
#include "features/comments/find_changes.hpp"

#include <string>

/// What streams are about, and how it is told.
namespace masthead::live_stream {

inline web::Channel story_channel(StoryId story)
{
    return {'s', story.value()};
}
inline web::Channel reader_channel(ReaderId reader)
{
    return {'r', reader.value()};
}
/// A signed-in reader's session: for ending what it has opened.
inline web::Channel session_channel(std::int64_t session)
{
    return {'c', session};
}

/// The changes as JSON in one line; empty lists are left out.
std::string changes_json(const comments::ConversationChanges& changes);

/// `event: story`, or `event: reload` where there is too much to tell; empty where there is
/// nothing. `resume_at` is the position that a reconnecting browser names.
std::string story_text(const comments::ConversationChanges& changes, std::int64_t resume_at);

/// `event: reload` for a story whose changes could not be read.
std::string reload_text(StoryId story, std::int64_t position, std::int64_t resume_at);

/// `event: bell`.
std::string bell_text(std::int64_t unread);

} // namespace masthead::live_stream
