#include "features/notifications/find_notifications.hpp"

#include "core/text/excerpt.hpp"
#include "core/text/html_text.hpp"
#include "features/comments/comment.hpp"
#include "features/follows/find_follows.hpp"
#include "features/moderation/decision.hpp"
#include "features/notifications/notification_sql.hpp"
#include "features/readers/blocks.hpp"
#include "features/stories/story.hpp"

#include <map>
#include <set>
#include <tuple>

namespace masthead::notifications {

namespace {

constexpr std::size_t excerpt_characters_max = 200;

// What has changed since it was made counts: the row itself only says that there was something.
class Judge {
public:
    Judge(db::Snapshot& snapshot, ReaderId reader) : snapshot_(snapshot), reader_(reader) {}

    bool may_be_shown(const sql::Row& row)
    {
        switch (row.told.subject_kind) {
        case SubjectKind::comment:
            return row.comment_is_seen && row.story_is_public && is_welcome(row);
        case SubjectKind::story: return row.story_is_public;
        case SubjectKind::reader: return is_welcome(row) && follows_still(row.told.actor);
        case SubjectKind::decision: return true;
        }
        return false;
    }

private:
    bool is_welcome(const sql::Row& row)
    {
        if (row.actor_state != readers::ReaderState::active)
            return false;
        const auto actor = row.told.actor;
        const auto known = welcome_.find(actor);
        if (known != welcome_.end())
            return known->second;
        const bool is = !readers::is_blocked_between(snapshot_, reader_, actor) &&
                        !readers::has_muted(snapshot_, reader_, actor);
        return welcome_.emplace(actor, is).first->second;
    }

    bool follows_still(ReaderId actor)
    {
        return follows::find_follow(snapshot_, actor, follows::FollowTarget::reader(reader_))
            .has_value();
    }

    db::Snapshot& snapshot_;
    ReaderId reader_;
    std::map<ReaderId, bool> welcome_;
};

std::string path_of(const sql::Row& row)
{
    switch (row.told.subject_kind) {
    case SubjectKind::comment:
        return comments::comment_url(row.story_slug, CommentId{row.told.subject});
    case SubjectKind::story: return stories::story_url(row.story_slug);
    case SubjectKind::reader: return readers::reader_url(row.told.actor);
    case SubjectKind::decision: return moderation::decision_url(DecisionId{row.told.subject});
    }
    return "/";
}

Group group_of(const sql::Row& row)
{
    Group group;
    group.id = row.told.id;
    group.kind = row.told.kind;
    group.is_seen = to_ms(row.told.seen_at) > 0;
    group.made_at = row.told.made_at;
    group.name = row.actor_name;
    group.actor = row.told.actor;
    if (!row.comment_html.empty())
        group.excerpt =
            text::excerpt_of(text::plain_text(row.comment_html), excerpt_characters_max);
    group.headline = row.story_headline;
    group.path = path_of(row);
    return group;
}

// What is told together: one kind about one thing, unseen or seen in one go.
using Key = std::tuple<Kind, std::int64_t, Time>;

Key key_of(const Notification& told)
{
    return {told.kind, told.target, told.seen_at};
}

std::vector<Group> grouped(db::Snapshot& snapshot, ReaderId reader,
                           const std::vector<sql::Row>& rows)
{
    Judge judge{snapshot, reader};
    struct Gathered {
        Group group;
        std::set<ReaderId> people;
    };
    std::vector<Gathered> gathered;
    std::map<Key, std::size_t> places;
    for (const auto& row : rows) {
        if (!judge.may_be_shown(row))
            continue;
        const auto [place, is_new] = places.emplace(key_of(row.told), gathered.size());
        if (is_new)
            gathered.push_back({group_of(row), {}});
        auto& one = gathered[place->second];
        ++one.group.count;
        if (row.told.actor)
            one.people.insert(row.told.actor);
    }
    std::vector<Group> groups;
    for (auto& one : gathered) {
        one.group.others = std::max(0, static_cast<int>(one.people.size()) - 1);
        groups.push_back(std::move(one.group));
    }
    return groups;
}

} // namespace

GroupList find_groups(db::Snapshot& snapshot, ReaderId reader, const Place& before)
{
    const auto rows = sql::list(snapshot, reader, before, rows_per_list);
    GroupList list;
    list.groups = grouped(snapshot, reader, rows);
    if (static_cast<int>(rows.size()) == rows_per_list)
        list.next = {rows.back().told.made_at, rows.back().told.id};
    return list;
}

int unread_count(db::Snapshot& snapshot, ReaderId reader)
{
    Judge judge{snapshot, reader};
    std::set<Key> groups;
    for (const auto& row : sql::list_unseen(snapshot, reader, unread_rows_max)) {
        if (!groups.contains(key_of(row.told)) && judge.may_be_shown(row))
            groups.insert(key_of(row.told));
    }
    return static_cast<int>(groups.size());
}

std::vector<NotificationId> find_owed_mail(db::Snapshot& snapshot, ReaderId reader, Mail mail)
{
    Judge judge{snapshot, reader};
    std::vector<NotificationId> ids;
    for (const auto& row : sql::list_owed_mail(snapshot, reader, mail, mailed_rows_max)) {
        if (to_ms(row.told.seen_at) == 0 && judge.may_be_shown(row))
            ids.push_back(row.told.id);
    }
    return ids;
}

std::vector<Group> find_groups_of(db::Snapshot& snapshot, ReaderId reader,
                                  const std::vector<NotificationId>& ids)
{
    std::vector<sql::Row> rows;
    for (const auto id : ids) {
        if (auto row = sql::find(snapshot, reader, id))
            rows.push_back(std::move(*row));
    }
    return grouped(snapshot, reader, rows);
}

std::vector<OwedPush> find_owed_pushes(db::Snapshot& snapshot, int limit)
{
    std::vector<OwedPush> owed;
    for (const auto& row : sql::list_owed_push(snapshot, limit)) {
        Judge judge{snapshot, row.told.reader};
        const bool is_unseen = to_ms(row.told.seen_at) == 0;
        owed.push_back({row.told, group_of(row), is_unseen && judge.may_be_shown(row)});
    }
    return owed;
}

} // namespace masthead::notifications
