#include "core/text/excerpt.hpp"
#include "features/comments/find_followed.hpp"
#include "features/readers/blocks.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/forum/following.hpp"

#include <charconv>

namespace masthead::forum {

namespace {

using namespace handlebars;
using follows::FollowKind;
using follows::FollowTarget;

constexpr std::size_t answered_characters_max = 160;
constexpr std::size_t thread_characters_max = 90;

NamedTarget name_reader(db::Snapshot& snapshot, const FollowTarget& target)
{
    const auto reader = readers::find_reader(snapshot, ReaderId{target.id});
    if (!reader || !reader->is_active())
        return {target, {}, {}, {}};
    return {target, reader->display_name, readers::reader_url(reader->id), {}};
}

NamedTarget name_thread(db::Snapshot& snapshot, const FollowTarget& target, ReaderId viewer)
{
    const auto found = comments::find_followed_comment(snapshot, CommentId{target.id});
    if (!found)
        return {target, {}, {}, {}};
    if (readers::is_blocked_between(snapshot, viewer, found->comment.reader))
        return {target, found->story_headline, stories::story_url(found->story_slug), {}};
    const auto plain = text::plain_text(found->comment.html);
    return {target, text::excerpt_of(plain, thread_characters_max),
            comments::comment_url(found->story_slug, found->comment.id), found->story_headline};
}

NamedTarget name_story(db::Snapshot& snapshot, const FollowTarget& target)
{
    const auto story = stories::find_story(snapshot, StoryId{target.id});
    if (!story || story->state != stories::StoryState::published)
        return {target, {}, {}, {}};
    return {target, story->headline, stories::story_url(story->slug), {}};
}

template <class Found>
NamedTarget name_by_slug(const FollowTarget& target, const std::optional<Found>& found)
{
    if (!found)
        return {target, {}, {}, {}};
    const auto base = "/" + std::string{follows::kind_name(target.kind)} + "/";
    return {target, found->name, base + found->slug + "/", {}};
}

std::string_view reason(FollowKind kind)
{
    switch (kind) {
    case FollowKind::reader: return "You follow this reader";
    case FollowKind::thread: return "In a thread you follow";
    case FollowKind::story: return "Under a story you follow";
    case FollowKind::author: return "Under a story by an author you follow";
    case FollowKind::section: return "In a section you follow";
    case FollowKind::topic: return "On a topic you follow";
    }
    return {};
}

struct Tab {
    std::string_view name;
    std::string_view url;
    std::string_view label;
};

constexpr Tab tabs[]{{"new", "/following/", "What is new"},
                     {"list", "/following/list/", "What I follow"},
                     {"followers", "/following/followers/", "Who follows me"},
                     {"kept-away", "/following/kept-away/", "Muted and blocked"},
                     {"feed", "/following/feed/", "As a feed"}};

} // namespace

std::string place_text(Time at, std::int64_t id)
{
    return std::to_string(to_ms(at)) + "-" + std::to_string(id);
}

std::optional<comments::Cursor> read_place(std::string_view text)
{
    const auto hyphen = text.find('-');
    const auto id = hyphen == std::string_view::npos ? std::nullopt
                                                     : parse_id<CommentId>(text.substr(hyphen + 1));
    std::int64_t at_ms = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), at_ms);
    if (!id || error != std::errc{} || *end != '-' || at_ms <= 0)
        return std::nullopt;
    return comments::Cursor{from_ms(at_ms), *id};
}

NamedTarget name_target(db::Snapshot& snapshot, const FollowTarget& target, ReaderId viewer)
{
    switch (target.kind) {
    case FollowKind::reader: return name_reader(snapshot, target);
    case FollowKind::thread: return name_thread(snapshot, target, viewer);
    case FollowKind::story: return name_story(snapshot, target);
    case FollowKind::author:
        return name_by_slug(target, stories::find_author(snapshot, AuthorId{target.id}));
    case FollowKind::section:
        return name_by_slug(target, stories::find_section(snapshot, SectionId{target.id}));
    case FollowKind::topic: break;
    }
    return name_by_slug(target, stories::find_topic(snapshot, TopicId{target.id}));
}

std::string follow_url(const FollowTarget& target)
{
    return "/following/" + std::string{follows::kind_name(target.kind)} + "/" +
           std::to_string(target.id) + "/";
}

std::string kind_label(const Speech& speech, FollowKind kind)
{
    switch (kind) {
    case FollowKind::reader: return speech.say("Reader");
    case FollowKind::thread: return speech.say("Thread");
    case FollowKind::story: return speech.say("Story");
    case FollowKind::author: return speech.say("Author");
    case FollowKind::section: return speech.say("Section");
    case FollowKind::topic: break;
    }
    return speech.say("Topic");
}

Array following_tabs(const Speech& speech, std::string_view current)
{
    Array list;
    for (const auto& tab : tabs)
        list.push_back(Object{
            {"url", tab.url}, {"label", speech.say(tab.label)}, {"current", tab.name == current}});
    return list;
}

Object feed_item_context(const Speech& speech, const follows::FeedItem& item)
{
    const auto& shown = item.shown;
    const auto& comment = shown.comment;
    const auto url = comments::comment_url(shown.story_slug, comment.id);
    Object line{{"id", to_string(comment.id)},
                {"url", url + "#comment-" + to_string(comment.id)},
                {"posted_at", format_rfc3339(comment.posted_at)},
                {"edited", to_ms(comment.edited_at) > 0},
                {"html", Value::safe(comment.html)},
                {"respect", comment.respect_count},
                {"reason", speech.say(reason(item.why.kind))},
                {"reply_url", "/" + shown.story_slug +
                                  "/comments/new/?parent=" + to_string(comment.id) + "#composer"}};
    line.set("story", Object{{"title", shown.story_headline},
                             {"url", stories::story_url(shown.story_slug)}});
    line.set("author", Object{{"name", comment.author_name},
                              {"url", readers::reader_url(comment.reader)},
                              {"is_staff", comment.marks.staff},
                              {"is_supporter", comment.marks.supporter}});
    if (comment.parent && !shown.answered_name.empty()) {
        const auto plain = text::plain_text(shown.answered_html);
        line.set("answered",
                 Object{{"name", shown.answered_name},
                        {"url", comments::comment_url(shown.story_slug, comment.parent)},
                        {"excerpt", text::excerpt_of(plain, answered_characters_max)}});
    }
    line.set("is_reply", static_cast<bool>(comment.parent));
    if (comment.quote)
        line.set("quote", comment.quote->quote.exact);
    return line;
}

} // namespace masthead::forum
