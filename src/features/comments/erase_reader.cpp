#include "core/db/event_log.hpp"
#include "features/comments/change_state.hpp"
#include "features/comments/drafts.hpp"
#include "features/comments/erase_sql.hpp"
#include "features/comments/prepare_comment.hpp"
#include "features/comments/reader_data.hpp"
#include "features/comments/report_sql.hpp"
#include "features/moderation/judge_in_transaction.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/readers/edit_profile.hpp"

#include <algorithm>
#include <set>

namespace masthead::comments {

namespace {

constexpr std::string_view nobody = "@…";
constexpr int quotes_max = 10'000;

bool is_full(std::size_t done)
{
    return done >= static_cast<std::size_t>(erasure_batch);
}

// A removed comment stays removed: that a moderator decided is no secret of its author's.
void erase_comment(db::Tx& tx, const sql::Standing& comment, Time now)
{
    if (comment.state != CommentState::removed)
        change_state(tx, comment, CommentState::deleted);
    sql::set_held_reason(tx, comment.id, "", DecisionId{});
    sql::set_looked_at(tx, comment.id);
    sql::set_featured(tx, comment.id, false);
    sql::close_reports(tx, comment.id, sql::ReportOutcome::moot, now);
    sql::erase_words(tx, comment.id);
    moderation::erase_comment_decision_words(tx, comment.id);
    moderation::forget_fingerprint(tx, comment.id);
    db::append_event(tx, {event_deleted, comment.id.value(), comment.story.value()}, now);
}

void replace_all(std::string& text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

void erase_from_quotes(db::Tx& tx, CommentId quoted, const std::vector<std::string>& names)
{
    for (auto quote : sql::quotes_of(tx, quoted, quotes_max)) {
        for (const auto& name : names) {
            replace_all(quote.exact, name, nobody);
            replace_all(quote.prefix, name, nobody);
            replace_all(quote.suffix, name, nobody);
        }
        sql::replace_quote(tx, quote);
    }
}

void erase_mention(db::Tx& tx, CommentId id, ReaderId reader, Time now)
{
    std::vector<std::string> names;
    for (auto words : sql::all_versions(tx, id)) {
        auto without = without_mention(words.html, reader, &names);
        if (without == words.html)
            continue;
        words.html = std::move(without);
        sql::replace_version(tx, id, words);
    }
    erase_from_quotes(tx, id, names);
    sql::forget_mention(tx, id, reader);
    if (const auto comment = sql::find_standing(tx, id))
        db::append_event(tx, {event_edited, id.value(), comment->story.value()}, now);
}

} // namespace

Result<Progress> erase_reader_part(db::Tx& tx, ReaderId reader, Time now)
{
    const auto own = sql::with_words(tx, reader, erasure_batch);
    for (const auto id : own) {
        if (const auto comment = sql::find_standing(tx, id))
            erase_comment(tx, *comment, now);
    }
    if (is_full(own.size()))
        return Progress::more;
    const auto naming = sql::mentioning(tx, reader, erasure_batch);
    for (const auto id : naming)
        erase_mention(tx, id, reader, now);
    if (is_full(naming.size()))
        return Progress::more;
    drop_drafts_of(tx, reader_draft_owner(reader));
    sql::forget_respects(tx, reader);
    sql::forget_reporter(tx, reader);
    sql::forget_networks(tx, reader);
    return Progress::done;
}

Result<Progress> reassign_comments(db::Tx& tx, ReaderId from, ReaderId to, Time now)
{
    const auto ids = sql::any_of(tx, from, erasure_batch);
    std::set<StoryId> told;
    readers::CountedChange change;
    for (const auto id : ids) {
        const auto comment = sql::find_standing(tx, id);
        if (!comment)
            continue;
        sql::set_author(tx, id, to);
        change.comments += comment->state == CommentState::visible ? 1 : 0;
        change.respect += comment->respect_count;
        change.approved += comment->was_shown && comment->state != CommentState::removed ? 1 : 0;
        told.insert(comment->story);
    }
    // Of a merged reader all counters have gone along already, when it was merged.
    const auto reader = readers::find_reader(tx, from);
    if (reader && reader->state != readers::ReaderState::merged) {
        readers::count_comment(tx, to, change);
        readers::count_comment(tx, from, {-change.comments, -change.respect, -change.approved});
    }
    for (const auto story : told)
        db::append_event(tx, {event_settled, story.value(), story.value()}, now);
    return is_full(ids.size()) ? Progress::more : Progress::done;
}

std::int64_t erase_old_words(db::Tx& tx, Time now, int limit)
{
    const auto due = sql::with_words_due(tx, now, limit);
    for (const auto id : due) {
        sql::erase_words(tx, id);
        moderation::erase_comment_decision_words(tx, id);
    }
    return static_cast<std::int64_t>(due.size());
}

std::int64_t erase_networks(db::Tx& tx, Time before, int limit)
{
    return sql::delete_networks(tx, before, limit);
}

std::optional<std::string> find_sealed_network(db::Snapshot& snapshot, CommentId comment)
{
    return sql::find_network(snapshot, comment);
}

} // namespace masthead::comments
