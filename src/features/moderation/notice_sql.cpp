#include "features/moderation/notice_sql.hpp"

namespace masthead::moderation::sql {

namespace {

constexpr db::Query insert{"notices.insert", R"sql(
    INSERT INTO notices (id, comment_id, story_id, state, created_at_ms, decided_at_ms, network_key)
    VALUES (?, ?, ?, 0, ?, 0, ?)
)sql"};

constexpr db::Query insert_text{"notice_texts.insert", R"sql(
    INSERT INTO notice_texts (notice_id, place, why, name, mail, answer)
    VALUES (?, ?, ?, ?, ?, '')
)sql"};

constexpr db::Query count_network{"notices.count_network", R"sql(
    SELECT COUNT(*)
    FROM notices
    WHERE network_key = ?
      AND created_at_ms > ?
)sql"};

constexpr db::Query select_one{"notices.one", R"sql(
    SELECT n.id, n.comment_id, n.story_id, n.state, n.created_at_ms, n.decided_at_ms, n.staff_id,
           t.place, t.why, t.name, t.mail, t.answer
    FROM notices n
    LEFT JOIN notice_texts t ON t.notice_id = n.id
    WHERE n.id = ?
)sql"};

constexpr db::Query select_waiting{"notices.waiting", R"sql(
    SELECT n.id, n.comment_id, n.story_id, n.state, n.created_at_ms, n.decided_at_ms, n.staff_id,
           t.place, t.why, t.name, t.mail, t.answer
    FROM notices n
    LEFT JOIN notice_texts t ON t.notice_id = n.id
    WHERE n.state = 0
    ORDER BY n.created_at_ms, n.id
    LIMIT ?
)sql"};

constexpr db::Query count_all_waiting{"notices.count_waiting", R"sql(
    SELECT COUNT(*)
    FROM notices
    WHERE state = 0
)sql"};

constexpr db::Query update_outcome{"notices.outcome", R"sql(
    UPDATE notices
    SET state = ?,
        decided_at_ms = ?,
        staff_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_answer{"notice_texts.answer", R"sql(
    UPDATE notice_texts
    SET answer = ?
    WHERE notice_id = ?
)sql"};

constexpr db::Query forget_networks{"notices.forget_networks", R"sql(
    UPDATE notices
    SET network_key = ''
    WHERE id IN (SELECT id
                 FROM notices
                 WHERE network_key > ''
                   AND created_at_ms < ?
                 LIMIT ?)
)sql"};

constexpr db::Query delete_texts{"notice_texts.erase_old", R"sql(
    DELETE FROM notice_texts
    WHERE notice_id IN (SELECT t.notice_id
                        FROM notices n
                        JOIN notice_texts t ON t.notice_id = n.id
                        WHERE n.state IN (1, 2)
                          AND n.created_at_ms < ?
                          AND n.decided_at_ms < ?
                        LIMIT ?)
)sql"};

Notice read_notice(const db::Row& row)
{
    Notice notice;
    notice.id = row.id<NoticeId>(0);
    notice.comment = row.id<CommentId>(1);
    notice.story = row.id<StoryId>(2);
    notice.state = row.as<NoticeState>(3);
    notice.created_at = row.time(4);
    if (row.integer(5) != 0)
        notice.decided_at = row.time(5);
    notice.staff = row.id<StaffId>(6);
    notice.place = row.string(7);
    notice.why = row.string(8);
    notice.name = row.string(9);
    notice.mail = row.string(10);
    notice.answer = row.string(11);
    return notice;
}

} // namespace

void insert_notice(db::Tx& tx, NoticeId id, const FileNotice& notice, Time now)
{
    tx.run(insert, {id, notice.comment, notice.story, now, notice.network_key});
    tx.run(insert_text, {id, notice.place, notice.why, notice.name, notice.mail});
}

std::int64_t count_of_network(db::Snapshot& snapshot, std::string_view network_key, Time since)
{
    return snapshot.integer(count_network, {network_key, since});
}

std::optional<Notice> find_notice(db::Snapshot& snapshot, NoticeId id)
{
    return snapshot.find(select_one, {id}, read_notice);
}

std::vector<Notice> waiting_notices(db::Snapshot& snapshot, int limit)
{
    return snapshot.list(select_waiting, {limit}, read_notice);
}

std::int64_t count_waiting(db::Snapshot& snapshot)
{
    return snapshot.integer(count_all_waiting, {});
}

void save_outcome(db::Tx& tx, const DecideNotice& decision, Time now)
{
    tx.run(update_outcome, {decision.outcome, now, decision.staff, decision.notice});
    tx.run(update_answer, {decision.words, decision.notice});
}

std::int64_t forget_notice_networks(db::Tx& tx, Time before, int limit)
{
    return tx.run(forget_networks, {before, limit});
}

std::int64_t erase_notice_texts(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_texts, {before, before, limit});
}

} // namespace masthead::moderation::sql
