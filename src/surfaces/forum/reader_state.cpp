#include "core/base/text.hpp"
#include "core/crypto/token.hpp"
#include "features/comments/find_authors.hpp"
#include "features/comments/find_own.hpp"
#include "features/comments/respect_comment.hpp"
#include "features/follows/find_follows.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/readers/reader.hpp"
#include "features/staff/staff_member.hpp"
#include "features/stories/comment_counts.hpp"
#include "surfaces/forum/judging.hpp"
#include "surfaces/forum/writing.hpp"
#include "surfaces/site/page_view.hpp"

#include <map>

namespace masthead::forum {

namespace {

namespace json = boost::json;
using stories::ConversationMode;

constexpr int own_shown_max = 50;
constexpr int respects_shown_max = 1'000;
constexpr std::size_t counts_query_bytes_max = 8'000;

json::value reader_json(db::Snapshot& snapshot, const web::Visitor& visitor)
{
    const auto reader = visitor.reader != 0
                            ? readers::find_reader(snapshot, ReaderId{visitor.reader})
                            : std::nullopt;
    if (!reader)
        return nullptr;
    return json::object{{"id", to_string(reader->id)},
                        {"name", reader->display_name},
                        {"url", readers::reader_url(reader->id)},
                        {"staff", reader->is_staff},
                        {"unread", notifications::unread_count(snapshot, reader->id)}};
}

json::value staff_json(db::Snapshot& snapshot, const web::Visitor& visitor)
{
    const auto member =
        visitor.staff != 0 ? staff::find_staff(snapshot, StaffId{visitor.staff}) : std::nullopt;
    if (!member)
        return nullptr;
    json::array can;
    for (const auto name : staff::permission_names(visitor.permissions))
        can.push_back(json::string{name});
    return json::object{{"name", member->name}, {"can", std::move(can)}};
}

json::array own_json(const Speech& speech, const std::vector<comments::OwnComment>& owned)
{
    json::array list;
    for (const auto& own : owned) {
        const auto& comment = own.comment;
        const bool is_held = comment.state == comments::CommentState::held;
        if (!is_held && comment.state != comments::CommentState::visible)
            continue;
        json::object item{{"id", to_string(comment.id)},
                          {"state", is_held ? "held" : "visible"},
                          {"reason", is_held ? speech.held(own.held_reason) : ""},
                          {"html", comment.html},
                          {"posted_at", format_rfc3339(comment.posted_at)}};
        item["parent"] = comment.parent ? json::value(to_string(comment.parent)) : nullptr;
        item["editable_until"] = own.editable_until == Time{}
                                     ? json::value(nullptr)
                                     : json::value(format_rfc3339(own.editable_until));
        list.push_back(std::move(item));
    }
    return list;
}

json::value draft_json(db::Snapshot& snapshot, const std::string& owner, StoryId story)
{
    const auto draft = owner.empty() ? std::nullopt : comments::find_draft(snapshot, owner, story);
    if (!draft)
        return nullptr;
    json::object answer{{"text", draft->text}};
    answer["parent"] = draft->parent ? json::value(to_string(draft->parent)) : nullptr;
    return answer;
}

json::object post_json(const Speech& speech, const comments::PostingState& state)
{
    const Failure failure{Refusal::not_allowed, state.why_not,
                          state.wait_s > 0 ? std::to_string(state.wait_s) : ""};
    return json::object{{"open", state.open},
                        {"mode", stories::mode_name(state.mode)},
                        {"wait_s", state.wait_s},
                        {"words", state.why_not.empty() ? std::string{} : speech.refusal(failure)}};
}

template <class Ids>
json::array ids_json(const Ids& ids)
{
    json::array list;
    for (const auto id : ids)
        list.push_back(json::string{to_string(id)});
    return list;
}

// What the shared page cannot know: what of it this reader follows, and whose words to fold.
json::object follows_json(db::Snapshot& snapshot, StoryId story, ReaderId reader)
{
    const auto target = follows::FollowTarget::story(story);
    return json::object{{"story", follows::find_follow(snapshot, reader, target).has_value()},
                        {"threads", ids_json(follows::followed_threads(snapshot, reader, story))}};
}

json::object apart_json(db::Snapshot& snapshot, StoryId story, ReaderId reader)
{
    const auto apart = comments::find_authors_apart(snapshot, story, reader);
    return json::object{{"blocked", ids_json(apart.blocked)}, {"muted", ids_json(apart.muted)}};
}

json::object state_of(ForumContext& context, const web::Request& request, db::Snapshot& snapshot,
                      const stories::Story& story)
{
    const auto reader = reader_of(request);
    const auto theme = context.pages().theme();
    const Speech speech{*theme, settings::load_newsroom(snapshot).language};
    json::array respected;
    json::value followed;
    json::value apart;
    std::vector<comments::OwnComment> own;
    if (reader) {
        respected =
            ids_json(comments::respected_by(snapshot, story.id, reader, respects_shown_max));
        followed = follows_json(snapshot, story.id, reader);
        apart = apart_json(snapshot, story.id, reader);
        own = comments::find_own(snapshot, story.id, reader, context.now(), own_shown_max);
    }
    const auto posting = comments::find_posting_state(
        snapshot, story.id, reader, context.rules.current(snapshot), context.now());
    return json::object{{"reader", reader_json(snapshot, request.visitor)},
                        {"staff", staff_json(snapshot, request.visitor)},
                        {"respected", std::move(respected)},
                        {"follows", std::move(followed)},
                        {"apart", std::move(apart)},
                        {"own", own_json(speech, own)},
                        {"draft", draft_json(snapshot, draft_owner(request), story.id)},
                        {"post", post_json(speech, posting)},
                        {"key", crypto::random_token()},
                        {"started", started_token(context.services.keys, context.now())}};
}

// Known stories, each once, in the order of their bytes: the one spelling of a list.
std::string canonical_list(const std::map<std::string, int>& counts)
{
    std::string list;
    for (const auto& [slug, count] : counts)
        list += (list.empty() ? "" : ",") + slug;
    return list;
}

json::object counts_json(const std::map<std::string, int>& counts)
{
    json::object answer;
    for (const auto& [slug, count] : counts)
        answer[slug] = count;
    return answer;
}

std::optional<stories::Story> story_asked_for(db::Snapshot& snapshot, std::string_view number)
{
    const auto id = parse_id<StoryId>(number);
    auto story = id ? stories::find_story(snapshot, *id) : std::nullopt;
    if (!story || story->state != stories::StoryState::published)
        return std::nullopt;
    return story;
}

} // namespace

web::Response reader_state(ForumContext& context, const web::Request& request)
{
    const auto state =
        context.database().read([&](db::Snapshot& snapshot) -> std::optional<json::object> {
            const auto story = story_asked_for(snapshot, request.query_value("story"));
            if (!story)
                return std::nullopt;
            return state_of(context, request, snapshot, *story);
        });
    if (!state)
        return json_refusal(context, refuse(Refusal::not_found, "comment.story_gone"));
    return json_answer(200, *state);
}

web::Response keep_draft(ForumContext& context, const web::Request& request)
{
    const auto writing = read_writing(request);
    if (!writing)
        return refuse_plainly(context, request, writing.error());
    web::Response response;
    response.status = 204;
    response.content_type.clear();
    comments::Draft draft;
    draft.story = writing->story;
    draft.parent = writing->parent;
    draft.text = writing->text;
    draft.quote = quote_of(*writing);
    draft.network_key = network_key_of(context, request);
    // Nobody is given a cookie for having emptied a field.
    draft.owner =
        trim(draft.text).empty() ? draft_owner(request) : give_draft_owner(request, response);
    if (draft.owner.empty())
        return response;
    const auto kept = context.database().write(
        [&](db::Tx& tx) { return comments::save_draft(tx, draft, context.now()); });
    return kept ? response : refuse_plainly(context, request, kept.error());
}

web::Response comment_counts(ForumContext& context, const web::Request& request)
{
    const auto asked = request.query_value("stories").substr(0, counts_query_bytes_max);
    return context.database().read([&](db::Snapshot& snapshot) {
        std::map<std::string, int> counts;
        std::vector<std::string> tags{std::string{site::tag_stories}};
        auto slugs = split(asked, ',');
        slugs.resize(std::min(slugs.size(), stories::slug_counts_max));
        for (const auto slug : slugs) {
            const auto story = stories::find_story_by_slug(snapshot, trim(slug));
            if (!story || story->state != stories::StoryState::published ||
                !counts.emplace(story->slug, story->comment_count).second)
                continue;
            tags.push_back(site::conversation_tag(story->id));
        }
        auto response = json_answer(200, counts_json(counts));
        const auto list = canonical_list(counts);
        // Every other spelling of a list, and lists without end, are answered but not kept: they
        // must not push real pages out of the cache.
        if (!list.empty() && request.query_value("stories") == list &&
            context.count_lists.admit(list, context.now()))
            response.caching =
                web::PageCaching{std::move(tags), db::last_event_position(snapshot), std::nullopt};
        return response;
    });
}

} // namespace masthead::forum
