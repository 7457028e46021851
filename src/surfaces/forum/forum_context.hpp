#pragma once

#include "features/comments/forum_rules.hpp"
#include "features/follows/activity.hpp"
#include "surfaces/forum/count_lists.hpp"
#include "surfaces/forum/forum.hpp"

#include <mutex>
#include <optional>

namespace masthead::forum {

/// The rules of all conversations, so that posting does not read them. Threads: any.
class RulesMemory {
public:
    comments::ForumRules current(db::Snapshot& snapshot);
    void forget();

private:
    std::mutex mutex_;
    std::optional<comments::ForumRules> rules_;
    std::uint64_t generation_ = 0; // what was read before a change must not be kept after it
};

/// What every handler of this room is given.
struct ForumContext {
    explicit ForumContext(ForumServices given) : services(std::move(given)) {}

    ForumServices services;
    RulesMemory rules;
    follows::Activity activity;
    CountLists count_lists;

    db::Database& database() const { return services.database; }
    site::Pages& pages() const { return services.pages; }
    Time now() const { return services.clock.now(); }
};

/// One function an address; forum.cpp is the table.
web::Response composer_page(ForumContext& context, const web::Request& request);
web::Response post_comment(ForumContext& context, const web::Request& request);
web::Response preview_comment(ForumContext& context, const web::Request& request);
web::Response keep_draft(ForumContext& context, const web::Request& request);
web::Response reader_state(ForumContext& context, const web::Request& request);
web::Response comment_counts(ForumContext& context, const web::Request& request);

/// One's own comment, and what it said before.
web::Response edit_page(ForumContext& context, const web::Request& request);
web::Response edit_comment(ForumContext& context, const web::Request& request);
web::Response delete_page(ForumContext& context, const web::Request& request);
web::Response delete_comment(ForumContext& context, const web::Request& request);
web::Response history_page(ForumContext& context, const web::Request& request);
/// What a reader does about another's.
web::Response report_page(ForumContext& context, const web::Request& request);
web::Response report_comment(ForumContext& context, const web::Request& request);
web::Response respect_page(ForumContext& context, const web::Request& request);
web::Response respect_comment(ForumContext& context, const web::Request& request);

/// A moderator's hand on the page.
web::Response moderate_page(ForumContext& context, const web::Request& request);
web::Response moderate_comment(ForumContext& context, const web::Request& request);
web::Response lead_conversation(ForumContext& context, const web::Request& request);

/// Standing pages, notices of illegal content, and what a reader shows of themselves.
web::Response rules_page(ForumContext& context, const web::Request& request);
web::Response contact_page(ForumContext& context, const web::Request& request);
web::Response privacy_page(ForumContext& context, const web::Request& request);
web::Response accessibility_page(ForumContext& context, const web::Request& request);
web::Response notice_page(ForumContext& context, const web::Request& request);
web::Response file_notice(ForumContext& context, const web::Request& request);
web::Response profile_page(ForumContext& context, const web::Request& request);

/// What a reader follows, who follows them, whom they keep away.
web::Response following_page(ForumContext& context, const web::Request& request);
web::Response mark_seen(ForumContext& context, const web::Request& request);
web::Response follow_page(ForumContext& context, const web::Request& request);
web::Response change_follow(ForumContext& context, const web::Request& request);
web::Response follows_page(ForumContext& context, const web::Request& request);
web::Response followers_page(ForumContext& context, const web::Request& request);
web::Response kept_away_page(ForumContext& context, const web::Request& request);
web::Response feed_address_page(ForumContext& context, const web::Request& request);
web::Response change_feed_address(ForumContext& context, const web::Request& request);
web::Response private_feed(ForumContext& context, const web::Request& request);

} // namespace masthead::forum
