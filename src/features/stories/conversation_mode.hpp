#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/stories/story.hpp"

#include <optional>

namespace masthead::stories {

/// How the conversation under a story is led, from the freest on. `slow`: some time between two
/// comments of one reader; `pre_moderated`: every comment waits for a moderator.
enum class ConversationMode { open = 0, slow = 1, pre_moderated = 2, closed = 3 };

inline constexpr int slow_seconds_default = 60;
inline constexpr int slow_seconds_max = 24 * 3600;

/// What posting needs to know of a story. The story's own mode counts before its section's.
struct ConversationRules {
    StoryId story;
    bool is_public = false; ///< published: anybody may read it
    ConversationMode mode = ConversationMode::open;
    int slow_seconds = slow_seconds_default;
    Time published_at{};
};

std::optional<ConversationRules> find_conversation_rules(db::Snapshot& snapshot, StoryId story);

/// What is to become of a conversation's mode. No mode: as the section says (a section: open).
struct ModeChange {
    std::optional<ConversationMode> mode;
    int slow_seconds = slow_seconds_default;
};

/// Stores the mode of one story, or of a section for all stories without a mode of their own.
/// Refuses `not_found`, `invalid` ("conversation.slow_seconds") outside 1 to slow_seconds_max.
/// Says nothing: features/comments announces it.
Result<void> set_story_mode(db::Tx& tx, StoryId story, const ModeChange& change);
Result<void> set_section_mode(db::Tx& tx, SectionId section, const ModeChange& change);

/// "open", "slow", "pre_moderated", "closed"
std::string_view mode_name(ConversationMode mode);
std::optional<ConversationMode> parse_mode(std::string_view name);

} // namespace masthead::stories
