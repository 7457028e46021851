#pragma once

#include "core/base/clock.hpp"
#include "core/base/limits.hpp"
#include "core/net/application.hpp"
#include "core/web/page_version.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::web {

/// A page that is wanted at least as new as a position (`?since=`), and for how long its reader
/// waits for it.
struct Since {
    std::int64_t position = 0; ///< 0: any page will do
    std::chrono::steady_clock::time_point patient_until;
    net::Address network; ///< who asks, for the limit on how many wait
};

/// What a request asks of a page; owns its text so that it can wait for a drawing.
struct Wanted {
    Acceptance acceptance;
    std::string if_none_match;
    std::string if_modified_since;
};

/// A page just drawn.
struct DrawnPage {
    PageVersionPtr version;
    std::vector<std::string> tags;
    std::int64_t position = 0;
    std::optional<Time> valid_until;
};

/// How a drop treats readers who ask before the page is redrawn.
enum class Drop {
    lazily,   ///< the old page may be served until the next drawing is due (250 ms)
    urgently, ///< never again: the story was withdrawn
};

// A page that is asked for so often and stays as it is for so long is compressed once more, as
// small as can be: some 100 ms of a worker for 6 % of every answer after that.
inline constexpr std::uint32_t page_denser_hits = 1'024;
inline constexpr Milliseconds page_denser_after = std::chrono::seconds{5};

/// Finished pages by key (path and declared parameters), the least recently used dropped first.
/// One drawing per key at a time; a drawing that a drop overtook is not kept as fresh.
/// Threads: any. Why: docs/decisions/2026-11-23-page-cache.md.
class PageCache {
public:
    struct Options {
        std::size_t bytes_max = limits::page_cache_bytes_max;
        std::size_t error_bytes_max = limits::error_page_bytes_max;
        std::size_t tags_max = limits::page_tags_max;
        Milliseconds redraw_interval = limits::page_redraw_interval;
    };
    struct Waiter {
        Wanted wanted;
        net::Responder responder;
        Since since = {};
    };
    struct Counts {
        std::size_t pages = 0, bytes = 0, error_bytes = 0, tags = 0;
        std::uint64_t hits = 0, misses = 0, drawings = 0, stale_hits = 0, evictions = 0;
    };

    explicit PageCache(const Clock& clock);
    PageCache(const Clock& clock, Options options);
    ~PageCache();
    PageCache(const PageCache&) = delete;
    PageCache& operator=(const PageCache&) = delete;

    /// The page in the best form that is ready, or null. `wants_brotli` is set once per version,
    /// for the reader who would have taken it; `wants_denser` once a version that is asked for
    /// again and again stays as it is (`page_denser_hits`, `page_denser_after`).
    struct Found {
        net::WirePagePtr page;
        bool wants_brotli = false;
        bool wants_denser = false;
    };
    Found find(std::string_view key, const Acceptance& acceptance, std::string_view if_none_match,
               std::string_view if_modified_since);

    /// Drops every page that names the tag and was drawn before `position`, and every drawing
    /// under way that turns out to name it.
    void drop(std::string_view tag, std::int64_t position, Drop how = Drop::lazily);

    /// Every drop of events up to this position has been made: what is fresh is as new as that.
    void note_position(std::int64_t position);

    // The drawing side, used by the application.

    /// What `begin` asks its caller to do. The waiter is kept in all cases but `ready` and `later`:
    /// the page is older than he wants and not due to be redrawn before `again_at`, or the drops
    /// of his position are still to come (`again_at` is absent).
    enum class Begin { ready, wait, draw, expand, later };
    struct Begun {
        Begin what = Begin::wait;
        net::WirePagePtr page; ///< for `ready`
        Waiter waiter;         ///< for `ready` and `later`: given back
        std::optional<Time> again_at;
        PageVersionPtr version;  ///< for `expand`: lacks the identity form that is asked for
        PageVersionPtr previous; ///< for `draw`: what this drawing replaces, or null
    };
    Begun begin(const std::string& key, Waiter waiter);

    /// Ends a drawing: keeps the page if no drop overtook it, and gives back who waits for it.
    /// `again` means that an urgent drop did overtake it: the page must not be shown, draw again.
    /// `early` want a newer page than was drawn; it is due at `redraw_at`.
    struct Finished {
        bool again = false;
        std::vector<Waiter> waiters;
        std::vector<Waiter> early;
        Time redraw_at;
    };
    Finished finish(const std::string& key, const DrawnPage& page);

    /// Ends a drawing without a page to keep.
    std::vector<Waiter> abandon(const std::string& key);

    /// Whether someone who waits for the drawing takes no compressed form.
    bool wants_identity(const std::string& key) const;

    /// Puts `with_more` in the place of `version` and ends the drawing that `expand` began. `again`
    /// where that version has been dropped meanwhile: the caller goes on to draw.
    Finished expanded(const std::string& key, const PageVersionPtr& version,
                      PageVersionPtr with_more);

    /// The same for a form that nobody waits for; false, and forgotten, where the version is no
    /// longer there.
    bool add_form(std::string_view key, const PageVersionPtr& version, PageVersionPtr with_more);

    /// What is stored and fresh; asking counts as using it.
    std::optional<DrawnPage> kept(std::string_view key);

    /// The version now stored, fresh or not, or null.
    PageVersionPtr version_of(std::string_view key) const;

    Counts counts() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace masthead::web
