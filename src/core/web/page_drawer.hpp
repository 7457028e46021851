#pragma once

#include "core/base/clock.hpp"
#include "core/net/worker_pool.hpp"
#include "core/web/finishing.hpp"
#include "core/web/page_cache.hpp"
#include "core/web/response.hpp"

#include <functional>
#include <string>

namespace masthead::web {

/// Between the page cache and the workers: sees to it that a page is drawn once for all who wait
/// for it, kept if it may be, and sent to each in the form he takes. All references must outlive
/// the workers' last job.
class PageDrawer {
public:
    /// Draws the page; runs on a worker, must not throw.
    using Drawing = std::function<Response()>;

    PageDrawer(PageCache& cache, const Clock& clock, const Finisher& finisher,
               net::WorkerPool& workers, net::WirePagePtr overloaded);

    /// Answers from the cache, or waits for the drawing under way, or starts it. Threads: any.
    void serve(const std::string& key, PageCache::Waiter waiter, Drawing drawing);

    /// Makes the brotli form on a worker, if there is room for that. Threads: any.
    void make_brotli(std::string key);

private:
    void run(const std::string& key, const PageCache::Begun& begun, const Drawing& drawing);
    void draw(const std::string& key, const PageVersionPtr& previous, const Drawing& drawing);
    void expand(const std::string& key, const PageVersionPtr& version, const Drawing& drawing);
    void add_brotli(const std::string& key);
    void give_pages(std::vector<PageCache::Waiter> waiters, const PageVersion& version) const;
    void give_all(std::vector<PageCache::Waiter> waiters, const net::WirePagePtr& page) const;

    PageCache& cache_;
    const Clock& clock_;
    const Finisher& finisher_;
    net::WorkerPool& workers_;
    const net::WirePagePtr overloaded_;
};

} // namespace masthead::web
