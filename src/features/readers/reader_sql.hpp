#pragma once

#include "core/db/transaction.hpp"
#include "features/readers/display_name.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Statements on this room's tables. Nobody outside this folder includes it.
namespace masthead::readers::sql {

std::optional<Reader> find_reader(db::Snapshot& snapshot, ReaderId id);
std::optional<Reader> find_by_key(db::Snapshot& snapshot, std::string_view name_key);
std::vector<Reader> list_newest(db::Snapshot& snapshot, Time before, int limit);
Time find_name_changed_at(db::Snapshot& snapshot, ReaderId id);

/// The active reader other than `self` whose name could be taken for this one.
std::optional<ReaderId> find_name_holder(db::Snapshot& snapshot, std::string_view key,
                                         std::string_view look, ReaderId self);

/// What the newsroom's authors are called: names that readers must not bear.
struct AuthorName {
    AuthorId id;
    std::string name;
};
std::vector<AuthorName> list_authors(db::Snapshot& snapshot);

/// Unclaimed readers of an address, the newest first.
std::vector<ReaderId> list_unclaimed(db::Snapshot& snapshot, std::string_view mail_key, int limit);
std::vector<ReaderId> list_merged(db::Snapshot& snapshot, ReaderId into, int limit);
std::vector<ReaderId> list_due_erasures(db::Snapshot& snapshot, Time now, int limit);

void insert_unclaimed(db::Tx& tx, ReaderId id, std::string_view name, AuthorId author, Time now);
void insert_empty(db::Tx& tx, ReaderId id, Time now);
/// Makes the row an active reader's.
void activate(db::Tx& tx, const Reader& reader, const NameForm& name);
void set_merged(db::Tx& tx, ReaderId reader, ReaderId into);
void insert_mail(db::Tx& tx, ReaderId reader, std::string_view mail, std::string_view mail_key);
void delete_mail(db::Tx& tx, ReaderId reader);

void set_name(db::Tx& tx, ReaderId id, const NameForm& name, Time now);
void set_words(db::Tx& tx, ReaderId id, std::string_view bio, std::string_view language);
void set_picture(db::Tx& tx, ReaderId id, MediaId picture);
void set_public(db::Tx& tx, ReaderId id, PublicParts parts);
void set_shows_supporter(db::Tx& tx, ReaderId id, SupporterMark mark);
void set_staff(db::Tx& tx, ReaderId id, StaffId staff);
void set_author(db::Tx& tx, ReaderId id, AuthorId author);
void set_deletion(db::Tx& tx, ReaderId id, Time due_at);
void add_counts(db::Tx& tx, ReaderId id, const CountedChange& change);

/// Empties the row of all that is the person's.
void erase(db::Tx& tx, ReaderId id);
void insert_erasure(db::Tx& tx, ReaderId id, Time now);

} // namespace masthead::readers::sql
