#include "features/stories/conversation_mode.hpp"

#include <array>

namespace masthead::stories {

namespace {

constexpr db::Query select_rules{"stories.conversation_rules", R"sql(
    SELECT s.id, s.state, s.comments_open, s.conversation_mode, s.slow_seconds,
           s.published_at_ms, sec.conversation_mode, sec.slow_seconds
    FROM stories s
    LEFT JOIN sections sec ON sec.id = s.section_id
    WHERE s.id = ?
)sql"};

constexpr db::Query update_story{"stories.set_mode", R"sql(
    UPDATE stories
    SET conversation_mode = ?,
        slow_seconds = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_section{"sections.set_mode", R"sql(
    UPDATE sections
    SET conversation_mode = ?,
        slow_seconds = ?
    WHERE id = ?
)sql"};

constexpr std::array<std::string_view, 4> names{"open", "slow", "pre_moderated", "closed"};

ConversationRules read_rules(const db::Row& row)
{
    ConversationRules rules;
    rules.story = row.id<StoryId>(0);
    rules.is_public = row.as<StoryState>(1) == StoryState::published;
    rules.published_at = row.time(5);
    const bool own = !row.is_null(3);
    const int mode = own ? 3 : 6;
    if (!row.is_null(mode)) {
        rules.mode = row.as<ConversationMode>(mode);
        rules.slow_seconds = static_cast<int>(row.integer(mode + 1));
    }
    // An editor's word on the story itself, older than modes, closes it whatever they say.
    if (!row.flag(2))
        rules.mode = ConversationMode::closed;
    return rules;
}

bool fits(const ModeChange& change)
{
    return change.slow_seconds >= 1 && change.slow_seconds <= slow_seconds_max;
}

} // namespace

std::optional<ConversationRules> find_conversation_rules(db::Snapshot& snapshot, StoryId story)
{
    return snapshot.find(select_rules, {story}, read_rules);
}

Result<void> set_story_mode(db::Tx& tx, StoryId story, const ModeChange& change)
{
    if (!fits(change))
        return refuse(Refusal::invalid, "conversation.slow_seconds");
    if (tx.run(update_story, {change.mode, change.slow_seconds, story}) == 0)
        return refuse(Refusal::not_found, "story.not_found");
    return {};
}

Result<void> set_section_mode(db::Tx& tx, SectionId section, const ModeChange& change)
{
    if (!fits(change))
        return refuse(Refusal::invalid, "conversation.slow_seconds");
    if (tx.run(update_section, {change.mode, change.slow_seconds, section}) == 0)
        return refuse(Refusal::not_found, "section.not_found");
    return {};
}

std::string_view mode_name(ConversationMode mode)
{
    return names[static_cast<std::size_t>(mode)];
}

std::optional<ConversationMode> parse_mode(std::string_view name)
{
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name)
            return static_cast<ConversationMode>(i);
    }
    return std::nullopt;
}

} // namespace masthead::stories
