#pragma once

#include "core/base/clock.hpp"
#include "core/net/worker_pool.hpp"
#include "core/web/finishing.hpp"
#include "core/web/page_cache.hpp"
#include "core/web/parking.hpp"
#include "core/web/response.hpp"

#include <functional>
#include <optional>
#include <string>

namespace masthead::web {

/// Between the page cache and the workers: sees to it that a page is drawn once for all who wait
/// for it, kept if it may be, and sent to each in the form he takes. Who wants a page newer than
/// the one there is (`Waiter::since`) waits for the next drawing, which he does not bring forward.
/// All references must outlive the workers' last job.
class PageDrawer {
public:
    /// Draws the page; runs on a worker, must not throw.
    using Drawing = std::function<Response()>;

    /// `unknown` draws the page of all addresses that name nothing.
    PageDrawer(PageCache& cache, const Clock& clock, const Finisher& finisher,
               net::WorkerPool& workers, net::WirePagePtr overloaded, Drawing unknown,
               ParkedRequests::Options parking = {});

    /// Answers from the cache, or waits for the drawing under way, or starts it. Where the drawing
    /// answers an empty 404, the page of unknown addresses is given. Threads: any.
    void serve(const std::string& key, PageCache::Waiter waiter, Drawing drawing);

    /// Gives the page of unknown addresses, drawn once for all of them. Threads: any.
    void serve_unknown(PageCache::Waiter waiter);

    /// Whether this is for `serve_unknown`: an absence with nothing of its own to say.
    static bool is_unknown(const Response& response);

    /// Makes the brotli form on a worker, if there is room for that. Threads: any.
    void make_brotli(std::string key);

    /// Compresses the forms there are once more, thoroughly, likewise. Threads: any.
    void make_denser(std::string key);

    /// Every drop of events up to this position has been made. Threads: any.
    void note_position(std::int64_t position);
    std::int64_t noted() const { return parking_.noted(); }

    /// Requests that wait for a newer page now.
    std::size_t parked() const { return parking_.size(); }

    /// Before the workers end: nobody is made to wait any more, who waits is dropped.
    void stop() { parking_.stop(); }

private:
    void serve_later(const std::string& key, PageCache::Begun begun, Drawing drawing);
    bool park(const std::string& key, PageCache::Waiter& waiter, const Drawing& drawing,
              std::optional<Time> again_at);
    void wake(Parked parked);
    void give_early(const std::string& key, PageCache::Finished& finished,
                    const PageVersion& version, const Drawing& drawing);
    void run(const std::string& key, const PageCache::Begun& begun, const Drawing& drawing);
    void draw(const std::string& key, const PageVersionPtr& previous, const Drawing& drawing);
    void draw_unknown(const std::string& key, const Response& absence);
    std::optional<DrawnPage> page_of_unknown();
    void expand(const std::string& key, const PageVersionPtr& version, const Drawing& drawing);
    void add_brotli(const std::string& key);
    void add_denser(const std::string& key);
    void give_pages(std::vector<PageCache::Waiter> waiters, const PageVersion& version) const;
    void give_all(std::vector<PageCache::Waiter> waiters, const net::WirePagePtr& page) const;

    PageCache& cache_;
    const Clock& clock_;
    const Finisher& finisher_;
    net::WorkerPool& workers_;
    const net::WirePagePtr overloaded_;
    const Drawing unknown_;
    Parking parking_; // last: its thread uses the rest
};

} // namespace masthead::web
