#pragma once

#include "core/db/transaction.hpp"
#include "features/notifications/choices.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/notifications/take_events.hpp"

#include <optional>
#include <vector>

/// Every statement on the tables of features/notifications. Nobody outside this folder includes it.
namespace masthead::notifications::sql {

Cursor load_cursor(db::Snapshot& snapshot);
void store_cursor(db::Tx& tx, const Cursor& cursor);

/// Answers whether it is new: of one thing a reader is told once.
bool insert(db::Tx& tx, const Notification& notification);
/// How many of its group wait unseen, counted up to group_unseen_max.
int count_unseen(db::Snapshot& snapshot, const Notification& notification);

/// A row with what it needs to be shown: `told` says how.
struct Row {
    Notification told;
    std::string actor_name;
    readers::ReaderState actor_state = readers::ReaderState::erased;
    bool comment_is_seen = false; ///< visible and listed
    std::string comment_html;
    bool story_is_public = false;
    std::string story_slug;
    std::string story_headline;
};
std::vector<Row> list(db::Snapshot& snapshot, ReaderId reader, const Place& before, int limit);
/// The same without comments' words, unseen ones only.
std::vector<Row> list_unseen(db::Snapshot& snapshot, ReaderId reader, int limit);
std::vector<Row> list_owed_mail(db::Snapshot& snapshot, ReaderId reader, Mail mail, int limit);
std::vector<Row> list_owed_push(db::Snapshot& snapshot, int limit);
std::optional<Row> find(db::Snapshot& snapshot, ReaderId reader, NotificationId id);

std::int64_t set_all_seen(db::Tx& tx, ReaderId reader, Time until, Time now);
std::int64_t set_group_seen(db::Tx& tx, const Notification& notification, Time now);
void clear_mail(db::Tx& tx, ReaderId reader, Mail mail);
void clear_push(db::Tx& tx, NotificationId id);

std::optional<Choice> find_choice(db::Snapshot& snapshot, ReaderId reader, Kind kind);
void put_choice(db::Tx& tx, ReaderId reader, Kind kind, const Choice& choice);
/// The choice of mails goes, what was owed by it too.
void forget_owed_mail(db::Tx& tx, ReaderId reader, Kind kind);

/// A mail that is due already stays due when it was.
void owe_mail(db::Tx& tx, ReaderId reader, Mail mail, Time due_at);
struct DueMail {
    ReaderId reader;
    Mail mail = Mail::at_once;
};
std::vector<DueMail> list_due_mails(db::Snapshot& snapshot, Time now, int limit);
std::optional<Time> next_due_at(db::Snapshot& snapshot);
void delete_due_mail(db::Tx& tx, const DueMail& due);

std::int64_t delete_of_reader(db::Tx& tx, ReaderId reader, int limit);
std::int64_t delete_by_actor(db::Tx& tx, ReaderId actor, int limit);
std::int64_t delete_choices(db::Tx& tx, ReaderId reader);
std::int64_t delete_seen_before(db::Tx& tx, Time before, int limit);
std::int64_t delete_made_before(db::Tx& tx, Time before, int limit);

} // namespace masthead::notifications::sql
