#pragma once

#include "core/db/event_log.hpp"
#include "features/comments/find_comments.hpp"

#include <span>
#include <vector>

namespace masthead::comments {

/// Events of one story that are told one by one; after more of them its page is to be loaded anew.
inline constexpr int events_told_max = 1'000;

/// Comments that one telling names.
inline constexpr int comments_told_max = 200;

/// Comments that one request may ask for by id.
inline constexpr std::size_t comments_asked_max = 50;

/// What became of a conversation, as a page that shows it must follow. It says how things stand
/// when it is read, so that being told twice does no harm. Nothing is said of a comment that has
/// never been seen.
struct ConversationChanges {
    struct Posted {
        CommentId id;
        CommentId parent; ///< none: a thread
        CommentId thread;
    };
    struct Respected {
        CommentId id;
        int count = 0;
    };
    struct Thread {
        CommentId id;
        int reply_count = 0; ///< listed, at any depth
    };
    StoryId story;
    std::int64_t position = 0;      ///< of the last event told
    std::vector<Posted> posted;     ///< listed, and new or back; parents before their replies
    std::vector<CommentId> edited;  ///< words, marks, or the words of a comment they quote
    std::vector<CommentId> removed; ///< not to be read any more; a line may stand in its place
    std::vector<Respected> respect;
    std::vector<Thread> threads; ///< those that became longer or shorter, where they are listed
    int count = 0;             ///< comments of the story now
    bool mode_changed = false; ///< how the conversation is led
    bool too_much = false;     ///< more than can be told: the page is to be loaded anew

    bool is_empty() const
    {
        return posted.empty() && edited.empty() && removed.empty() && respect.empty() &&
               !mode_changed && !too_much;
    }
};

/// What these events of the story call for.
ConversationChanges find_changes(db::Snapshot& snapshot, StoryId story,
                                 std::span<const db::Event> events);

/// The same for everything after a position. `too_much` also where the log does not reach back so
/// far, or not yet so far.
ConversationChanges find_changes_after(db::Snapshot& snapshot, StoryId story,
                                       std::int64_t position);

/// Of these comments those that are listed under the story, in the order asked for, each as it
/// stands on the story's page but without what hangs below it.
std::vector<CommentNode> find_listed_of(db::Snapshot& snapshot, StoryId story,
                                        std::span<const CommentId> ids);

} // namespace masthead::comments
