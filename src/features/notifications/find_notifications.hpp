#pragma once

#include "core/db/transaction.hpp"
#include "features/notifications/notification.hpp"
#include "features/readers/reader.hpp"

#include <string>
#include <vector>

namespace masthead::notifications {

/// Where a list goes on; the default is its beginning.
struct Place {
    Time at{};
    NotificationId id;
};

/// What is told together: "NAME and 3 others replied". What may no longer be shown (held, removed,
/// blocked, muted, withdrawn, erased) is not in it, and a group of which nothing is left is not
/// there.
struct Group {
    NotificationId id; ///< of the newest
    Kind kind = Kind::reply;
    bool is_seen = false;
    Time made_at{};
    std::string name;    ///< who did the newest; empty for stories and decisions
    ReaderId actor;      ///< the same
    int others = 0;      ///< further people
    int count = 0;       ///< things told together
    std::string excerpt; ///< of the newest comment, plain text
    std::string headline;
    std::string path; ///< where the newest stands, "/harbour-strike/comments/42/"
};

/// A reader's notifications on the site, newest first.
struct GroupList {
    std::vector<Group> groups;
    Place next; ///< id none: there are no more
};
inline constexpr int rows_per_list = 200;
GroupList find_groups(db::Snapshot& snapshot, ReaderId reader, const Place& before = {});

/// Number of unseen groups, counted over the newest unread_rows_max rows: the bell says "99+" long
/// before.
int unread_count(db::Snapshot& snapshot, ReaderId reader);
inline constexpr int unread_rows_max = 500;

/// What is owed by one sort of mail and may still be told, newest first; seen ones are not mailed.
std::vector<NotificationId> find_owed_mail(db::Snapshot& snapshot, ReaderId reader, Mail mail);
inline constexpr int mailed_rows_max = 200;

/// Those of these notifications that may still be told, in groups: for the moment at which a mail
/// is drawn.
std::vector<Group> find_groups_of(db::Snapshot& snapshot, ReaderId reader,
                                  const std::vector<NotificationId>& ids);

/// A notification that is owed by push, with what it says: the newest of its group alone.
struct OwedPush {
    Notification told;
    Group says;
    bool may_be_told = false; ///< else it is only to be let go
};
std::vector<OwedPush> find_owed_pushes(db::Snapshot& snapshot, int limit);

} // namespace masthead::notifications
