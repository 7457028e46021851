#include "features/comments/drafts.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "features/stories/conversation_mode.hpp"

namespace masthead::comments {

namespace {

constexpr std::string_view guest_prefix = "guest:";

constexpr db::Query upsert_draft{"comment_drafts.upsert", R"sql(
    INSERT INTO comment_drafts (owner, story_id, parent_id, text, quote_kind, quote_comment_id,
                                quote_exact, saved_at_ms, network_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (owner, story_id, parent_id) DO UPDATE
        SET text = excluded.text,
            quote_kind = excluded.quote_kind,
            quote_comment_id = excluded.quote_comment_id,
            quote_exact = excluded.quote_exact,
            saved_at_ms = excluded.saved_at_ms,
            network_key = excluded.network_key
)sql"};

#define MH_DRAFT_COLUMNS                                                                           \
    "SELECT owner, story_id, parent_id, text, quote_kind, quote_comment_id, quote_exact,"          \
    " saved_at_ms FROM comment_drafts"

constexpr db::Query select_newest{"comment_drafts.newest", MH_DRAFT_COLUMNS R"sql(
    WHERE owner = ?
      AND story_id = ?
    ORDER BY saved_at_ms DESC, parent_id
    LIMIT 1
)sql"};

constexpr db::Query select_for{"comment_drafts.for_place", MH_DRAFT_COLUMNS R"sql(
    WHERE owner = ?
      AND story_id = ?
      AND parent_id = ?
)sql"};

constexpr db::Query select_all{"comment_drafts.of_owner", MH_DRAFT_COLUMNS R"sql(
    WHERE owner = ?
    ORDER BY saved_at_ms DESC, story_id, parent_id
    LIMIT 100
)sql"};

constexpr db::Query count_others{"comment_drafts.count_others", R"sql(
    SELECT COUNT(*)
    FROM comment_drafts
    WHERE owner = ?
      AND NOT (story_id = ? AND parent_id = ?)
)sql"};

constexpr db::Query delete_draft{"comment_drafts.delete", R"sql(
    DELETE FROM comment_drafts
    WHERE owner = ?
      AND story_id = ?
      AND parent_id = ?
)sql"};

constexpr db::Query adopt{"comment_drafts.adopt", R"sql(
    UPDATE comment_drafts
    SET owner = ?1,
        network_key = ''
    WHERE owner = ?2
      AND NOT EXISTS (
          SELECT 1
          FROM comment_drafts mine
          WHERE mine.owner = ?1
            AND mine.story_id = comment_drafts.story_id
            AND mine.parent_id = comment_drafts.parent_id
      )
)sql"};

constexpr db::Query delete_rest{"comment_drafts.delete_of_owner", R"sql(
    DELETE FROM comment_drafts
    WHERE owner = ?
)sql"};

constexpr db::Query select_beyond_network{"comment_drafts.beyond_network", R"sql(
    SELECT owner, story_id, parent_id
    FROM comment_drafts
    WHERE network_key = ?
      AND network_key <> ''
    ORDER BY saved_at_ms DESC
    LIMIT ?
    OFFSET ?
)sql"};

constexpr db::Query select_beyond_all{"comment_drafts.beyond_all", R"sql(
    SELECT owner, story_id, parent_id
    FROM comment_drafts
    WHERE network_key <> ''
      AND saved_at_ms >= 0
    ORDER BY saved_at_ms DESC
    LIMIT ?
    OFFSET ?
)sql"};

// Guests' owners sort before readers': their time is the shorter one.
constexpr db::Query delete_old{"comment_drafts.delete_old", R"sql(
    DELETE FROM comment_drafts
    WHERE (owner, story_id, parent_id) IN (
        SELECT owner, story_id, parent_id
        FROM comment_drafts
        WHERE saved_at_ms < ?
          AND (owner < 'reader:' OR saved_at_ms < ?)
        ORDER BY saved_at_ms
        LIMIT ?
    )
)sql"};

// Somebody who came from nowhere we know shares the bounds of all such.
constexpr std::string_view unknown_network = "unknown";
constexpr int dropped_a_save_max = 10;

void drop_beyond(db::Tx& tx, const db::Query& query, db::Args args)
{
    struct Place {
        std::string owner;
        StoryId story;
        CommentId parent;
    };
    const auto beyond = tx.list(query, args, [](const db::Row& row) {
        return Place{row.string(0), row.id<StoryId>(1), row.id<CommentId>(2)};
    });
    for (const auto& place : beyond)
        drop_draft(tx, place.owner, place.story, place.parent);
}

void keep_within(db::Tx& tx, const GuestBounds& bounds, const std::string& network_key)
{
    drop_beyond(tx, select_beyond_network, {network_key, dropped_a_save_max, bounds.per_network});
    drop_beyond(tx, select_beyond_all, {dropped_a_save_max, bounds.all});
}

Draft read_draft(const db::Row& row)
{
    Draft draft;
    draft.owner = row.string(0);
    draft.story = row.id<StoryId>(1);
    draft.parent = row.id<CommentId>(2);
    draft.text = row.string(3);
    if (row.integer(4) != 0) {
        Quote quote;
        quote.kind = row.as<QuoteKind>(4);
        quote.comment = row.id<CommentId>(5);
        quote.exact = row.string(6);
        draft.quote = std::move(quote);
    }
    draft.saved_at = row.time(7);
    return draft;
}

} // namespace

std::string reader_draft_owner(ReaderId reader)
{
    return "reader:" + to_string(reader);
}

bool is_guest_draft_owner(std::string_view owner)
{
    return owner.starts_with(guest_prefix);
}

std::string guest_draft_owner(std::string_view key_hash)
{
    return std::string{guest_prefix} + std::string{key_hash};
}

Result<void> save_draft(db::Tx& tx, const Draft& draft, Time now, const GuestBounds& bounds)
{
    if (trim(draft.text).empty() && !draft.quote) {
        drop_draft(tx, draft.owner, draft.story, draft.parent);
        return {};
    }
    if (draft.text.size() > limits::comment_bytes_max ||
        (draft.quote && draft.quote->exact.size() > quote_bytes_max))
        return refuse(Refusal::too_large, "comment.too_long");
    if (!is_valid_utf8(draft.text) || (draft.quote && !is_valid_utf8(draft.quote->exact)))
        return refuse(Refusal::invalid, "comment.not_text");
    const auto conversation = stories::find_conversation_rules(tx, draft.story);
    if (!conversation || !conversation->is_public)
        return refuse(Refusal::not_found, "comment.story_gone");
    const auto parent = draft.parent.value();
    if (tx.integer(count_others, {draft.owner, draft.story, parent}) >= drafts_per_owner_max)
        return refuse(Refusal::too_many, "draft.too_many");
    const Quote none;
    const auto& quote = draft.quote ? *draft.quote : none;
    const auto kind = draft.quote ? static_cast<int>(quote.kind) : 0;
    const bool is_guest = is_guest_draft_owner(draft.owner);
    const bool is_new = is_guest && !find_draft_for(tx, draft.owner, draft.story, draft.parent);
    const std::string network{!is_guest                   ? std::string_view{}
                              : draft.network_key.empty() ? unknown_network
                                                          : std::string_view{draft.network_key}};
    tx.run(upsert_draft, {draft.owner, draft.story, parent, draft.text, kind, quote.comment,
                          quote.exact, now, network});
    if (is_new)
        keep_within(tx, bounds, network);
    return {};
}

std::optional<Draft> find_draft(db::Snapshot& snapshot, std::string_view owner, StoryId story)
{
    return snapshot.find(select_newest, {owner, story}, read_draft);
}

std::optional<Draft> find_draft_for(db::Snapshot& snapshot, std::string_view owner, StoryId story,
                                    CommentId parent)
{
    return snapshot.find(select_for, {owner, story, parent.value()}, read_draft);
}

void drop_draft(db::Tx& tx, std::string_view owner, StoryId story, CommentId parent)
{
    tx.run(delete_draft, {owner, story, parent.value()});
}

void drop_drafts_of(db::Tx& tx, std::string_view owner)
{
    tx.run(delete_rest, {owner});
}

void adopt_drafts(db::Tx& tx, std::string_view guest_owner, ReaderId reader)
{
    tx.run(adopt, {reader_draft_owner(reader), guest_owner});
    drop_drafts_of(tx, guest_owner);
}

std::int64_t drop_old_drafts(db::Tx& tx, Time now, int limit)
{
    return tx.run(delete_old, {now - guest_draft_kept, now - draft_kept, limit});
}

std::vector<Draft> drafts_of(db::Snapshot& snapshot, std::string_view owner)
{
    return snapshot.list(select_all, {owner}, read_draft);
}

} // namespace masthead::comments
