#include "surfaces/transfer/story_writer.hpp"

#include "core/base/check.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/transfer/fingerprint.hpp"

namespace masthead::transfer {

namespace {

// Of everything an import sets and an editor can change. Counts and times of change are not in it.
std::string row_fingerprint(db::Snapshot& snapshot, StoryId id)
{
    using stories::StoryState;
    const auto card = stories::find_card(snapshot, id);
    const auto body = stories::find_body(snapshot, id);
    if (!card || !body)
        return {};
    const auto& s = card->story;
    // Coming out at its hour is not a change that anybody made.
    const auto state = s.state == StoryState::scheduled ? StoryState::published : s.state;
    Fingerprint hash;
    hash.add(s.slug).add(static_cast<std::int64_t>(s.kind)).add(static_cast<std::int64_t>(state));
    hash.add(s.headline).add(s.standfirst).add(s.language).add(s.section.value());
    hash.add(s.lead.media.value()).add(s.lead.url).add(s.lead.alt).add(s.lead.caption_html);
    hash.add(s.lead.credit).add(std::int64_t{s.featured}).add(std::int64_t{s.developing});
    hash.add(std::int64_t{s.comments_open}).add(to_ms(s.published_at));
    hash.add(body->source).add(body->html);
    hash.add(static_cast<std::int64_t>(card->authors.size()));
    for (const auto& author : card->authors)
        hash.add(author.id.value());
    for (const auto& topic : stories::topics_of(snapshot, id))
        hash.add(topic.id.value());
    return hash.hex();
}

void remember(db::Tx& tx, const ImportContext& context, std::string_view site,
              const PreparedStory& story, const StoryFate& decided, StoryId id)
{
    const auto& identity = decided.identity;
    const ForeignKey post{site, foreign_kind::post, identity.key};
    const ForeignKey guid{site, foreign_kind::guid, identity.guid};
    if (decided.fate == Fate::created || decided.fate == Fate::updated) {
        const StoryFingerprint fingerprint{row_fingerprint(tx, id), story.wanted, identity.guid};
        save_foreign(tx, post, {id.value(), fingerprint.packed(), context.run});
    } else {
        touch_foreign(tx, post, context.run);
    }
    if (!identity.guid.empty())
        save_foreign(tx, guid, {id.value(), identity.key, context.run});
}

} // namespace

StoryFate decide_story(db::Snapshot& snapshot, std::string_view site, const PreparedStory& story)
{
    StoryFate decided;
    decided.identity = identify_post(snapshot, site, story.planned, story.guid);
    if (!decided.identity.row)
        return decided;
    const StoryId id{decided.identity.row->id};
    // The row may be gone by hand or by an older backup: then the story comes in anew.
    if (!stories::find_story(snapshot, id))
        return decided;
    decided.id = id;
    const auto known = StoryFingerprint::unpacked(decided.identity.row->fingerprint);
    if (known.wanted == story.wanted)
        decided.fate = Fate::unchanged;
    else
        decided.fate =
            row_fingerprint(snapshot, decided.id) == known.row ? Fate::updated : Fate::kept;
    return decided;
}

WrittenStory write_story(db::Tx& tx, const ImportContext& context, std::string_view site,
                         const PreparedStory& story)
{
    const auto decided = decide_story(tx, site, story);
    WrittenStory written{decided.fate, decided.id, 0, story.command.slug,
                         decided.identity.id_was_reused};
    if (decided.fate == Fate::created || decided.fate == Fate::updated) {
        auto command = story.command;
        command.id = decided.id;
        const auto present = decided.id ? stories::find_story(tx, decided.id) : std::nullopt;
        // Once public, a page that goes answers 410 instead of pretending it never was.
        if (present && present->state == stories::StoryState::published &&
            command.state == stories::StoryState::draft)
            command.state = stories::StoryState::withdrawn;
        if (present)
            command.developing = present->developing;
        const auto saved = stories::save_story(tx, command, context.now, stories::Announce::no);
        // Headline and sizes were seen to before; an import must not take the server down.
        if (!saved)
            throw std::runtime_error("story refused: " + saved.error().message_key);
        written.id = saved->id;
        written.slug = saved->slug;
        for (const auto& link : story.old_links)
            written.redirects += save_old_link(tx, link, context.now) ? 1 : 0;
    }
    remember(tx, context, site, story, decided, written.id);
    return written;
}

} // namespace masthead::transfer
