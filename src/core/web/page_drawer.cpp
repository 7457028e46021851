#include "core/web/page_drawer.hpp"

#include "core/base/log.hpp"

#include <algorithm>
#include <array>

namespace masthead::web {

namespace {

constexpr int drawings_in_a_row_max = 3;
// No path holds a control byte.
const std::string unknown_key = "\nunknown";

bool may_be_kept(const Response& response)
{
    static constexpr std::array statuses{200, 301, 308, 404, 410};
    return response.caching && !response.stream &&
           std::ranges::find(statuses, response.status) != statuses.end() &&
           response.caching->tags.size() <= limits::tags_per_page_max;
}

/// Puts what `make` makes of the version there is in its place. Where another form was added in the
/// meantime, once more on that.
template <class Make>
void improve(PageCache& cache, const std::string& key, Make&& make)
{
    constexpr int tries_max = 2;
    for (int i = 0; i < tries_max; ++i) {
        const PageVersionPtr version = cache.version_of(key);
        const PageVersionPtr more = version ? make(*version) : nullptr;
        if (!more || cache.add_form(key, version, more))
            return;
    }
}

} // namespace

PageDrawer::PageDrawer(PageCache& cache, const Clock& clock, const Finisher& finisher,
                       net::WorkerPool& workers, net::WirePagePtr overloaded, Drawing unknown,
                       ParkedRequests::Options parking)
    : cache_(cache), clock_(clock), finisher_(finisher), workers_(workers),
      overloaded_(std::move(overloaded)), unknown_(std::move(unknown)),
      parking_([this](Parked parked) { wake(std::move(parked)); }, parking)
{
}

bool PageDrawer::is_unknown(const Response& response)
{
    return response.status == 404 && response.body.empty() && response.headers.empty() &&
           response.problem.empty() && !response.stream;
}

void PageDrawer::serve_unknown(PageCache::Waiter waiter)
{
    waiter.since = {}; // the position he waits for says nothing of this page
    serve(unknown_key, std::move(waiter), unknown_);
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
    if (begun.what == PageCache::Begin::later)
        return serve_later(key, std::move(begun), std::move(drawing));
    auto work = std::make_shared<PageCache::Begun>(std::move(begun));
    auto job = [this, key, work, drawing = std::move(drawing)] { run(key, *work, drawing); };
    if (!workers_.submit(std::move(job)))
        give_all(cache_.abandon(key), overloaded_);
}

void PageDrawer::make_brotli(std::string key)
{
    workers_.submit([this, key = std::move(key)] { add_brotli(key); });
}

void PageDrawer::make_denser(std::string key)
{
    workers_.submit([this, key = std::move(key)] { add_denser(key); });
}

/// The reader comes again when the page he wants can be there; where he cannot wait, the page that
/// is there must do.
void PageDrawer::serve_later(const std::string& key, PageCache::Begun begun, Drawing drawing)
{
    if (park(key, begun.waiter, drawing, begun.again_at))
        return;
    begun.waiter.since.position = 0;
    serve(key, std::move(begun.waiter), std::move(drawing));
}

/// False, and the waiter is left as he was, where his patience has ended or there is no room.
bool PageDrawer::park(const std::string& key, PageCache::Waiter& waiter, const Drawing& drawing,
                      std::optional<Time> again_at)
{
    const auto now = std::chrono::steady_clock::now();
    const Since since = waiter.since;
    if (now >= since.patient_until)
        return false;
    Parked parked{key, std::move(waiter), drawing, since.patient_until, std::nullopt};
    if (again_at)
        parked.wake_at =
            std::min(since.patient_until,
                     now + std::clamp(*again_at - clock_.now(), Milliseconds{1}, parked_time_max));
    else
        parked.wake_by = since.position;
    if (parking_.park(parked))
        return true;
    waiter = std::move(parked.waiter);
    return false;
}

void PageDrawer::wake(Parked parked)
{
    if (std::chrono::steady_clock::now() >= parked.waiter.since.patient_until)
        parked.waiter.since.position = 0;
    serve(parked.key, std::move(parked.waiter), std::move(parked.drawing));
}

void PageDrawer::note_position(std::int64_t position)
{
    // The cache first: who is woken must find it noted there.
    cache_.note_position(position);
    parking_.note_position(position);
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
        if (is_unknown(response) && key != unknown_key)
            return draw_unknown(key, response);
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
            give_early(key, finished, *page.version, drawing);
            give_pages(std::move(finished.waiters), *page.version);
            return;
        }
    }
    // Withdrawn again and again while it was drawn: nobody is shown a page that must not be seen.
    give_all(cache_.abandon(key), overloaded_);
}

/// A thousand made-up addresses must not cost a thousand drawings: those that may be kept are kept
/// as the one page, under what drops it and what would bring a page to this address.
void PageDrawer::draw_unknown(const std::string& key, const Response& absence)
{
    if (auto page = may_be_kept(absence) ? page_of_unknown() : std::nullopt) {
        const PageCaching& caching = *absence.caching;
        page->tags.insert(page->tags.end(), caching.tags.begin(), caching.tags.end());
        page->position = std::min(page->position, caching.position);
        if (caching.valid_until)
            page->valid_until =
                std::min(page->valid_until.value_or(Time::max()), *caching.valid_until);
        auto finished = cache_.finish(key, *page);
        if (!finished.again) {
            give_pages(std::move(finished.early), *page->version);
            give_pages(std::move(finished.waiters), *page->version);
            return;
        }
    }
    // There is none yet, or an urgent drop has just overtaken it.
    for (auto& waiter : cache_.abandon(key))
        serve_unknown(std::move(waiter));
}

/// What is kept and fresh, with its brotli form: else each address that is asked for twice would
/// have one made.
std::optional<DrawnPage> PageDrawer::page_of_unknown()
{
    auto page = cache_.kept(unknown_key);
    if (!page || page->version->forms[index_of(Encoding::brotli)])
        return page;
    add_brotli(unknown_key);
    return cache_.kept(unknown_key);
}

/// Makes the plain form of a page that is kept compressed, for the few who take no other.
void PageDrawer::expand(const std::string& key, const PageVersionPtr& version,
                        const Drawing& drawing)
{
    const PageVersionPtr made = finisher_.with_form(*version, Encoding::identity);
    const PageVersionPtr& expanded = made ? made : version;
    auto finished = cache_.expanded(key, version, expanded);
    if (finished.again)
        return draw(key, version, drawing);
    give_early(key, finished, *expanded, drawing);
    give_pages(std::move(finished.waiters), *expanded);
}

/// Who wants a newer page than was drawn waits for the next, or takes this one.
void PageDrawer::give_early(const std::string& key, PageCache::Finished& finished,
                            const PageVersion& version, const Drawing& drawing)
{
    std::vector<PageCache::Waiter> impatient;
    for (PageCache::Waiter& waiter : finished.early) {
        if (!park(key, waiter, drawing, finished.redraw_at))
            impatient.push_back(std::move(waiter));
    }
    give_pages(std::move(impatient), version);
}

void PageDrawer::add_brotli(const std::string& key)
{
    improve(cache_, key, [this](const PageVersion& version) {
        const bool is_there = version.forms[index_of(Encoding::brotli)] != nullptr;
        return is_there ? nullptr : finisher_.with_form(version, Encoding::brotli);
    });
}

void PageDrawer::add_denser(const std::string& key)
{
    improve(cache_, key,
            [this](const PageVersion& version) { return finisher_.denser(version); });
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
