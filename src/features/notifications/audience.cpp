#include "features/notifications/audience.hpp"

#include "features/comments/comment.hpp"
#include "features/follows/find_follows.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/readers/blocks.hpp"
#include "features/readers/reader.hpp"
#include "features/stories/find_stories.hpp"

#include <algorithm>

namespace masthead::notifications {

namespace {

constexpr int mentions_max = 50;

// Only what anybody can read: the comment stands on a public story's page, its author is there.
constexpr db::Query select_comment{"notifications.comment", R"sql(
    SELECT c.story_id, c.reader_id, c.parent_id, c.thread_id, p.reader_id
    FROM comments c
    JOIN stories s ON s.id = c.story_id AND s.state = 2
    JOIN readers r ON r.id = c.reader_id AND r.state = 1
    LEFT JOIN comments p ON p.id = c.parent_id
    WHERE c.id = ?
      AND c.state = 0
      AND c.listed = 1
)sql"};

constexpr db::Query select_mentioned{"notifications.mentioned", R"sql(
    SELECT reader_id
    FROM comment_mentions
    WHERE comment_id = ?
    ORDER BY reader_id
    LIMIT ?
)sql"};

constexpr db::Query select_person{"notifications.person", R"sql(
    SELECT state, author_id
    FROM readers
    WHERE id = ?
)sql"};

struct CommentPlace {
    StoryId story;
    ReaderId author;
    CommentId parent;
    CommentId thread;
    ReaderId answered;
};

std::optional<CommentPlace> find_place(db::Snapshot& snapshot, std::int64_t comment)
{
    return snapshot.find(select_comment, {comment}, [](const db::Row& row) {
        return CommentPlace{row.id<StoryId>(0), row.id<ReaderId>(1), row.id<CommentId>(2),
                            row.id<CommentId>(3), row.id<ReaderId>(4)};
    });
}

void add_by_name(Telling& telling, ReaderId reader, Kind kind, std::int64_t target)
{
    auto told = telling.about;
    told.reader = reader;
    told.kind = kind;
    told.target = target;
    telling.by_name.push_back(told);
}

void add_mentioned(db::Snapshot& snapshot, Telling& telling)
{
    const auto mentioned = snapshot.list(select_mentioned, {telling.about.subject, mentions_max},
                                         [](const db::Row& row) { return row.id<ReaderId>(0); });
    for (const auto reader : mentioned)
        add_by_name(telling, reader, Kind::mention, telling.about.story.value());
}

// An edit tells nobody but those whom it names; everybody else has been told, or was not to be.
enum class New { all, names };

Telling telling_of_comment(db::Snapshot& snapshot, const db::Event& event, New what)
{
    Telling telling;
    const auto place = find_place(snapshot, event.subject_id);
    if (!place)
        return telling;
    telling.about.subject = event.subject_id;
    telling.about.actor = place->author;
    telling.about.story = place->story;
    if (what == New::all && place->answered)
        add_by_name(telling, place->answered, Kind::reply, place->parent.value());
    add_mentioned(snapshot, telling);
    if (what == New::names)
        return telling;
    using follows::FollowTarget;
    telling.audiences = {
        {FollowTarget::thread(place->thread), Kind::thread, place->thread.value()},
        {FollowTarget::story(place->story), Kind::story, place->story.value()},
        {FollowTarget::reader(place->author), Kind::reader, place->author.value()}};
    return telling;
}

Telling telling_of_story(db::Snapshot& snapshot, const db::Event& event, Time now)
{
    Telling telling;
    const auto card = stories::find_card(snapshot, StoryId{event.subject_id});
    if (!card || card->story.state != stories::StoryState::published ||
        card->story.kind != stories::StoryKind::story ||
        card->story.published_at + story_news_max < now)
        return telling;
    telling.about.subject_kind = SubjectKind::story;
    telling.about.subject = event.subject_id;
    telling.about.story = card->story.id;
    const auto add = [&](const follows::FollowTarget& followed) {
        telling.audiences.push_back({followed, Kind::new_story, event.subject_id});
    };
    for (const auto& author : card->authors) {
        telling.byline.push_back(author.id);
        add(follows::FollowTarget::author(author.id));
    }
    if (card->section.id)
        add(follows::FollowTarget::section(card->section.id));
    for (const auto& topic : stories::topics_of(snapshot, card->story.id))
        add(follows::FollowTarget::topic(topic.id));
    return telling;
}

Telling telling_of_follow(db::Snapshot& snapshot, const db::Event& event)
{
    Telling telling;
    const auto follow = follows::find_follow(snapshot, FollowId{event.subject_id});
    if (!follow || follow->target.kind != follows::FollowKind::reader)
        return telling;
    telling.about.subject_kind = SubjectKind::reader;
    telling.about.subject = follow->reader.value();
    telling.about.actor = follow->reader;
    add_by_name(telling, follow->target.as_reader(), Kind::follower, 0);
    return telling;
}

Telling telling_of_decision(db::Snapshot& snapshot, const db::Event& event)
{
    Telling telling;
    const auto decision = moderation::find_decision(snapshot, DecisionId{event.subject_id});
    if (!decision || !decision->reader)
        return telling;
    telling.about.subject_kind = SubjectKind::decision;
    telling.about.subject = event.subject_id;
    telling.about.story = decision->story;
    add_by_name(telling, decision->reader, Kind::decision, event.subject_id);
    return telling;
}

} // namespace

Telling telling_of(db::Snapshot& snapshot, const db::Event& event, Time now)
{
    // A comment that stands again is told to whoever was not told before.
    if (event.name == comments::event_posted || event.name == comments::event_restored)
        return telling_of_comment(snapshot, event, New::all);
    if (event.name == comments::event_edited)
        return telling_of_comment(snapshot, event, New::names);
    if (event.name == stories::event_published)
        return telling_of_story(snapshot, event, now);
    if (event.name == follows::event_reader_followed)
        return telling_of_follow(snapshot, event);
    if (event.name == moderation::event_decided)
        return telling_of_decision(snapshot, event);
    return {};
}

bool may_be_told(db::Snapshot& snapshot, const Telling& telling, ReaderId reader)
{
    const auto actor = telling.about.actor;
    if (reader == actor)
        return false;
    struct Person {
        readers::ReaderState state = readers::ReaderState::erased;
        AuthorId author;
    };
    const auto person = snapshot.find(select_person, {reader}, [](const db::Row& row) {
        return Person{row.as<readers::ReaderState>(0), row.id<AuthorId>(1)};
    });
    if (!person || person->state != readers::ReaderState::active)
        return false;
    if (person->author && std::ranges::find(telling.byline, person->author) != telling.byline.end())
        return false;
    return !actor || (!readers::is_blocked_between(snapshot, reader, actor) &&
                      !readers::has_muted(snapshot, reader, actor));
}

} // namespace masthead::notifications
