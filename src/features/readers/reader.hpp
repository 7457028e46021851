#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::readers {

/// `unclaimed`: made by an import; nobody has yet proved to be this person. `merged`: was one of
/// several unclaimed readers of one address; `merged_into` has its comments.
enum class ReaderState { unclaimed = 0, active = 1, erased = 2, merged = 3 };

/// Subject: the reader.
inline constexpr std::string_view event_signed_up = "reader.signed_up";
inline constexpr std::string_view event_changed = "reader.changed";
/// What stands beside each of their comments has changed, their name or a mark. An event of its
/// own, for it makes many pages stale: what only the profile shows must not. `reader.changed` comes
/// too.
inline constexpr std::string_view event_named = "reader.named";
inline constexpr std::string_view event_erased = "reader.erased";
/// Subject: the reader that was merged into another.
inline constexpr std::string_view event_merged = "reader.merged";

inline constexpr std::size_t bio_characters_max = 500;
inline constexpr std::size_t name_characters_min = 2;
inline constexpr std::size_t name_characters_max = 40;
inline constexpr Milliseconds name_change_pause = std::chrono::hours{24 * 7};
inline constexpr Milliseconds deletion_pause = std::chrono::hours{24 * 7};
inline constexpr int minimum_age_default = 16;

/// What of a profile others may see; the name always, for it stands at every comment.
struct PublicParts {
    bool history = true; ///< the list of comments
    bool respect = true; ///< how much respect they received
    bool words = true;   ///< the few words about oneself
    bool picture = true;
    bool followers = false; ///< how many follow them; a number nobody need compare
    friend bool operator==(const PublicParts&, const PublicParts&) = default;
};

/// A person on the public side, as this room keeps them. The address is features/accounts'.
struct Reader {
    ReaderId id;
    std::string display_name;
    std::string name_key; ///< look-alikes share one; empty but for active readers
    ReaderState state = ReaderState::unclaimed;
    std::string bio; ///< plain text, as typed
    MediaId picture;
    AuthorId author;
    StaffId staff;
    bool is_staff = false;
    PublicParts public_parts;
    std::string language; ///< of the pages and mails they chose, may be empty
    Time created_at{};
    Time signed_up_at{};    ///< epoch: never
    Time deletion_due_at{}; ///< epoch: no deletion asked for
    int comment_count = 0;
    int approved_count = 0;
    int respect_received = 0;
    Time supporter_since{}; ///< epoch: none
    bool shows_supporter = false;
    ReaderId merged_into;
    std::string rules_version; ///< that was accepted at sign-up
    Time rules_accepted_at{};
    int minimum_age_confirmed = 0; ///< "has said to be at least so old"; no birthday is kept
    Time age_confirmed_at{};

    bool is_active() const { return state == ReaderState::active; }
    bool wants_deletion() const { return to_ms(deletion_due_at) > 0; }
};

/// "/reader/123/"
std::string reader_url(ReaderId id);

struct NewReader {
    std::string display_name;
    std::string mail; ///< kept apart, for claiming only; may be empty
    AuthorId author;  ///< set where this reader is one of the newsroom's authors
};

inline constexpr std::size_t display_name_bytes_max = 200;

/// A name as pages may show it: valid UTF-8, no control or direction-override characters, white
/// space folded, at most display_name_bytes_max; "Anonymous" where nothing is left.
std::string clean_display_name(std::string_view name);

std::optional<Reader> find_reader(db::Snapshot& snapshot, ReaderId id);

/// The active reader whose name has this key: for mentions.
std::optional<Reader> find_reader_by_name_key(db::Snapshot& snapshot, std::string_view name_key);

/// Readers in the order in which they signed up, the newest first: for the desk. At most `limit`,
/// before `before`.
std::vector<Reader> newest_readers(db::Snapshot& snapshot, Time before, int limit);

/// Adds a reader nobody has claimed yet. The name is cleaned, the address trimmed.
ReaderId add_unclaimed_reader(db::Tx& tx, const NewReader& reader, Time now);

} // namespace masthead::readers
