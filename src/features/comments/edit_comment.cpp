#include "features/comments/edit_comment.hpp"

#include "core/db/event_log.hpp"
#include "features/comments/change_state.hpp"
#include "features/comments/keep_apart.hpp"
#include "features/comments/post_sql.hpp"
#include "features/comments/report_sql.hpp"
#include "features/comments/weigh.hpp"

namespace masthead::comments {

namespace {

bool is_own(const std::optional<sql::Standing>& comment, StoryId story, ReaderId reader)
{
    return comment && comment->story == story && comment->reader == reader;
}

bool is_alive(const sql::Standing& comment)
{
    return comment.state == CommentState::visible || comment.state == CommentState::held;
}

Posted answer(db::Tx& tx, const sql::Standing& comment, CommentState state, std::string reason)
{
    Posted posted;
    posted.id = comment.id;
    posted.state = state;
    posted.reason = std::move(reason);
    posted.posted_at = comment.posted_at;
    posted.position = db::last_event_position(tx);
    return posted;
}

// Names of readers who were erased while the author wrote are not brought back.
std::string with_living_mentions(db::Tx& tx, const EditComment& command)
{
    auto html = command.text.html;
    for (const auto mentioned : command.text.mentions) {
        const auto reader = readers::find_reader(tx, mentioned);
        if (reader && reader->is_active())
            sql::add_mention(tx, command.comment, mentioned);
        else
            html = without_mention(html, mentioned);
    }
    return html;
}

void store_edit(db::Tx& tx, const EditComment& command, const sql::Standing& comment,
                const sql::Words& before, Time now)
{
    const bool edited_before = comment.edit_count > 0;
    const auto written_at = edited_before ? comment.edited_at : comment.posted_at;
    sql::insert_version(tx, comment.id, comment.edit_count + 1, before, written_at, comment.state);
    const sql::Words words{command.text.source, with_living_mentions(tx, command)};
    sql::update_words(tx, comment.id, words, CommentFormat::markdown);
    sql::set_edited(tx, comment.id, comment.edit_count + 1, now);
}

// The new words wait for a moderator, also where the old ones were seen, or were held for something
// else: releasing a whole conversation must not let them through.
Posted hold_edit(db::Tx& tx, const sql::Standing& comment, const moderation::Verdict& verdict,
                 Time now)
{
    const auto reason = moderation::decisive_finding(verdict).rule;
    if (comment.state == CommentState::visible)
        change_state(tx, comment, CommentState::held);
    sql::set_held_reason(tx, comment.id, reason, DecisionId{});
    Hold hold{comment.id, comment.reader, comment.story, {}, {}, reason, {}, {}};
    hold.facts = facts_of(verdict);
    record(tx, moderation::Action::held, hold, now);
    db::append_event(tx, {event_held, comment.id.value(), comment.story.value()}, now);
    return answer(tx, comment, CommentState::held, reason);
}

Weighing weighing_of(db::Snapshot& snapshot, const EditComment& command,
                     const readers::Reader& reader)
{
    moderation::Judged judged;
    // New words under an approved comment would go round the moderators.
    const auto conversation = stories::find_conversation_rules(snapshot, command.story);
    if (conversation && conversation->mode == stories::ConversationMode::pre_moderated)
        judged.pre_moderation = moderation::PreModeration::yes;
    judged.comment = command.comment;
    judged.reader = reader.id;
    judged.story = command.story;
    judged.fingerprint = command.fingerprint;
    judged.network_key = command.network_key;
    judged.mail_domain = command.mail_domain;
    judged.is_staff = reader.is_staff;
    return {std::move(judged), command.verdict_before, command.rule_book.get()};
}

Result<Posted> edit_standing(db::Tx& tx, const EditComment& command, const sql::Standing& comment,
                             Time now)
{
    const auto reader = find_writer(tx, command.reader);
    if (!reader)
        return reader.error();
    const auto before = sql::find_words(tx, comment.id).value_or(sql::Words{});
    if (before.source == command.text.source)
        return answer(tx, comment, comment.state, comment.held_reason);
    const auto mentions = check_mentions(tx, *reader, command.text.mentions);
    if (!mentions)
        return mentions.error();
    const auto verdict = weigh(tx, weighing_of(tx, command, *reader), now);
    if (!verdict)
        return verdict.error();
    store_edit(tx, command, comment, before, now);
    if (verdict->outcome == moderation::Outcome::hold)
        return hold_edit(tx, comment, *verdict, now);
    db::append_event(tx, {event_edited, comment.id.value(), comment.story.value()}, now);
    return answer(tx, comment, comment.state, comment.held_reason);
}

} // namespace

Result<Posted> edit_comment(db::Tx& tx, const EditComment& command, Time now)
{
    const auto comment = sql::find_standing(tx, command.comment);
    if (!is_own(comment, command.story, command.reader) || !is_alive(*comment))
        return refuse(Refusal::not_found, "comment.gone");
    if (now >= comment->posted_at + edit_window)
        return refuse(Refusal::not_allowed, "comment.edit_too_late");
    if (comment->edit_count >= edits_max)
        return refuse(Refusal::too_many, "comment.too_many_edits");
    return edit_standing(tx, command, *comment, now);
}

Result<Deleted> delete_comment(db::Tx& tx, const DeleteComment& command, Time now)
{
    const auto comment = sql::find_standing(tx, command.comment);
    if (!is_own(comment, command.story, command.reader))
        return refuse(Refusal::not_found, "comment.gone");
    if (comment->state == CommentState::deleted)
        return Deleted{db::last_event_position(tx), comment->listed};
    if (!is_alive(*comment))
        return refuse(Refusal::not_found, "comment.gone");
    change_state(tx, *comment, CommentState::deleted);
    sql::set_held_reason(tx, comment->id, "", DecisionId{});
    sql::set_looked_at(tx, comment->id);
    sql::set_featured(tx, comment->id, false);
    sql::set_erase_at(tx, comment->id, now + deleted_words_kept);
    sql::close_reports(tx, comment->id, sql::ReportOutcome::moot, now);
    moderation::forget_fingerprint(tx, comment->id);
    db::append_event(tx, {event_deleted, comment->id.value(), comment->story.value()}, now);
    const auto after = sql::find_standing(tx, comment->id);
    return Deleted{db::last_event_position(tx), after && after->listed};
}

} // namespace masthead::comments
