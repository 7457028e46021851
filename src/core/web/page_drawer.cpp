#include "core/web/page_drawer.hpp"

#include "core/base/log.hpp"

#include <algorithm>
#include <array>

namespace masthead::web {

namespace {

constexpr int drawings_in_a_row_max = 3;

bool may_be_kept(const Response& response)
{
    static constexpr std::array statuses{200, 301, 308, 404, 410};
    return response.caching && !response.stream &&
           std::ranges::find(statuses, response.status) != statuses.end() &&
           response.caching->tags.size() <= limits::tags_per_page_max;
}

} // namespace

PageDrawer::PageDrawer(PageCache& cache, const Clock& clock, const Finisher& finisher,
                       net::WorkerPool& workers, net::WirePagePtr overloaded)
    : cache_(cache), clock_(clock), finisher_(finisher), workers_(workers),
      overloaded_(std::move(overloaded))
{
}

void PageDrawer::serve(const std::string& key, PageCache::Waiter waiter, Drawing drawing)
{
    auto begun = cache_.begin(key, std::move(waiter));
    if (begun.what == PageCache::Begin::ready) {
        begun.waiter.responder.respond({begun.page, nullptr, true});
        return;
    }
    if (begun.what == PageCache::Begin::wait)
        return;
    auto work = std::make_shared<PageCache::Begun>(std::move(begun));
    auto job = [this, key, work, drawing = std::move(drawing)] { run(key, *work, drawing); };
    if (!workers_.submit(std::move(job)))
        give_all(cache_.abandon(key), overloaded_);
}

void PageDrawer::make_brotli(std::string key)
{
    workers_.submit([this, key = std::move(key)] { add_brotli(key); });
}

// Whatever goes wrong, the drawing must end: everyone who asks for this page waits for it.
void PageDrawer::run(const std::string& key, const PageCache::Begun& begun, const Drawing& drawing)
{
    try {
        if (begun.what == PageCache::Begin::expand)
            expand(key, begun.version, drawing);
        else
            draw(key, begun.previous, drawing);
    } catch (const std::exception& failure) {
        log::error("web.drawing_failed", {{"what", failure.what()}});
        give_all(cache_.abandon(key), finisher_.plain(500, {}, false));
    }
}

void PageDrawer::draw(const std::string& key, const PageVersionPtr& previous,
                      const Drawing& drawing)
{
    for (int i = 0; i < drawings_in_a_row_max; ++i) {
        const Time began = clock_.now();
        const Response response = drawing();
        if (!may_be_kept(response)) {
            for (auto& waiter : cache_.abandon(key))
                waiter.responder.respond(finisher_.answer(response));
            return;
        }
        const DrawnPage page{
            finisher_.version(response, began, previous, cache_.wants_identity(key)),
            response.caching->tags, response.caching->position, response.caching->valid_until};
        auto finished = cache_.finish(key, page);
        if (!finished.again) {
            give_pages(std::move(finished.waiters), *page.version);
            return;
        }
    }
    // Withdrawn again and again while it was drawn: nobody is shown a page that must not be seen.
    give_all(cache_.abandon(key), overloaded_);
}

/// Makes the plain form of a page that is kept compressed, for the few who take no other.
void PageDrawer::expand(const std::string& key, const PageVersionPtr& version,
                        const Drawing& drawing)
{
    const PageVersionPtr made = finisher_.with_form(*version, Encoding::identity);
    const PageVersionPtr& expanded = made ? made : version;
    auto finished = cache_.expanded(key, version, expanded);
    if (finished.again)
        draw(key, version, drawing);
    else
        give_pages(std::move(finished.waiters), *expanded);
}

void PageDrawer::add_brotli(const std::string& key)
{
    const PageVersionPtr version = cache_.version_of(key);
    if (!version || version->forms[index_of(Encoding::brotli)])
        return;
    const PageVersionPtr more = finisher_.with_form(*version, Encoding::brotli);
    if (more)
        cache_.add_form(key, version, more);
}

void PageDrawer::give_pages(std::vector<PageCache::Waiter> waiters,
                            const PageVersion& version) const
{
    PageVersionPtr expanded;
    for (auto& waiter : waiters) {
        const Wanted& wanted = waiter.wanted;
        const auto choose = [&](const PageVersion& from) {
            return choose_form(from, wanted.acceptance, wanted.if_none_match,
                               wanted.if_modified_since, clock_.now());
        };
        auto page = choose(version);
        if (!page) {
            // He came while the page was being made and takes no form of it that there is.
            if (!expanded)
                expanded = finisher_.with_form(version, Encoding::identity);
            page = expanded ? choose(*expanded) : nullptr;
        }
        waiter.responder.respond({page, nullptr});
    }
}

void PageDrawer::give_all(std::vector<PageCache::Waiter> waiters,
                          const net::WirePagePtr& page) const
{
    for (auto& waiter : waiters)
        waiter.responder.respond({page, nullptr});
}

} // namespace masthead::web
