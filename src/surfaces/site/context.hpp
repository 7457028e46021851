#pragma once

#include "core/db/transaction.hpp"
#include "core/handlebars/value.hpp"
#include "features/comments/find_comments.hpp"
#include "features/settings/newsroom.hpp"
#include "features/settings/wording.hpp"
#include "features/stories/conversation_mode.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/site/environment.hpp"

#include <string>
#include <string_view>

/// Rows to what templates see: names as Ghost has them, ours where Ghost has none. The whole list
/// stands in docs/themes.md.
namespace masthead::site {

/// A story in a list (Ghost's `post` without its html). Notes it in `page.shown`.
handlebars::Value story_context(RenderEnvironment& page, const stories::StoryCard& card);
handlebars::Value stories_context(RenderEnvironment& page,
                                  const std::vector<stories::StoryCard>& cards);

/// The story of a story page: with html, topics and biographies.
handlebars::Value full_story_context(RenderEnvironment& page, const stories::StoryCard& card);

/// Ghost's `tag` for a section and a topic, Ghost's `author`.
handlebars::Value section_context(const stories::Section& section);
handlebars::Value topic_context(const stories::Topic& topic);
handlebars::Value author_context(RenderEnvironment& page, const stories::Author& author);

/// Ghost's pagination, with the addresses of its neighbours.
struct Paging {
    std::string base_path; ///< "/section/news/"
    int page = 1;
    int pages = 1;
    int total = 0;
    int per_page = 15;
};
handlebars::Value pagination_context(const Paging& paging);

/// "/section/news/page/3/", or the base for page 1.
std::string page_path(std::string_view base_path, int page);

/// How a conversation stands on its page.
struct ConversationView {
    stories::Story story;
    comments::Sort sort = comments::Sort::newest;
    CommentId linked;
    std::vector<AuthorId> byline; ///< to mark the story's own authors
    stories::ConversationMode mode = stories::ConversationMode::closed;
    int slow_seconds = 0;
    settings::Wording wording; ///< read where the conversation is open

    bool open() const { return mode != stories::ConversationMode::closed; }
};

/// The conversation under a story as it is led now.
ConversationView conversation_view(RenderEnvironment& page, const stories::StoryCard& card);

/// "/harbour-strike/comments/new/?parent=42#composer"
std::string composer_url(std::string_view story_slug, CommentId parent);

/// What the `composer` partial is given by any page; a page of one reader adds their words.
handlebars::Object composer_context(const ConversationView& view);

/// One page of a conversation; one thread on a page of its own.
handlebars::Value conversation_context(const ConversationView& view,
                                       const comments::ConversationPage& page,
                                       const RenderEnvironment& environment);
handlebars::Value thread_context(const ConversationView& view, const comments::ThreadPage& thread,
                                 const RenderEnvironment& environment);

/// Comments by themselves, each without what hangs below it.
handlebars::Value comments_context(const ConversationView& view,
                                   const std::vector<comments::CommentNode>& nodes,
                                   const RenderEnvironment& environment);

/// @site, @config, @custom, @page and @now_year.
void set_globals(handlebars::DataFrame& globals, RenderEnvironment& page);

/// "rtl" for languages whose script runs that way, else "ltr".
std::string_view direction_of_language(std::string_view language);

/// Sets `lang` and `direction` where the story's differ from the newsroom's.
void set_language(handlebars::Object& object, const RenderEnvironment& page,
                  const stories::Story& story);

/// The word of a sort in addresses: "newest" …
std::string_view sort_name(comments::Sort sort);
std::optional<comments::Sort> sort_named(std::string_view name);

} // namespace masthead::site
