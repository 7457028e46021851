#include "features/comments/change_sql.hpp"

namespace masthead::comments::sql {

namespace {

constexpr db::Query select_standing{"comments.standing", R"sql(
    SELECT id, story_id, reader_id, parent_id, thread_id, state, listed, reply_count,
           respect_count, posted_at_ms, edited_at_ms, featured, by_new_reader, reviewed,
           was_shown, edit_count, report_count, held_reason, html
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query update_shown{"comments.set_shown", R"sql(
    UPDATE comments
    SET state = ?1,
        listed = ?2,
        was_shown = CASE WHEN ?1 = 0 THEN 1 ELSE was_shown END
    WHERE id = ?3
)sql"};

constexpr db::Query update_held_reason{"comments.set_held_reason", R"sql(
    UPDATE comments
    SET held_reason = ?,
        decision_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_decision{"comments.set_decision", R"sql(
    UPDATE comments
    SET decision_id = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_reviewed{"comments.set_reviewed", R"sql(
    UPDATE comments
    SET reviewed = 1,
        by_new_reader = 0
    WHERE id = ?
)sql"};

constexpr db::Query update_looked_at{"comments.set_looked_at", R"sql(
    UPDATE comments
    SET by_new_reader = 0
    WHERE id = ?
      AND by_new_reader = 1
)sql"};

constexpr db::Query update_featured{"comments.set_featured", R"sql(
    UPDATE comments
    SET featured = ?
    WHERE id = ?
)sql"};

constexpr db::Query update_erase_at{"comments.set_erase_at", R"sql(
    UPDATE comments
    SET erase_at_ms = ?
    WHERE id = ?
)sql"};

// A reply to a thread or to a reply of the first level: two rows, no walk.
constexpr db::Query add_above_near{"comments.add_above_near", R"sql(
    UPDATE comments
    SET reply_count = reply_count + ?
    WHERE id IN (?, ?)
)sql"};

constexpr db::Query add_above_far{"comments.add_above_far", R"sql(
    UPDATE comments
    SET reply_count = reply_count + ?1
    WHERE id IN (
        WITH RECURSIVE chain (id, parent_id) AS (
            SELECT id, parent_id
            FROM comments
            WHERE id = ?2
            UNION ALL
            SELECT up.id, up.parent_id
            FROM chain
            JOIN comments up ON up.id = chain.parent_id
        )
        SELECT id
        FROM chain
    )
)sql"};

constexpr db::Query select_thread_skeletons{"comments.thread_skeletons", R"sql(
    SELECT id, parent_id, state, listed, reply_count, posted_at_ms
    FROM comments
    WHERE thread_id = ?
      AND id > ?
    ORDER BY id
    LIMIT ?
)sql"};

constexpr db::Query select_depth{"comments.depth", R"sql(
    SELECT depth
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query select_plainly_shown{"comments.plainly_shown", R"sql(
    SELECT 1
    FROM comments
    WHERE id = ?
      AND listed = 1
      AND state = 0
)sql"};

constexpr db::Query select_newest_seen{"comments.newest_seen", R"sql(
    SELECT posted_at_ms
    FROM comments
    WHERE story_id = ?
      AND listed = 1
      AND state = 0
    ORDER BY posted_at_ms DESC
    LIMIT 1
)sql"};

Standing read_standing(const db::Row& row)
{
    Standing standing;
    standing.id = row.id<CommentId>(0);
    standing.story = row.id<StoryId>(1);
    standing.reader = row.id<ReaderId>(2);
    standing.parent = row.id<CommentId>(3);
    standing.thread = row.id<CommentId>(4);
    standing.state = row.as<CommentState>(5);
    standing.listed = row.flag(6);
    standing.reply_count = static_cast<int>(row.integer(7));
    standing.respect_count = static_cast<int>(row.integer(8));
    standing.posted_at = row.time(9);
    standing.edited_at = row.time(10);
    standing.featured = row.flag(11);
    standing.by_new_reader = row.flag(12);
    standing.reviewed = row.flag(13);
    standing.was_shown = row.flag(14);
    standing.edit_count = static_cast<int>(row.integer(15));
    standing.report_count = static_cast<int>(row.integer(16));
    standing.held_reason = row.string(17);
    standing.html = row.string(18);
    return standing;
}

} // namespace

std::optional<Standing> find_standing(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_standing, {id}, read_standing);
}

void set_shown(db::Tx& tx, CommentId id, const Shown& shown)
{
    tx.run(update_shown, {shown.state, shown.listed, id});
}

void set_held_reason(db::Tx& tx, CommentId id, std::string_view reason, DecisionId decision)
{
    tx.run(update_held_reason, {reason, decision, id});
}

void set_decision(db::Tx& tx, CommentId id, DecisionId decision)
{
    tx.run(update_decision, {decision, id});
}

void set_reviewed(db::Tx& tx, CommentId id)
{
    tx.run(update_reviewed, {id});
}

void set_looked_at(db::Tx& tx, CommentId id)
{
    tx.run(update_looked_at, {id});
}

void set_featured(db::Tx& tx, CommentId id, bool featured)
{
    tx.run(update_featured, {featured, id});
}

void set_erase_at(db::Tx& tx, CommentId id, Time at)
{
    tx.run(update_erase_at, {at, id});
}

void add_replies_above(db::Tx& tx, const Above& above, int change)
{
    if (above.parent_depth <= 1)
        tx.run(add_above_near, {change, above.parent, above.thread});
    else
        tx.run(add_above_far, {change, above.parent});
}

std::vector<Skeleton> thread_skeletons_after(db::Snapshot& snapshot, CommentId thread,
                                             CommentId after, int limit)
{
    return snapshot.list(select_thread_skeletons, {thread, after.value(), limit},
                         [](const db::Row& row) {
                             return Skeleton{row.id<CommentId>(0),
                                             row.id<CommentId>(1),
                                             row.as<CommentState>(2),
                                             row.flag(3),
                                             static_cast<int>(row.integer(4)),
                                             row.time(5)};
                         });
}

int depth_of(db::Snapshot& snapshot, CommentId id)
{
    return static_cast<int>(snapshot.integer(select_depth, {id}));
}

bool is_plainly_shown(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.integer(select_plainly_shown, {id}) == 1;
}

Time newest_seen(db::Snapshot& snapshot, StoryId story)
{
    return from_ms(snapshot.integer(select_newest_seen, {story}));
}

} // namespace masthead::comments::sql
