#pragma once

#include "core/db/transaction.hpp"
#include "features/settings/newsroom.hpp"
#include "features/stories/story.hpp"
#include "surfaces/site/date_format.hpp"
#include "surfaces/site/theme.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::site {

/// What a page is, in Ghost's words: they choose templates, body classes and what `{{#is}}` says.
/// `forum` and `account` are ours: forms and standing pages of the conversation, a reader's own.
enum class PageKind {
    home,
    index,
    tag,
    author,
    post,
    page,
    thread,
    archive,
    forum,
    account,
    error
};

/// Where and what one drawing is: what helpers may ask for. Lives for one render, on one thread.
struct RenderEnvironment {
    const Theme& theme;
    db::Snapshot& snapshot;
    const settings::Newsroom& newsroom;
    const DateFormat& dates;
    std::string site_url; ///< without a trailing slash; empty where none is configured
    std::string path;     ///< of the page, "/harbour-strike/"
    Time now{};
    std::int64_t position = 0; ///< of the last event this drawing has seen
    PageKind kind = PageKind::index;
    int page = 1;           ///< of a paged list
    std::string title = {}; ///< for <title>; empty: the newsroom's own
    std::string description = {};
    std::string canonical_path = {};  ///< empty: `path`
    std::string structured_data = {}; ///< JSON-LD of the page, empty where it has none
    std::string picture_url = {};     ///< absolute, for link previews
    std::string robots = {};          ///< "noindex" where the page must not be found by search
    std::string previous_url = {};    ///< rel=prev and rel=next of a paged list
    std::string next_url = {};
    std::vector<StoryId> shown = {}; ///< every story on the page: each is a tag of it
    /// Where there is no page, the tags whose drop may bring one to this address.
    std::vector<std::string> waits_for = {};
    std::map<AuthorId, handlebars::Value> authors = {}; ///< each author's context, made once
    handlebars::Value visitor = {};                     ///< @visitor: only where draw_private draws

    std::string_view language() const { return newsroom.language; }
    bool is_paged() const { return page > 1; }
};

} // namespace masthead::site
