#include "surfaces/transfer/unit_writer.hpp"

#include "core/base/limits.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/transfer/fingerprint.hpp"

#include <algorithm>
#include <charconv>

namespace masthead::transfer {

namespace {

// A story costs about as much as this many comments.
constexpr std::size_t story_weight = 12;
constexpr std::size_t weight_least = 40;
// Readers that a run remembers without asking the database; an entry takes some 100 bytes.
constexpr std::size_t readers_remembered_max = 100'000;

constexpr std::string_view conversation_open = "open";
constexpr std::string_view conversation_settled = "settled";

std::string story_key(const PreparedStory& story)
{
    return story.planned.guid_is_key ? story.guid : std::to_string(story.planned.id);
}

// A comment's foreign row keeps its story and what was written of it: the same number under another
// story is another comment, and a row that now differs was changed here.
std::string comment_mark(StoryId story, comments::CommentState state, std::string_view html)
{
    return to_string(story) + ":" +
           Fingerprint{}.add(static_cast<std::int64_t>(state)).add(html).hex();
}

bool is_under(std::string_view mark, StoryId story)
{
    return mark.substr(0, mark.find(':')) == to_string(story);
}

// What becomes of a comment that may have come in before. Moderation goes on at the old site until
// the newsroom moves for good, so its decisions are followed; words stay as they were first said.
Fate fate_of(db::Snapshot& snapshot, const std::optional<ForeignRow>& row, StoryId story,
             const PreparedComment& comment)
{
    if (!row || !is_under(row->fingerprint, story))
        return Fate::created;
    if (row->fingerprint == comment_mark(story, comment.comment.state, comment.comment.html))
        return Fate::unchanged;
    const auto present = comments::find_imported_form(snapshot, CommentId{row->id});
    const bool as_it_came =
        present && comment_mark(story, present->state, present->html) == row->fingerprint;
    return as_it_came && present->html == comment.comment.html ? Fate::updated : Fate::kept;
}

} // namespace

// What a transaction found and did; taken over only once it is committed, since its body may run
// again.
struct UnitWriter::Outcome {
    struct Comment {
        std::size_t part = 0;
        std::int64_t foreign_id = 0;
        CommentId id;
        bool is_new = false; ///< or changed: the conversation has to be settled
    };
    std::vector<WrittenStory> stories; // one a part; id only where it had been written before
    std::vector<Comment> comments;
    std::unordered_map<std::string, ReaderId> readers;
    std::vector<ImportProblem> problems;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t kept = 0;
    std::int64_t new_readers = 0;
    std::vector<bool> opened;
    std::size_t part = 0;
    std::unordered_map<std::int64_t, CommentId> here; // comments of the present part
};

void UnitWriter::add(UnitPart part)
{
    // A story is written by its first part: the next one goes into a transaction after that.
    if (std::ranges::any_of(parts_, [&](const UnitPart& one) { return one.story == part.story; }))
        flush();
    weight_ += part.comments.size() + (part.story->written ? 0 : story_weight);
    parts_.push_back(std::move(part));
    if (weight_ >= weight_max_)
        flush();
}

void UnitWriter::flush()
{
    if (parts_.empty())
        return;
    if (!context_.writes()) {
        weigh();
    } else {
        Outcome outcome;
        std::chrono::steady_clock::duration taken{};
        context_.write([&](db::Tx& tx) {
            const auto start = std::chrono::steady_clock::now();
            outcome = {};
            for (const auto& part : parts_)
                write_part(tx, part, outcome);
            if (std::ranges::any_of(outcome.stories, [](const WrittenStory& story) {
                    return story.fate == Fate::created || story.fate == Fate::updated;
                }))
                stories::announce_import(tx, context_.now);
            taken = std::chrono::steady_clock::now() - start;
        });
        adapt(taken);
        take(outcome);
    }
    parts_.clear();
    weight_ = 0;
}

void UnitWriter::write_part(db::Tx& tx, const UnitPart& part, Outcome& outcome)
{
    const auto& story = *part.story;
    outcome.part = outcome.stories.size();
    outcome.here.clear();
    if (story.written)
        outcome.stories.push_back({Fate::unchanged, story.id, 0, "", false});
    else
        outcome.stories.push_back(write_story(tx, context_, site_.key, story.story));
    outcome.opened.push_back(false);
    const auto id = outcome.stories.back().id;
    for (const auto& comment : part.comments)
        write_comment(tx, story, id, comment, outcome);
    settle(tx, part, id, outcome);
}

void UnitWriter::write_comment(db::Tx& tx, const StoryInProgress& story, StoryId id,
                               const PreparedComment& prepared, Outcome& outcome)
{
    const auto mark = comment_mark(id, prepared.comment.state, prepared.comment.html);
    auto foreign_id = prepared.foreign_id;
    auto row = find_foreign(tx, {site_.key, foreign_kind::comment, foreign_id});
    if (row && !is_under(row->fingerprint, id)) {
        foreign_id += "@" + story_key(story.story);
        row = find_foreign(tx, {site_.key, foreign_kind::comment, foreign_id});
    }
    const ForeignKey key{site_.key, foreign_kind::comment, foreign_id};
    if (row)
        return renew_comment(tx, key, *row, id, prepared, outcome);
    auto comment = prepared.comment;
    comment.story = id;
    comment.reader = reader_of(tx, prepared, outcome);
    comment.parent = find_parent(tx, story, id, prepared, outcome).value_or(CommentId{});
    const auto lost_parent = prepared.trouble == ParentTrouble::missing && !comment.parent;
    auto added = comments::add_imported_comment(tx, comment);
    if (!added && comment.parent) { // below a chain that earlier runs made too deep
        comment.parent = {};
        added = comments::add_imported_comment(tx, comment);
    }
    const auto problem = [&](const std::string& reason) {
        outcome.problems.push_back(
            {file_, prepared.line, std::to_string(prepared.id), "comment", reason});
    };
    if (!added)
        return problem("cannot be kept: " + added.error().message_key);
    if (lost_parent)
        problem("what it answers is not in the export; became a thread");
    save_foreign(tx, key, {added->value(), mark, context_.run});
    ++outcome.created;
    outcome.here.try_emplace(prepared.id, *added);
    outcome.comments.push_back({outcome.part, prepared.id, *added, true});
}

void UnitWriter::renew_comment(db::Tx& tx, const ForeignKey& key, const ForeignRow& row,
                               StoryId story, const PreparedComment& prepared, Outcome& outcome)
{
    const CommentId id{row.id};
    const auto fate = fate_of(tx, row, story, prepared);
    const bool changed = fate == Fate::updated;
    const auto& comment = prepared.comment;
    if (changed) {
        comments::change_imported_state(tx, id, comment.state);
        const auto mark = comment_mark(story, comment.state, comment.html);
        save_foreign(tx, key, {row.id, mark, context_.run});
    } else if (row.run != context_.run) {
        touch_foreign(tx, key, context_.run);
    }
    ++(changed ? outcome.updated : fate == Fate::kept ? outcome.kept : outcome.unchanged);
    outcome.here.try_emplace(prepared.id, id);
    outcome.comments.push_back({outcome.part, prepared.id, id, changed});
}

std::optional<CommentId> UnitWriter::find_parent(db::Tx& tx, const StoryInProgress& story,
                                                 StoryId id, const PreparedComment& prepared,
                                                 const Outcome& outcome)
{
    if (prepared.parent == 0)
        return std::nullopt;
    if (const auto here = outcome.here.find(prepared.parent); here != outcome.here.end())
        return here->second;
    if (const auto before = story.comments.find(prepared.parent); before != story.comments.end())
        return before->second;
    const auto row =
        find_foreign(tx, {site_.key, foreign_kind::comment, std::to_string(prepared.parent)});
    if (!row || !is_under(row->fingerprint, id))
        return std::nullopt;
    return CommentId{row->id};
}

ReaderId UnitWriter::reader_of(db::Tx& tx, const PreparedComment& prepared, Outcome& outcome)
{
    if (const auto known = readers_.find(prepared.reader_key); known != readers_.end())
        return known->second;
    if (const auto met = outcome.readers.find(prepared.reader_key); met != outcome.readers.end())
        return met->second;
    const ForeignKey key{site_.key, foreign_kind::reader, prepared.reader_key};
    const auto row = find_foreign(tx, key);
    auto id = row ? ReaderId{row->id} : ReaderId{};
    // Somebody has proved to be this person since, under another of their imported names.
    if (const auto reader = readers::find_reader(tx, id); reader && reader->merged_into)
        id = reader->merged_into;
    if (!row) {
        id = readers::add_unclaimed_reader(tx, prepared.reader, context_.now);
        save_foreign(tx, key, {id.value(), "", context_.run});
        ++outcome.new_readers;
    }
    outcome.readers.emplace(prepared.reader_key, id);
    return id;
}

void UnitWriter::settle(db::Tx& tx, const UnitPart& part, StoryId id, Outcome& outcome)
{
    const auto is_new = [&](const Outcome::Comment& comment) {
        return comment.part == outcome.part && comment.is_new;
    };
    const bool has_new =
        part.story->has_new_comments || std::ranges::any_of(outcome.comments, is_new);
    const auto own_key = story_key(part.story->story);
    const ForeignKey key{site_.key, foreign_kind::conversation, own_key};
    if (!part.is_last) {
        if (has_new && !part.story->is_open) {
            save_foreign(tx, key, {id.value(), std::string{conversation_open}, context_.run});
            outcome.opened.back() = true;
        }
        return;
    }
    const auto mark = find_foreign(tx, key);
    const bool was_open = mark && mark->fingerprint == conversation_open;
    if (!has_new && !was_open)
        return;
    comments::settle_conversation(tx, id);
    comments::announce_imported(tx, id, context_.now);
    if (was_open)
        save_foreign(tx, key, {id.value(), std::string{conversation_settled}, context_.run});
}

// A dry run asks what would become of each, and writes nothing.
void UnitWriter::weigh()
{
    context_.database.read([&](db::Snapshot& snapshot) {
        for (const auto& part : parts_)
            weigh_part(snapshot, part);
    });
}

void UnitWriter::weigh_part(db::Snapshot& snapshot, const UnitPart& part)
{
    auto& story = *part.story;
    if (!story.written) {
        const auto decided = decide_story(snapshot, site_.key, story.story);
        take_story(part, {decided.fate, decided.id, 0, story.story.command.slug,
                          decided.identity.id_was_reused});
    }
    for (const auto& comment : part.comments) {
        const auto row =
            find_foreign(snapshot, {site_.key, foreign_kind::comment, comment.foreign_id});
        context_.report.count(Counted::comments, fate_of(snapshot, row, story.id, comment));
        ++context_.step.comments;
        const bool is_new_reader =
            readers_.try_emplace(comment.reader_key).second &&
            !find_foreign(snapshot, {site_.key, foreign_kind::reader, comment.reader_key});
        if (is_new_reader)
            context_.report.count(Counted::readers, Fate::created);
    }
}

void UnitWriter::take(const Outcome& outcome)
{
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!parts_[i].story->written)
            take_story(parts_[i], outcome.stories[i]);
        if (outcome.opened[i])
            parts_[i].story->is_open = true;
    }
    for (const auto& comment : outcome.comments) {
        const auto& part = parts_[comment.part];
        part.story->has_new_comments = part.story->has_new_comments || comment.is_new;
        // Only a conversation that goes on needs to find its parents again.
        if (!part.is_last && comment.foreign_id != 0)
            part.story->comments.try_emplace(comment.foreign_id, comment.id);
    }
    if (readers_.size() + outcome.readers.size() > readers_remembered_max)
        readers_.clear();
    readers_.insert(outcome.readers.begin(), outcome.readers.end());
    for (const auto& problem : outcome.problems)
        context_.report.problem(problem);
    context_.step.comments += outcome.created + outcome.updated + outcome.unchanged + outcome.kept;
    if (outcome.updated > 0)
        context_.report.count(Counted::comments, Fate::updated, outcome.updated);
    if (outcome.kept > 0)
        context_.report.count(Counted::comments, Fate::kept, outcome.kept);
    if (outcome.created > 0)
        context_.report.count(Counted::comments, Fate::created, outcome.created);
    if (outcome.unchanged > 0)
        context_.report.count(Counted::comments, Fate::unchanged, outcome.unchanged);
    if (outcome.new_readers > 0)
        context_.report.count(Counted::readers, Fate::created, outcome.new_readers);
}

void UnitWriter::take_story(const UnitPart& part, const WrittenStory& written)
{
    auto& story = *part.story;
    const auto& prepared = story.story;
    story.written = true;
    story.id = written.id;
    ++context_.step.stories;
    const bool is_page = prepared.planned.kind == PostKind::page;
    context_.report.count(is_page ? Counted::pages : Counted::stories, written.fate);
    if (written.redirects > 0)
        context_.report.count(Counted::redirects, Fate::created, written.redirects);
    const auto problem = [&](const std::string& reason) {
        context_.report.problem({prepared.file, prepared.line, prepared.foreign_id,
                                 is_page ? "page" : "story", reason});
    };
    if (written.fate == Fate::kept)
        problem("changed in the export and here; ours was kept");
    if (written.id_was_reused)
        problem("its post id stood for another item in an earlier import; taken as a new one");
    if (context_.writes() && written.fate == Fate::created && written.slug != prepared.command.slug)
        problem("its address became /" + written.slug + "/, since another story took /" +
                prepared.command.slug + "/ meanwhile");
}

void UnitWriter::adapt(std::chrono::steady_clock::duration taken)
{
    const auto us = std::max<std::int64_t>(
        1, std::chrono::duration_cast<std::chrono::microseconds>(taken).count());
    const auto wanted_us = std::chrono::microseconds{unit_time_wanted}.count();
    const auto fitting =
        static_cast<std::size_t>(static_cast<std::int64_t>(weight_) * wanted_us / us);
    // Half-way, so that one slow disk write does not decide.
    weight_max_ = std::clamp((weight_max_ + fitting) / 2, weight_least, limits::import_batch_rows);
}

} // namespace masthead::transfer
