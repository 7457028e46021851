#include "features/comments/erase_sql.hpp"

namespace masthead::comments::sql {

namespace {

constexpr db::Query select_with_words{"comments.with_words", R"sql(
    SELECT id
    FROM comments
    WHERE reader_id = ?
      AND (html <> '' OR source <> '' OR quote_exact <> '' OR state IN (0, 1, 4))
    ORDER BY posted_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query select_any_of{"comments.any_of", R"sql(
    SELECT id
    FROM comments
    WHERE reader_id = ?
    ORDER BY posted_at_ms, id
    LIMIT ?
)sql"};

constexpr db::Query select_due{"comments.words_due", R"sql(
    SELECT id
    FROM comments
    WHERE erase_at_ms > 0
      AND erase_at_ms <= ?
    ORDER BY erase_at_ms
    LIMIT ?
)sql"};

constexpr db::Query erase_own_words{"comments.erase_words", R"sql(
    UPDATE comments
    SET source = '',
        html = '',
        quote_kind = 0,
        quote_comment_id = NULL,
        quote_exact = '',
        quote_prefix = '',
        quote_suffix = '',
        submission_key = NULL,
        erase_at_ms = 0
    WHERE id = ?
)sql"};

constexpr db::Query delete_versions{"comment_edits.delete", R"sql(
    DELETE FROM comment_edits
    WHERE comment_id = ?
)sql"};

constexpr db::Query delete_mentions_in{"comment_mentions.delete_in", R"sql(
    DELETE FROM comment_mentions
    WHERE comment_id = ?
)sql"};

constexpr db::Query erase_quotes{"comments.erase_quotes", R"sql(
    UPDATE comments
    SET quote_exact = '',
        quote_prefix = '',
        quote_suffix = ''
    WHERE quote_comment_id = ?
)sql"};

constexpr db::Query select_mentioning{"comment_mentions.of_reader", R"sql(
    SELECT comment_id
    FROM comment_mentions
    WHERE reader_id = ?
    ORDER BY comment_id
    LIMIT ?
)sql"};

constexpr db::Query delete_mention{"comment_mentions.delete", R"sql(
    DELETE FROM comment_mentions
    WHERE comment_id = ?
      AND reader_id = ?
)sql"};

constexpr db::Query select_version_words{"comment_edits.words", R"sql(
    SELECT version, html
    FROM comment_edits
    WHERE comment_id = ?
    ORDER BY version
    LIMIT 100
)sql"};

constexpr db::Query update_version{"comment_edits.replace", R"sql(
    UPDATE comment_edits
    SET source = ?1,
        html = ?1
    WHERE comment_id = ?2
      AND version = ?3
)sql"};

constexpr db::Query select_quotes{"comments.quoting", R"sql(
    SELECT id, quote_exact, quote_prefix, quote_suffix
    FROM comments
    WHERE quote_comment_id = ?
    LIMIT ?
)sql"};

constexpr db::Query update_quote{"comments.replace_quote", R"sql(
    UPDATE comments
    SET quote_exact = ?,
        quote_prefix = ?,
        quote_suffix = ?
    WHERE id = ?
)sql"};

constexpr db::Query delete_respects{"comment_respects.delete_of_reader", R"sql(
    DELETE FROM comment_respects
    WHERE reader_id = ?
)sql"};

constexpr db::Query update_reports{"comment_reports.forget_reader", R"sql(
    UPDATE comment_reports
    SET reader_id = NULL,
        words = ''
    WHERE reader_id = ?
)sql"};

constexpr db::Query delete_networks_of{"comment_networks.delete_of_reader", R"sql(
    DELETE FROM comment_networks
    WHERE reader_id = ?
)sql"};

// Keys of submissions are unique for each reader; an old one is of no more use.
constexpr db::Query update_author{"comments.set_author", R"sql(
    UPDATE comments
    SET reader_id = ?,
        submission_key = NULL
    WHERE id = ?
)sql"};

constexpr db::Query delete_old_networks{"comment_networks.delete_old", R"sql(
    DELETE FROM comment_networks
    WHERE comment_id IN (
        SELECT comment_id
        FROM comment_networks
        WHERE recorded_at_ms < ?
        ORDER BY recorded_at_ms
        LIMIT ?
    )
)sql"};

constexpr db::Query select_network{"comment_networks.of_comment", R"sql(
    SELECT sealed
    FROM comment_networks
    WHERE comment_id = ?
)sql"};

CommentId id_in(const db::Row& row)
{
    return row.id<CommentId>(0);
}

} // namespace

std::vector<CommentId> with_words(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_with_words, {reader, limit}, id_in);
}

std::vector<CommentId> any_of(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_any_of, {reader, limit}, id_in);
}

std::vector<CommentId> with_words_due(db::Snapshot& snapshot, Time now, int limit)
{
    return snapshot.list(select_due, {now, limit}, id_in);
}

void erase_words(db::Tx& tx, CommentId comment)
{
    tx.run(erase_own_words, {comment});
    tx.run(delete_versions, {comment});
    tx.run(delete_mentions_in, {comment});
    tx.run(erase_quotes, {comment});
}

std::vector<CommentId> mentioning(db::Snapshot& snapshot, ReaderId reader, int limit)
{
    return snapshot.list(select_mentioning, {reader, limit}, id_in);
}

void forget_mention(db::Tx& tx, CommentId comment, ReaderId reader)
{
    tx.run(delete_mention, {comment, reader});
}

std::vector<VersionWords> all_versions(db::Snapshot& snapshot, CommentId comment)
{
    auto versions = snapshot.list(select_version_words, {comment}, [](const db::Row& row) {
        return VersionWords{static_cast<int>(row.integer(0)), row.string(1)};
    });
    if (const auto present = find_words(snapshot, comment))
        versions.push_back({0, present->html});
    return versions;
}

void replace_version(db::Tx& tx, CommentId comment, const VersionWords& words)
{
    if (words.version == 0)
        update_words(tx, comment, {words.html, words.html}, CommentFormat::html);
    else
        tx.run(update_version, {words.html, comment, words.version});
}

std::vector<QuoteWords> quotes_of(db::Snapshot& snapshot, CommentId quoted, int limit)
{
    return snapshot.list(select_quotes, {quoted, limit}, [](const db::Row& row) {
        return QuoteWords{row.id<CommentId>(0), row.string(1), row.string(2), row.string(3)};
    });
}

void replace_quote(db::Tx& tx, const QuoteWords& quote)
{
    tx.run(update_quote, {quote.exact, quote.prefix, quote.suffix, quote.comment});
}

void forget_respects(db::Tx& tx, ReaderId reader)
{
    tx.run(delete_respects, {reader});
}

void forget_reporter(db::Tx& tx, ReaderId reader)
{
    tx.run(update_reports, {reader});
}

void forget_networks(db::Tx& tx, ReaderId reader)
{
    tx.run(delete_networks_of, {reader});
}

void set_author(db::Tx& tx, CommentId comment, ReaderId reader)
{
    tx.run(update_author, {reader, comment});
}

std::int64_t delete_networks(db::Tx& tx, Time before, int limit)
{
    return tx.run(delete_old_networks, {before, limit});
}

std::optional<std::string> find_network(db::Snapshot& snapshot, CommentId comment)
{
    return snapshot.find(select_network, {comment},
                         [](const db::Row& row) { return row.string(0); });
}

} // namespace masthead::comments::sql
