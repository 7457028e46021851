#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/readers/reader.hpp"

#include <string>

namespace masthead::readers {

/// What a reader says of themselves.
struct EditProfile {
    ReaderId reader;
    std::string display_name;
    std::string bio;      ///< plain text, at most bio_characters_max
    std::string language; ///< empty: the newsroom's
};

/// Refuses: as check_display_name; `too_many` "reader.name_too_soon" with seconds in `detail`;
/// `too_large` "reader.bio_too_long"; `not_found`.  Events: reader.changed where something did,
/// and reader.named where the name did.
Result<void> edit_profile(db::Tx& tx, const EditProfile& command, Time now);

/// Sets the picture, or none. Answers the one before, whose file the caller may remove.
Result<MediaId> set_picture(db::Tx& tx, ReaderId reader, MediaId picture, Time now);

/// What others may see of this reader.
Result<void> choose_public(db::Tx& tx, ReaderId reader, PublicParts parts, Time now);

/// Whether the mark of supporters is shown at the reader's name.
enum class SupporterMark { hidden, shown };
Result<void> show_supporter(db::Tx& tx, ReaderId reader, SupporterMark mark, Time now);

/// What a change of comments does to a reader's counters.
struct CountedChange {
    int comments = 0;
    int respect = 0;
    int approved = 0;
};

/// Adds to the counters, which never fall below zero. No event: the comment's own says it.
void count_comment(db::Tx& tx, ReaderId reader, const CountedChange& change);

/// Marks a reader as one of staff, or as none (`staff` empty). For features/staff.
Result<void> mark_staff(db::Tx& tx, ReaderId reader, StaffId staff, Time now);

/// Joins a reader with the author they are, or with none. For the desk.
Result<void> mark_author(db::Tx& tx, ReaderId reader, AuthorId author, Time now);

} // namespace masthead::readers
