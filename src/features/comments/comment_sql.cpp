#include "features/comments/comment_sql.hpp"

namespace masthead::comments::sql {

namespace {

constexpr db::Query select_place{"comments.place", R"sql(
    SELECT story_id, thread_id, depth
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query insert{"comments.insert", R"sql(
    INSERT INTO comments (id, story_id, reader_id, parent_id, thread_id, depth, state, listed,
                          featured, respect_count, reply_count, posted_at_ms, edited_at_ms,
                          source, source_format, html, html_version, was_shown)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, ?, ?, ?, 1, ?)
)sql"};

constexpr db::Query select_form{"comments.form", R"sql(
    SELECT state, html
    FROM comments
    WHERE id = ?
)sql"};

constexpr db::Query update_state{"comments.state", R"sql(
    UPDATE comments
    SET state = ?1,
        was_shown = CASE WHEN ?1 = 0 THEN 1 ELSE was_shown END
    WHERE id = ?2
)sql"};

constexpr db::Query select_skeletons{"comments.skeletons", R"sql(
    SELECT id, parent_id, state, listed, reply_count, posted_at_ms
    FROM comments
    WHERE story_id = ?
      AND id > ?
    ORDER BY id
    LIMIT ?
)sql"};

constexpr db::Query update_listing{"comments.listing", R"sql(
    UPDATE comments
    SET listed = ?,
        reply_count = ?
    WHERE id = ?
)sql"};

} // namespace

std::optional<Place> find_place(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_place, {id}, [](const db::Row& row) {
        return Place{row.id<StoryId>(0), row.id<CommentId>(1), static_cast<int>(row.integer(2))};
    });
}

std::optional<ImportedForm> find_form(db::Snapshot& snapshot, CommentId id)
{
    return snapshot.find(select_form, {id}, [](const db::Row& row) {
        return ImportedForm{row.as<CommentState>(0), row.string(1)};
    });
}

void set_state(db::Tx& tx, CommentId id, CommentState state)
{
    tx.run(update_state, {state, id});
}

void insert_comment(db::Tx& tx, CommentId id, const Place& place, const ImportedComment& comment)
{
    const bool listed = comment.state == CommentState::visible;
    tx.run(insert,
           {id, place.story, comment.reader, comment.parent, place.thread, place.depth,
            comment.state, listed, comment.featured, comment.respect_count, comment.posted_at,
            comment.source, comment.source_format, comment.html, listed});
}

std::vector<Skeleton> skeletons_after(db::Snapshot& snapshot, StoryId story, CommentId after,
                                      int limit)
{
    return snapshot.list(select_skeletons, {story, after.value(), limit}, [](const db::Row& row) {
        return Skeleton{row.id<CommentId>(0),
                        row.id<CommentId>(1),
                        row.as<CommentState>(2),
                        row.flag(3),
                        static_cast<int>(row.integer(4)),
                        row.time(5)};
    });
}

void set_listing(db::Tx& tx, CommentId id, bool listed, int reply_count)
{
    tx.run(update_listing, {listed, reply_count, id});
}

} // namespace masthead::comments::sql
