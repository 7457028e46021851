#include "features/notifications/notification_sql.hpp"

#include "features/comments/comment.hpp"
#include "features/stories/story.hpp"

#include <limits>

/// A row with what it needs to be shown; the column behind these is the comment's words, or none.
#define MH_NOTIFICATION_FIELDS                                                                     \
    "SELECT n.id, n.reader_id, n.kind, n.target_id, n.subject_kind, n.subject_id, n.actor_id,"     \
    " n.story_id, n.made_at_ms, n.seen_at_ms, n.shown, n.mail, n.push, r.display_name, r.state,"   \
    " c.state, c.listed, s.state, s.slug, s.headline"

#define MH_NOTIFICATION_FROM                                                                       \
    " FROM notifications n LEFT JOIN readers r ON r.id = n.actor_id"                               \
    " LEFT JOIN comments c ON c.id = n.subject_id AND n.subject_kind = 0"                          \
    " LEFT JOIN stories s ON s.id = n.story_id"

#define MH_NOTIFICATION_WITH_WORDS MH_NOTIFICATION_FIELDS ", c.html" MH_NOTIFICATION_FROM
#define MH_NOTIFICATION_WITHOUT_WORDS MH_NOTIFICATION_FIELDS ", ''" MH_NOTIFICATION_FROM

namespace masthead::notifications::sql {

namespace {

constexpr db::Query select_cursor{"notification_cursor.load", R"sql(
    SELECT position, part_position, part_audience, part_after_reader
    FROM notification_cursor
    WHERE id = 1
)sql"};

constexpr db::Query update_cursor{"notification_cursor.store", R"sql(
    UPDATE notification_cursor
    SET position = ?,
        part_position = ?,
        part_audience = ?,
        part_after_reader = ?
    WHERE id = 1
)sql"};

constexpr db::Query insert_row{"notifications.insert", R"sql(
    INSERT INTO notifications (id, reader_id, kind, target_id, subject_kind, subject_id, actor_id,
                               story_id, made_at_ms, seen_at_ms, shown, mail, push)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
    ON CONFLICT (reader_id, subject_kind, subject_id) DO NOTHING
)sql"};

constexpr db::Query count_group{"notifications.count_group", R"sql(
    SELECT COUNT(*)
    FROM (
        SELECT 1
        FROM notifications
        WHERE reader_id = ?
          AND kind = ?
          AND target_id = ?
          AND seen_at_ms = 0
        LIMIT ?
    ) AS counted
)sql"};

constexpr db::Query select_shown{"notifications.shown", MH_NOTIFICATION_WITH_WORDS R"sql(
    WHERE n.reader_id = ?
      AND n.shown = 1
      AND (n.made_at_ms, n.id) < (?, ?)
    ORDER BY n.made_at_ms DESC, n.id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_unseen{"notifications.unseen", MH_NOTIFICATION_WITHOUT_WORDS R"sql(
    WHERE n.reader_id = ?
      AND n.shown = 1
      AND n.seen_at_ms = 0
    LIMIT ?
)sql"};

constexpr db::Query select_mail{"notifications.owed_mail", MH_NOTIFICATION_WITHOUT_WORDS R"sql(
    WHERE n.reader_id = ?
      AND n.mail = ?
      AND n.mail > 0
    ORDER BY n.made_at_ms DESC
    LIMIT ?
)sql"};

constexpr db::Query select_push{"notifications.owed_push", MH_NOTIFICATION_WITH_WORDS R"sql(
    WHERE n.push = 1
      AND n.push > 0
    ORDER BY n.made_at_ms, n.id
    LIMIT ?
)sql"};

constexpr db::Query select_one{"notifications.one", MH_NOTIFICATION_WITH_WORDS R"sql(
    WHERE n.id = ?
      AND n.reader_id = ?
)sql"};

constexpr db::Query update_all_seen{"notifications.all_seen", R"sql(
    UPDATE notifications
    SET seen_at_ms = ?
    WHERE reader_id = ?
      AND seen_at_ms = 0
      AND made_at_ms <= ?
)sql"};

constexpr db::Query update_group_seen{"notifications.group_seen", R"sql(
    UPDATE notifications
    SET seen_at_ms = ?
    WHERE reader_id = ?
      AND kind = ?
      AND target_id = ?
      AND seen_at_ms = 0
)sql"};

constexpr db::Query update_mailed{"notifications.mailed", R"sql(
    UPDATE notifications
    SET mail = 0
    WHERE reader_id = ?
      AND mail = ?
      AND mail > 0
)sql"};

constexpr db::Query update_unmailed{"notifications.unmailed", R"sql(
    UPDATE notifications
    SET mail = 0
    WHERE reader_id = ?
      AND kind = ?
      AND mail > 0
)sql"};

constexpr db::Query update_pushed{"notifications.pushed", R"sql(
    UPDATE notifications
    SET push = 0
    WHERE id = ?
)sql"};

constexpr db::Query select_choice{"notification_choices.find", R"sql(
    SELECT on_site, mail, push
    FROM notification_choices
    WHERE reader_id = ?
      AND kind = ?
)sql"};

constexpr db::Query upsert_choice{"notification_choices.put", R"sql(
    INSERT INTO notification_choices (reader_id, kind, on_site, mail, push)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (reader_id, kind) DO UPDATE SET on_site = excluded.on_site,
                                                mail = excluded.mail,
                                                push = excluded.push
)sql"};

constexpr db::Query insert_due{"notification_mails.owe", R"sql(
    INSERT INTO notification_mails (reader_id, mail, due_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (reader_id, mail) DO NOTHING
)sql"};

constexpr db::Query select_due{"notification_mails.due", R"sql(
    SELECT reader_id, mail
    FROM notification_mails
    WHERE due_at_ms <= ?
    ORDER BY due_at_ms, reader_id, mail
    LIMIT ?
)sql"};

constexpr db::Query select_next_due{"notification_mails.next", R"sql(
    SELECT due_at_ms
    FROM notification_mails
    ORDER BY due_at_ms
    LIMIT 1
)sql"};

constexpr db::Query delete_due{"notification_mails.done", R"sql(
    DELETE FROM notification_mails
    WHERE reader_id = ?
      AND mail = ?
)sql"};

constexpr db::Query delete_readers_due{"notification_mails.delete_of_reader", R"sql(
    DELETE FROM notification_mails
    WHERE reader_id = ?
)sql"};

constexpr db::Query delete_readers_choices{"notification_choices.delete_of_reader", R"sql(
    DELETE FROM notification_choices
    WHERE reader_id = ?
)sql"};

constexpr db::Query delete_readers{"notifications.delete_of_reader", R"sql(
    DELETE FROM notifications
    WHERE id IN (
        SELECT id
        FROM notifications
        WHERE reader_id = ?
        LIMIT ?
    )
)sql"};

constexpr db::Query delete_actors{"notifications.delete_by_actor", R"sql(
    DELETE FROM notifications
    WHERE id IN (
        SELECT id
        FROM notifications
        WHERE actor_id = ?
        LIMIT ?
    )
)sql"};

constexpr db::Query delete_seen{"notifications.delete_seen", R"sql(
    DELETE FROM notifications
    WHERE id IN (
        SELECT id
        FROM notifications
        WHERE seen_at_ms > 0
          AND seen_at_ms < ?
        ORDER BY seen_at_ms, id
        LIMIT ?
    )
)sql"};

constexpr db::Query delete_made{"notifications.delete_made", R"sql(
    DELETE FROM notifications
    WHERE id IN (
        SELECT id
        FROM notifications
        WHERE made_at_ms < ?
        ORDER BY made_at_ms, id
        LIMIT ?
    )
)sql"};

Row read_row(const db::Row& row)
{
    Row out;
    auto& told = out.told;
    told.id = row.id<NotificationId>(0);
    told.reader = row.id<ReaderId>(1);
    told.kind = row.as<Kind>(2);
    told.target = row.integer(3);
    told.subject_kind = row.as<SubjectKind>(4);
    told.subject = row.integer(5);
    told.actor = row.id<ReaderId>(6);
    told.story = row.id<StoryId>(7);
    told.made_at = row.time(8);
    told.seen_at = row.time(9);
    told.on_site = row.as<OnSite>(10);
    told.mail = row.as<Mail>(11);
    told.push = row.as<Push>(12);
    out.actor_name = row.string(13);
    out.actor_state =
        row.is_null(14) ? readers::ReaderState::erased : row.as<readers::ReaderState>(14);
    out.comment_is_seen = !row.is_null(15) &&
                          row.as<comments::CommentState>(15) == comments::CommentState::visible &&
                          row.flag(16);
    out.story_is_public =
        !row.is_null(17) && row.as<stories::StoryState>(17) == stories::StoryState::published;
    out.story_slug = row.string(18);
    out.story_headline = row.string(19);
    out.comment_html = row.string(20);
    return out;
}

} // namespace

Cursor load_cursor(db::Snapshot& snapshot)
{
    return snapshot
        .find(
            select_cursor, {},
            [](const db::Row& row) {
                return Cursor{row.integer(0), row.integer(1), row.integer(2), row.id<ReaderId>(3)};
            })
        .value_or(Cursor{});
}

void store_cursor(db::Tx& tx, const Cursor& cursor)
{
    tx.run(update_cursor, {cursor.position, cursor.part_position, cursor.part_audience,
                           cursor.part_after.value()});
}

bool insert(db::Tx& tx, const Notification& told)
{
    return tx.run(insert_row, {tx.new_id<NotificationId>(), told.reader, told.kind, told.target,
                               told.subject_kind, told.subject, told.actor, told.story,
                               told.made_at, told.on_site, told.mail, told.push}) > 0;
}

int count_unseen(db::Snapshot& snapshot, const Notification& told)
{
    return static_cast<int>(
        snapshot.integer(count_group, {told.reader, told.kind, told.target, group_unseen_max}));
}

std::vector<Row> list(db::Snapshot& snapshot, ReaderId reader, const Place& before, int limit)
{
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    const auto from = before.id ? before : Place{from_ms(end), NotificationId{end}};
    return snapshot.list(select_shown, {reader, from.at, from.id, limit}, read_row);
}

std::vector<Row> list_unseen(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_unseen, {reader, limit}, read_row);
}

std::vector<Row> list_owed_mail(db::Snapshot& snapshot, ReaderId reader, Mail mail, int limit)
{
    return snapshot.list(select_mail, {reader, mail, limit}, read_row);
}

std::vector<Row> list_owed_push(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_push, {limit}, read_row);
}

std::optional<Row> find(db::Snapshot& snapshot, ReaderId reader, NotificationId id)
{
    return snapshot.find(select_one, {id, reader}, read_row);
}

std::int64_t set_all_seen(db::Tx& tx, ReaderId reader, Time until, Time now)
{
    return tx.run(update_all_seen, {now, reader, until});
}

std::int64_t set_group_seen(db::Tx& tx, const Notification& told, Time now)
{
    return tx.run(update_group_seen, {now, told.reader, told.kind, told.target});
}

void clear_mail(db::Tx& tx, ReaderId reader, Mail mail)
{
    tx.run(update_mailed, {reader, mail});
}

void clear_push(db::Tx& tx, NotificationId id)
{
    tx.run(update_pushed, {id});
}

std::optional<Choice> find_choice(db::Snapshot& snapshot, ReaderId reader, Kind kind)
{
    return snapshot.find(select_choice, {reader, kind}, [](const db::Row& row) {
        return Choice{row.as<OnSite>(0), row.as<Mail>(1), row.as<Push>(2)};
    });
}

void put_choice(db::Tx& tx, ReaderId reader, Kind kind, const Choice& choice)
{
    tx.run(upsert_choice, {reader, kind, choice.on_site, choice.mail, choice.push});
}

void forget_owed_mail(db::Tx& tx, ReaderId reader, Kind kind)
{
    tx.run(update_unmailed, {reader, kind});
}

void owe_mail(db::Tx& tx, ReaderId reader, Mail mail, Time due_at)
{
    tx.run(insert_due, {reader, mail, due_at});
}

std::vector<DueMail> list_due_mails(db::Snapshot& snapshot, Time now, int limit)
{
    return snapshot.list(select_due, {now, limit}, [](const db::Row& row) {
        return DueMail{row.id<ReaderId>(0), row.as<Mail>(1)};
    });
}

std::optional<Time> next_due_at(db::Snapshot& snapshot)
{
    return snapshot.find(select_next_due, {}, [](const db::Row& row) { return row.time(0); });
}

void delete_due_mail(db::Tx& tx, const DueMail& due)
{
    tx.run(delete_due, {due.reader, due.mail});
}

std::int64_t delete_of_reader(db::Tx& tx, ReaderId reader, int limit)
{
    return tx.run(delete_readers, {reader, limit});
}

std::int64_t delete_by_actor(db::Tx& tx, ReaderId actor, int limit)
{
    return tx.run(delete_actors, {actor, limit});
}

std::int64_t delete_choices(db::Tx& tx, ReaderId reader)
{
    return tx.run(delete_readers_choices, {reader}) + tx.run(delete_readers_due, {reader});
}

std::int64_t delete_seen_before(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_seen, {before, limit});
}

std::int64_t delete_made_before(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_made, {before, limit});
}

} // namespace masthead::notifications::sql
