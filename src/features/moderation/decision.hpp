#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::moderation {

enum class Subject { comment = 0, reader = 1, notice = 2 };

enum class Action {
    held = 0,
    approved = 1,
    rejected = 2, ///< held, and then not let through
    removed = 3,
    restored = 4,
    banned = 5,
    ban_lifted = 6
};

/// Who noticed, as the law asks a statement to say.
enum class FoundBy { automatic = 0, reader_report = 1, legal_notice = 2, staff = 3 };

/// A decision on a comment or reader: the statement of reasons. Automated where no staff decided.
struct Decision {
    DecisionId id;
    Subject subject = Subject::comment;
    CommentId comment;
    ReaderId reader; ///< whom it concerns
    StoryId story;
    Action action = Action::held;
    StaffId staff; ///< none: no person decided
    FoundBy found_by = FoundBy::automatic;
    std::string ground;        ///< the rule or law: "words.banned", "rules.3", "§ 130 StGB"
    std::optional<Time> until; ///< of a ban
    Time created_at{};
    std::string facts; ///< what the decision rests on; empty once erased
    std::string words; ///< what was said to the reader; empty once erased
    std::string place; ///< path of the comment; empty once erased

    bool is_automated() const { return !staff; }
};

/// A decision before it has an id.
struct NewDecision {
    Subject subject = Subject::comment;
    CommentId comment;
    ReaderId reader;
    StoryId story;
    Action action = Action::held;
    StaffId staff;
    FoundBy found_by = FoundBy::automatic;
    std::string ground;
    std::optional<Time> until;
    std::string facts;
    std::string words;
    std::string place; ///< "/harbour-strike/comments/42/"
    // Said in the mail and not kept: the story's headline, the comment's words, the reader's
    // language.
    std::string headline;
    std::string comment_text;
    std::string language;
};

/// "held", "removed" and so on, as the wire and templates say it.
std::string_view name_of(Action action);

/// Where the reader finds it and may ask for a review: "/reader/account/#decision-42".
std::string decision_url(DecisionId id);

inline constexpr std::size_t ground_bytes_max = 200;
inline constexpr std::size_t decision_text_bytes_max = 8'000;

inline constexpr std::string_view event_decided = "moderation.decided";

} // namespace masthead::moderation
