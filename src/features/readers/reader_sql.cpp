#include "features/readers/reader_sql.hpp"

namespace masthead::readers::sql {

namespace {

#define MH_READER_COLUMNS                                                                          \
    " id, display_name, name_key, state, bio, picture_id, author_id, staff_id, public_parts,"      \
    " language, created_at_ms, signed_up_at_ms, deletion_due_at_ms, comment_count,"                \
    " approved_count, respect_received, supporter_since_ms, shows_supporter, merged_into_id,"      \
    " rules_version, rules_accepted_at_ms, minimum_age_confirmed, age_confirmed_at_ms "

constexpr db::Query select_reader{"readers.find", "SELECT" MH_READER_COLUMNS R"sql(
    FROM readers
    WHERE id = ?
)sql"};

constexpr db::Query select_by_key{"readers.by_name_key", "SELECT" MH_READER_COLUMNS R"sql(
    FROM readers
    WHERE name_key = ?
)sql"};

constexpr db::Query select_newest{"readers.newest", "SELECT" MH_READER_COLUMNS R"sql(
    FROM readers
    WHERE signed_up_at_ms > 0
      AND signed_up_at_ms < ?
    ORDER BY signed_up_at_ms DESC, id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_name_changed{"readers.name_changed", R"sql(
    SELECT name_changed_at_ms
    FROM readers
    WHERE id = ?
)sql"};

constexpr db::Query select_key_holder{"readers.key_holder", R"sql(
    SELECT id
    FROM readers
    WHERE name_key = ?
      AND id <> ?
)sql"};

constexpr db::Query select_look_holder{"readers.look_holder", R"sql(
    SELECT id
    FROM readers
    WHERE name_look = ?
      AND id <> ?
)sql"};

constexpr db::Query select_authors{"readers.author_names", R"sql(
    SELECT id, name
    FROM authors
    ORDER BY id
    LIMIT 2000
)sql"};

constexpr db::Query select_unclaimed{"reader_mails.unclaimed", R"sql(
    SELECT r.id
    FROM reader_mails m
    JOIN readers r ON r.id = m.reader_id
    WHERE m.mail_key = ?
      AND r.state = 0
    ORDER BY m.reader_id DESC
    LIMIT ?
)sql"};

constexpr db::Query select_merged{"readers.merged", R"sql(
    SELECT id
    FROM readers
    WHERE merged_into_id = ?
    ORDER BY id
    LIMIT ?
)sql"};

constexpr db::Query select_due{"readers.due_erasures", R"sql(
    SELECT id
    FROM readers
    WHERE deletion_due_at_ms > 0
      AND deletion_due_at_ms <= ?
    ORDER BY deletion_due_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query insert_imported{"readers.insert", R"sql(
    INSERT INTO readers (id, display_name, state, author_id, created_at_ms)
    VALUES (?, ?, 0, ?, ?)
)sql"};

constexpr db::Query update_active{"readers.activate", R"sql(
    UPDATE readers
    SET display_name = ?,
        name_key = ?,
        name_look = ?,
        state = 1,
        language = ?,
        signed_up_at_ms = ?,
        rules_version = ?,
        rules_accepted_at_ms = ?,
        minimum_age_confirmed = ?,
        age_confirmed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_merged{"readers.set_merged", R"sql(
    UPDATE readers
    SET state = 3,
        merged_into_id = ?,
        comment_count = 0,
        approved_count = 0,
        respect_received = 0
    WHERE id = ?
)sql"};

constexpr db::Query insert_one_mail{"reader_mails.insert", R"sql(
    INSERT INTO reader_mails (reader_id, mail, mail_key)
    VALUES (?, ?, ?)
)sql"};

constexpr db::Query delete_one_mail{"reader_mails.delete", R"sql(
    DELETE FROM reader_mails
    WHERE reader_id = ?
)sql"};

constexpr db::Query update_name{"readers.set_name", R"sql(
    UPDATE readers
    SET display_name = ?,
        name_key = ?,
        name_look = ?,
        name_changed_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_words{"readers.set_words", R"sql(
    UPDATE readers
    SET bio = ?,
        language = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_picture{"readers.set_picture", R"sql(
    UPDATE readers
    SET picture_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_public{"readers.set_public", R"sql(
    UPDATE readers
    SET public_parts = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_supporter{"readers.set_shows_supporter", R"sql(
    UPDATE readers
    SET shows_supporter = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_staff{"readers.set_staff", R"sql(
    UPDATE readers
    SET staff_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_author{"readers.set_author", R"sql(
    UPDATE readers
    SET author_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_deletion{"readers.set_deletion", R"sql(
    UPDATE readers
    SET deletion_due_at_ms = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_counts{"readers.add_counts", R"sql(
    UPDATE readers
    SET comment_count = CASE WHEN comment_count + ?1 < 0 THEN 0 ELSE comment_count + ?1 END,
        approved_count = CASE WHEN approved_count + ?2 < 0 THEN 0 ELSE approved_count + ?2 END,
        respect_received = CASE WHEN respect_received + ?3 < 0 THEN 0
                                ELSE respect_received + ?3 END
    WHERE id = ?4
)sql"};

constexpr db::Query update_erased{"readers.erase", R"sql(
    UPDATE readers
    SET display_name = 'deleted',
        name_key = NULL,
        name_look = NULL,
        state = 2,
        bio = '',
        picture_id = NULL,
        author_id = NULL,
        staff_id = NULL,
        public_parts = 0,
        language = '',
        merged_into_id = NULL,
        rules_version = '',
        rules_accepted_at_ms = 0,
        minimum_age_confirmed = 0,
        age_confirmed_at_ms = 0,
        signed_up_at_ms = 0,
        name_changed_at_ms = 0,
        deletion_due_at_ms = 0,
        comment_count = 0,
        approved_count = 0,
        respect_received = 0,
        supporter_since_ms = 0,
        shows_supporter = 0
    WHERE id = ?
)sql"};

constexpr db::Query insert_one_erasure{"erasures.insert", R"sql(
    INSERT INTO erasures (reader_id, erased_at_ms)
    VALUES (?, ?)
    ON CONFLICT (reader_id) DO NOTHING
)sql"};

constexpr std::int64_t history_bit = 1;
constexpr std::int64_t respect_bit = 2;
constexpr std::int64_t words_bit = 4;
constexpr std::int64_t picture_bit = 8;
constexpr std::int64_t followers_bit = 16;

PublicParts parts_of(std::int64_t bits)
{
    return {(bits & history_bit) != 0, (bits & respect_bit) != 0, (bits & words_bit) != 0,
            (bits & picture_bit) != 0, (bits & followers_bit) != 0};
}

std::int64_t bits_of(PublicParts parts)
{
    return (parts.history ? history_bit : 0) | (parts.respect ? respect_bit : 0) |
           (parts.words ? words_bit : 0) | (parts.picture ? picture_bit : 0) |
           (parts.followers ? followers_bit : 0);
}

ReaderId read_id(const db::Row& row)
{
    return row.id<ReaderId>(0);
}

Reader read_reader(const db::Row& row)
{
    Reader reader;
    reader.id = row.id<ReaderId>(0);
    reader.display_name = row.string(1);
    reader.name_key = row.string(2);
    reader.state = row.as<ReaderState>(3);
    reader.bio = row.string(4);
    reader.picture = row.id<MediaId>(5);
    reader.author = row.id<AuthorId>(6);
    reader.staff = row.id<StaffId>(7);
    reader.is_staff = !row.is_null(7);
    reader.public_parts = parts_of(row.integer(8));
    reader.language = row.string(9);
    reader.created_at = row.time(10);
    reader.signed_up_at = row.time(11);
    reader.deletion_due_at = row.time(12);
    reader.comment_count = static_cast<int>(row.integer(13));
    reader.approved_count = static_cast<int>(row.integer(14));
    reader.respect_received = static_cast<int>(row.integer(15));
    reader.supporter_since = row.time(16);
    reader.shows_supporter = row.flag(17);
    reader.merged_into = row.id<ReaderId>(18);
    reader.rules_version = row.string(19);
    reader.rules_accepted_at = row.time(20);
    reader.minimum_age_confirmed = static_cast<int>(row.integer(21));
    reader.age_confirmed_at = row.time(22);
    return reader;
}

} // namespace

std::optional<Reader> find_reader(db::Snapshot& snapshot, ReaderId id)
{
    return snapshot.find(select_reader, {id}, read_reader);
}

std::optional<Reader> find_by_key(db::Snapshot& snapshot, std::string_view name_key)
{
    return snapshot.find(select_by_key, {name_key}, read_reader);
}

std::vector<Reader> list_newest(db::Snapshot& snapshot, Time before, int limit)
{
    return snapshot.list(select_newest, {before, limit}, read_reader);
}

Time find_name_changed_at(db::Snapshot& snapshot, ReaderId id)
{
    return from_ms(snapshot.integer(select_name_changed, {id}));
}

std::optional<ReaderId> find_name_holder(db::Snapshot& snapshot, std::string_view key,
                                         std::string_view look, ReaderId self)
{
    const auto by_key = snapshot.find(select_key_holder, {key, self.value()}, read_id);
    return by_key ? by_key : snapshot.find(select_look_holder, {look, self.value()}, read_id);
}

std::vector<AuthorName> list_authors(db::Snapshot& snapshot)
{
    return snapshot.list(select_authors, {}, [](const db::Row& row) {
        return AuthorName{row.id<AuthorId>(0), row.string(1)};
    });
}

std::vector<ReaderId> list_unclaimed(db::Snapshot& snapshot, std::string_view mail_key, int limit)
{
    return snapshot.list(select_unclaimed, {mail_key, limit}, read_id);
}

std::vector<ReaderId> list_merged(db::Snapshot& snapshot, ReaderId into, int limit)
{
    return snapshot.list(select_merged, {into, limit}, read_id);
}

std::vector<ReaderId> list_due_erasures(db::Snapshot& snapshot, Time now, int limit)
{
    return snapshot.list(select_due, {now, limit}, read_id);
}

void insert_unclaimed(db::Tx& tx, ReaderId id, std::string_view name, AuthorId author, Time now)
{
    tx.run(insert_imported, {id, name, author, now});
}

void insert_empty(db::Tx& tx, ReaderId id, Time now)
{
    tx.run(insert_imported, {id, "", AuthorId{}, now});
}

void activate(db::Tx& tx, const Reader& reader, const NameForm& name)
{
    tx.run(update_active, {name.shown, name.key, name.look, reader.language, reader.signed_up_at,
                           reader.rules_version, reader.rules_accepted_at,
                           reader.minimum_age_confirmed, reader.age_confirmed_at, reader.id});
}

void set_merged(db::Tx& tx, ReaderId reader, ReaderId into)
{
    tx.run(update_merged, {into, reader});
}

void insert_mail(db::Tx& tx, ReaderId reader, std::string_view mail, std::string_view mail_key)
{
    tx.run(insert_one_mail, {reader, mail, mail_key});
}

void delete_mail(db::Tx& tx, ReaderId reader)
{
    tx.run(delete_one_mail, {reader});
}

void set_name(db::Tx& tx, ReaderId id, const NameForm& name, Time now)
{
    tx.run(update_name, {name.shown, name.key, name.look, now, id});
}

void set_words(db::Tx& tx, ReaderId id, std::string_view bio, std::string_view language)
{
    tx.run(update_words, {bio, language, id});
}

void set_picture(db::Tx& tx, ReaderId id, MediaId picture)
{
    tx.run(update_picture, {picture, id});
}

void set_public(db::Tx& tx, ReaderId id, PublicParts parts)
{
    tx.run(update_public, {bits_of(parts), id});
}

void set_shows_supporter(db::Tx& tx, ReaderId id, SupporterMark mark)
{
    tx.run(update_supporter, {mark == SupporterMark::shown, id});
}

void set_staff(db::Tx& tx, ReaderId id, StaffId staff)
{
    tx.run(update_staff, {staff, id});
}

void set_author(db::Tx& tx, ReaderId id, AuthorId author)
{
    tx.run(update_author, {author, id});
}

void set_deletion(db::Tx& tx, ReaderId id, Time due_at)
{
    tx.run(update_deletion, {due_at, id});
}

void add_counts(db::Tx& tx, ReaderId id, const CountedChange& change)
{
    tx.run(update_counts, {change.comments, change.approved, change.respect, id});
}

void erase(db::Tx& tx, ReaderId id)
{
    tx.run(update_erased, {id});
}

void insert_erasure(db::Tx& tx, ReaderId id, Time now)
{
    tx.run(insert_one_erasure, {id, now});
}

} // namespace masthead::readers::sql
