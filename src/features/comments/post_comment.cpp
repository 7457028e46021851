#include "features/comments/post_comment.hpp"

#include "core/base/limits.hpp"
#include "core/db/event_log.hpp"
#include "features/comments/drafts.hpp"
#include "features/comments/find_comments.hpp"
#include "features/comments/keep_apart.hpp"
#include "features/comments/post_sql.hpp"
#include "features/comments/weigh.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/stories/comment_counts.hpp"

#include <algorithm>

namespace masthead::comments {

namespace {

using stories::ConversationMode;

// Where the new comment will hang.
struct Place {
    CommentId thread; // none: it begins one
    int depth = 0;
};

Failure too_soon(Milliseconds wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return refuse(Refusal::too_many, "comment.too_soon", std::to_string(seconds));
}

Result<stories::ConversationRules> find_open(db::Snapshot& snapshot, StoryId story,
                                             const ForumRules& rules, Time now)
{
    auto conversation = stories::find_conversation_rules(snapshot, story);
    if (!conversation || !conversation->is_public)
        return refuse(Refusal::not_found, "comment.story_gone");
    conversation->mode = mode_now(*conversation, rules, now);
    if (conversation->mode == ConversationMode::closed)
        return refuse(Refusal::not_allowed, "comment.closed");
    return *conversation;
}

Result<Place> find_place_for(db::Snapshot& snapshot, const PostComment& command,
                             const readers::Reader& reader)
{
    if (!command.parent)
        return Place{};
    const auto parent = sql::find_reply_to(snapshot, command.parent);
    // A parent from another story would attach this comment to a page its author never saw, and one
    // that nobody sees would hide it.
    if (!parent || parent->story != command.story || !parent->is_seen)
        return refuse(Refusal::not_found, "comment.parent_gone");
    if (parent->depth + 1 >= limits::comment_depth_max)
        return refuse(Refusal::invalid, "comment.too_deep");
    const auto apart = check_not_apart(snapshot, reader, parent->reader, "comment.reply_blocked");
    if (!apart)
        return apart.error();
    return Place{parent->thread, parent->depth + 1};
}

// How long this reader must wait: their own pace everywhere, and the story's where it is slow.
Milliseconds find_wait(db::Snapshot& snapshot, const readers::Reader& reader,
                       const stories::ConversationRules& conversation, const ForumRules& rules,
                       Time now)
{
    const auto& rates = is_new_reader(reader, now) ? rules.fresh : rules.established;
    const auto slow = conversation.mode == ConversationMode::slow && !reader.is_staff
                          ? std::chrono::seconds{conversation.slow_seconds}
                          : std::chrono::seconds{0};
    const auto window = std::max<Milliseconds>({rates.burst.window, rates.lasting.window, slow});
    // Enough to see whether the lasting pace is full; in slow mode also what was written elsewhere.
    constexpr int slow_looks_back = 1'500;
    const int limit =
        slow.count() > 0 ? slow_looks_back : std::max(rates.lasting.count, rates.burst.count);
    const auto recent = sql::recent_of(snapshot, reader.id, now - window, limit);
    std::vector<Time> posted;
    for (const auto& one : recent)
        posted.push_back(one.posted_at);
    auto wait = wait_for(rates, posted, now);
    const auto here = std::ranges::find(recent, conversation.story, &sql::Recent::story);
    if (slow.count() > 0 && here != recent.end())
        wait = std::max<Milliseconds>(wait, here->posted_at + slow - now);
    return std::max(wait, Milliseconds{0});
}

// What was checked before the transaction may have gone since: a name, the comment quoted.
Result<PostComment> still_true(db::Snapshot& snapshot, const PostComment& command,
                               const readers::Reader& writer)
{
    auto checked = command;
    for (const auto mentioned : command.text.mentions) {
        const auto reader = readers::find_reader(snapshot, mentioned);
        if (reader && reader->is_active())
            continue;
        checked.text.html = without_mention(checked.text.html, mentioned);
        std::erase(checked.text.mentions, mentioned);
    }
    const auto mentions = check_mentions(snapshot, writer, checked.text.mentions);
    if (!mentions)
        return mentions.error();
    if (!command.quote || command.quote->kind != QuoteKind::comment)
        return checked;
    const auto quoted = sql::find_reply_to(snapshot, command.quote->comment);
    if (!quoted || quoted->story != command.story || !quoted->is_seen)
        return refuse(Refusal::not_found, "quote.comment_gone");
    const auto apart = check_not_apart(snapshot, writer, quoted->reader, "quote.blocked");
    if (!apart)
        return apart.error();
    return checked;
}

sql::NewRow new_row(db::Snapshot& snapshot, const readers::Reader& reader, const Place& place,
                    CommentId id, Time now)
{
    sql::NewRow row;
    row.id = id;
    row.thread = place.thread ? place.thread : id;
    row.depth = place.depth;
    row.by_new_reader = is_new_reader(reader, now);
    row.is_first = reader.comment_count == 0 && !sql::has_commented(snapshot, reader.id);
    return row;
}

void count_shown(db::Tx& tx, const PostComment& command, const sql::NewRow& row, Time now)
{
    if (command.parent)
        sql::add_replies_above(tx, {command.parent, row.thread, row.depth - 1}, 1);
    stories::add_comment_counts(tx, command.story, {1, command.parent ? 0 : 1, now});
    readers::count_comment(tx, command.reader, {1, 0, 1});
}

void store_beside(db::Tx& tx, const PostComment& command, CommentId id, Time now)
{
    for (const auto mentioned : command.text.mentions)
        sql::add_mention(tx, id, mentioned);
    if (!command.sealed_network.empty())
        sql::insert_network(tx, id, command.reader, command.sealed_network, now);
    if (!command.draft_owner.empty())
        drop_draft(tx, command.draft_owner, command.story, command.parent);
}

Posted store(db::Tx& tx, const PostComment& command, sql::NewRow row,
             const moderation::Verdict& verdict, Time now)
{
    Posted posted;
    const bool held = verdict.outcome == moderation::Outcome::hold;
    if (held) {
        posted.reason = moderation::decisive_finding(verdict).rule;
        row.state = CommentState::held;
        row.held_reason = posted.reason;
    }
    sql::insert_post(tx, command, row, now);
    store_beside(tx, command, row.id, now);
    if (held) {
        Hold hold{row.id, command.reader, command.story, {}, {}, posted.reason, {}, {}};
        hold.facts = facts_of(verdict);
        record(tx, moderation::Action::held, hold, now);
    } else {
        count_shown(tx, command, row, now);
    }
    db::append_event(tx, {held ? event_held : event_posted, row.id.value(), command.story.value()},
                     now);
    posted.id = row.id;
    posted.state = row.state;
    posted.position = db::last_event_position(tx);
    posted.posted_at = now;
    return posted;
}

Weighing weighing_of(const PostComment& command, const readers::Reader& reader, CommentId id,
                     ConversationMode mode)
{
    moderation::Judged judged;
    judged.comment = id;
    judged.reader = reader.id;
    judged.story = command.story;
    judged.fingerprint = command.fingerprint;
    judged.network_key = command.network_key;
    judged.mail_domain = command.mail_domain;
    judged.is_staff = reader.is_staff;
    judged.pre_moderation = mode == ConversationMode::pre_moderated ? moderation::PreModeration::yes
                                                                    : moderation::PreModeration::no;
    return {std::move(judged), command.verdict_before, command.rule_book.get()};
}

Result<Posted> post_new(db::Tx& tx, const PostComment& command, Time now)
{
    const auto conversation = find_open(tx, command.story, command.rules, now);
    if (!conversation)
        return conversation.error();
    const auto reader = find_writer(tx, command.reader);
    if (!reader)
        return reader.error();
    const auto place = find_place_for(tx, command, *reader);
    if (!place)
        return place.error();
    const auto wait = find_wait(tx, *reader, *conversation, command.rules, now);
    if (wait.count() > 0)
        return too_soon(wait);
    const auto id = tx.new_id<CommentId>();
    const auto verdict = weigh(tx, weighing_of(command, *reader, id, conversation->mode), now);
    if (!verdict)
        return verdict.error();
    const auto row = new_row(tx, *reader, *place, id, now);
    if (command.text.mentions.empty() && !command.quote)
        return store(tx, command, row, *verdict, now);
    const auto checked = still_true(tx, command, *reader);
    if (!checked)
        return checked.error();
    return store(tx, *checked, row, *verdict, now);
}

} // namespace

Result<Posted> post_comment(db::Tx& tx, const PostComment& command, Time now)
{
    if (command.submission_key.empty() || command.submission_key.size() > submission_key_bytes_max)
        return refuse(Refusal::invalid, "comment.key");
    // Before any other refusal: a second press of the button answers with the first comment, also
    // where the conversation was closed or the pace is full since.
    if (auto earlier = sql::find_submission(tx, command.reader, command.submission_key)) {
        earlier->position = db::last_event_position(tx);
        return *earlier;
    }
    return post_new(tx, command, now);
}

PostingState find_posting_state(db::Snapshot& snapshot, StoryId story, ReaderId reader,
                                const ForumRules& rules, Time now)
{
    PostingState state;
    const auto conversation = find_open(snapshot, story, rules, now);
    if (!conversation) {
        state.mode = ConversationMode::closed;
        state.why_not = conversation.error().message_key;
        return state;
    }
    state.mode = conversation->mode;
    state.open = true;
    if (!reader)
        return state;
    const auto writer = find_unbanned(snapshot, reader, now);
    if (!writer) {
        state.open = false;
        state.why_not = writer.error().message_key;
        return state;
    }
    const auto wait = find_wait(snapshot, *writer, *conversation, rules, now);
    state.wait_s = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(wait).count());
    return state;
}

} // namespace masthead::comments
