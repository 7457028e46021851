#include "surfaces/forum/forum.hpp"

#include "core/base/log.hpp"
#include "features/comments/comment.hpp"
#include "features/staff/staff_member.hpp"
#include "surfaces/forum/forum_context.hpp"

namespace masthead::forum {

namespace {

using namespace std::chrono_literals;
using HandlerFunction = web::Response (*)(ForumContext&, const web::Request&);

// A comment may be three times its size once a browser has encoded it, and one that is too long is
// to come back to its author, not to be cut off.
constexpr std::size_t text_body_bytes_max = 256 * 1024;
constexpr std::size_t form_body_bytes_max = 64 * 1024;

// Of one network, whoever stands behind it. Each reader has limits of their own in the verbs.
const web::Rate rate_of_writing{30, 2s, "forum.write"};
const web::Rate rate_of_drafts{60, 1s, "forum.draft"};
const web::Rate rate_of_asking{120, 250ms, "forum.ask"};
// Guessing at a feed's address is hopeless; this is for programs that ask too often.
const web::Rate rate_of_feeds{30, 2s, "forum.feed"};
const web::Rate rate_of_notices{10, 60s, "forum.notice"};

struct Row {
    web::Method method;
    std::string pattern;
    web::Access access;
    HandlerFunction function;
    web::Rate rate;
    std::size_t body_bytes_max = form_body_bytes_max;
};

std::vector<Row> rows_for_readers()
{
    using enum web::Method;
    using enum web::Access;
    return {
        {get, "/reader/state", everyone, reader_state, rate_of_asking},
        {post, "/reader/draft/", everyone, keep_draft, rate_of_drafts, text_body_bytes_max},
        {post, "/comments/preview/", everyone, preview_comment, rate_of_drafts,
         text_body_bytes_max},
        {get, "/{slug}/comments/new/", everyone, composer_page, rate_of_asking},
        {post, "/{slug}/comments/", everyone, post_comment, rate_of_writing, text_body_bytes_max},
        {get, "/{slug}/comments/{id}/edit/", reader, edit_page, rate_of_asking},
        {post, "/{slug}/comments/{id}/edit/", reader, edit_comment, rate_of_writing,
         text_body_bytes_max},
        {get, "/{slug}/comments/{id}/delete/", reader, delete_page, rate_of_asking},
        {post, "/{slug}/comments/{id}/delete/", reader, delete_comment, rate_of_writing},
        {get, "/{slug}/comments/{id}/report/", reader, report_page, rate_of_asking},
        {post, "/{slug}/comments/{id}/report/", reader, report_comment, rate_of_writing},
        {get, "/{slug}/comments/{id}/respect/", reader, respect_page, rate_of_asking},
        {post, "/{slug}/comments/{id}/respect/", reader, respect_comment, rate_of_drafts},
        {get, "/{slug}/comments/{id}/history/", everyone, history_page, rate_of_asking},
        {get, "/notice/", everyone, notice_page, rate_of_asking},
        {post, "/notice/", everyone, file_notice, rate_of_notices},
    };
}

std::vector<Row> rows_of_following()
{
    using enum web::Method;
    using enum web::Access;
    return {
        {get, "/following/", reader, following_page, rate_of_asking},
        {post, "/following/seen/", reader, mark_seen, rate_of_drafts},
        {get, "/following/list/", reader, follows_page, rate_of_asking},
        {get, "/following/followers/", reader, followers_page, rate_of_asking},
        {get, "/following/kept-away/", reader, kept_away_page, rate_of_asking},
        {get, "/following/feed/", reader, feed_address_page, rate_of_asking},
        {post, "/following/feed/", reader, change_feed_address, rate_of_writing},
        {get, "/following/feed/{token}/", everyone, private_feed, rate_of_feeds},
        {get, "/following/{kind}/{id}/", reader, follow_page, rate_of_asking},
        {post, "/following/{kind}/{id}/", reader, change_follow, rate_of_drafts},
    };
}

std::vector<Row> rows_for_moderators()
{
    using enum web::Method;
    using enum web::Access;
    return {
        {get, "/{slug}/comments/{id}/moderate/", staff, moderate_page, {}},
        {post, "/{slug}/comments/{id}/moderate/", staff, moderate_comment, {}},
        {post, "/{slug}/conversation/", staff, lead_conversation, {}},
    };
}

struct CachedRow {
    std::string pattern;
    HandlerFunction function;
    std::vector<std::string> parameters;
};

std::vector<CachedRow> cached_rows()
{
    return {
        {"/rules/", rules_page, {}},
        {"/contact/", contact_page, {}},
        {"/privacy/", privacy_page, {}},
        {"/accessibility/", accessibility_page, {}},
        {"/reader/{id}/", profile_page, {"before"}},
        {"/api/v1/comment-counts", comment_counts, {"stories"}},
    };
}

web::Handler bound(ForumContext& context, HandlerFunction function)
{
    return [&context, function](const web::Request& request) { return function(context, request); };
}

web::Route route_of(ForumContext& context, const Row& row)
{
    web::Route route;
    route.method = row.method;
    route.pattern = row.pattern;
    route.access = row.access;
    route.handler = bound(context, row.function);
    route.rate = row.rate;
    if (row.method == web::Method::post)
        route.body_bytes_max = row.body_bytes_max;
    return route;
}

} // namespace

comments::ForumRules RulesMemory::current(db::Snapshot& snapshot)
{
    std::uint64_t generation = 0;
    {
        const std::lock_guard lock{mutex_};
        if (rules_)
            return *rules_;
        generation = generation_;
    }
    auto rules = comments::load_forum_rules(snapshot);
    const std::lock_guard lock{mutex_};
    if (generation == generation_)
        rules_ = rules;
    return rules;
}

void RulesMemory::forget()
{
    const std::lock_guard lock{mutex_};
    rules_.reset();
    ++generation_;
}

Forum::Forum(ForumServices services) : context_(std::make_unique<ForumContext>(std::move(services)))
{
}

Forum::~Forum() = default;

std::vector<web::Route> Forum::routes()
{
    std::vector<web::Route> routes;
    for (const auto& row : rows_for_readers())
        routes.push_back(route_of(*context_, row));
    for (const auto& row : rows_of_following())
        routes.push_back(route_of(*context_, row));
    for (const auto& row : rows_for_moderators()) {
        routes.push_back(route_of(*context_, row));
        routes.back().permission = staff::bit(staff::Permission::moderate);
    }
    for (const auto& row : cached_rows()) {
        web::Route route;
        route.pattern = row.pattern;
        route.handler = bound(*context_, row.function);
        route.cache = web::Cache::yes;
        route.parameters = row.parameters;
        routes.push_back(std::move(route));
    }
    return routes;
}

void Forum::forget(const std::vector<db::Event>& events)
{
    for (const auto& event : events) {
        if (event.name == comments::event_rules)
            context_->rules.forget();
    }
    // Kept up with as it happens, so that the next page of somebody's new need not; where that
    // fails, the page catches up by itself.
    try {
        context_->database().read(
            [&](db::Snapshot& snapshot) { context_->activity.look(snapshot); });
    } catch (const std::exception& error) {
        log::warn("following.behind", {{"error", error.what()}});
    }
}

} // namespace masthead::forum
