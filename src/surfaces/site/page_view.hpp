#pragma once

#include "core/db/database.hpp"
#include "core/web/request.hpp"
#include "core/web/response.hpp"
#include "surfaces/site/environment.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace masthead::site {

/// How the site is told to appear and where its theme comes from.
struct SiteConfig {
    std::string site_url;        ///< "https://courier.example", empty: addresses stay relative
    std::filesystem::path theme; ///< a directory; empty: the one in the binary
    bool reload_theme = false;   ///< look for changes at each drawing (serve --dev)
};

/// What a page's code hands over to be drawn: a template and its context. `tags` are what the page
/// depends on beyond the stories it shows.
struct PageView {
    std::vector<std::string_view> templates; ///< names, the first that the theme has is drawn
    handlebars::Value context;
    std::vector<std::string> tags;
    int status = 200;
};

/// Draws pages: one read transaction, one theme, one place where tags, position and the moment of
/// staleness are put on a page. Threads: any.
class Pages {
public:
    Pages(db::Database& database, const Clock& clock, SiteConfig config);

    /// Runs `build(page)` on a consistent view and draws what it answers. An absent view is a 404
    /// (or what a redirect of an earlier site says). Throws what the database throws, and
    /// std::runtime_error where the theme fails.
    using Build = std::function<std::optional<PageView>(RenderEnvironment& page)>;
    web::Response draw(const web::Request& request, PageKind kind, const Build& build);

    /// The same for a page of one visitor: never cached (`no-store`), and its templates see who is
    /// signed in as `@visitor` (name, url, is_staff; absent for a guest).
    web::Response draw_private(const web::Request& request, PageKind kind, const Build& build);

    std::shared_ptr<const Theme> theme();
    const SiteConfig& config() const { return config_; }
    db::Database& database() { return database_; }

private:
    std::shared_ptr<const DateFormat> dates_for(const settings::Newsroom& newsroom);
    web::Response finish(RenderEnvironment& page, PageView& view, std::int64_t position);

    db::Database& database_;
    const Clock& clock_;
    SiteConfig config_;
    std::mutex mutex_;
    std::shared_ptr<const Theme> theme_;
    std::shared_ptr<const DateFormat> dates_;
    std::string dates_key_;
};

/// Tags by which pages are dropped: each is said once here and in `tags_for`.
std::string story_tag(StoryId story);
std::string conversation_tag(StoryId story);
/// On every page that shows comments with their authors' names: its own story's tag and
/// tag_conversations.
std::vector<std::string> conversation_tags(StoryId story);
std::string reader_tag(ReaderId reader); ///< pages about one reader
inline constexpr std::string_view tag_conversations = "conversations";
inline constexpr std::string_view tag_newsroom = "newsroom"; ///< on every page
inline constexpr std::string_view tag_stories = "stories";   ///< on every list
inline constexpr std::string_view tag_counts = "counts"; ///< on every list with numbers of comments
inline constexpr std::string_view tag_redirects = "redirects"; ///< on every 404

} // namespace masthead::site
