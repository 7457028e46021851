// Measures what one cache miss costs: SQL + theme + gzip, in CPU time of the drawing thread.
// Usage: draw_pages NEWSROOM_DIR STORY_SLUG [ROUNDS]. The newsroom must not be served meanwhile.

#include "core/base/clock.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "surfaces/site/site_pages.hpp"

#include <libdeflate.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace masthead;

double cpu_ms()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::size_t gzip_bytes(const std::string& body)
{
    constexpr int level = 6; // what the page cache uses
    auto* compressor = libdeflate_alloc_compressor(level);
    std::vector<char> out(libdeflate_gzip_compress_bound(compressor, body.size()));
    const auto size =
        libdeflate_gzip_compress(compressor, body.data(), body.size(), out.data(), out.size());
    libdeflate_free_compressor(compressor);
    return size;
}

template <class Draw>
void measure(const char* name, int rounds, Draw&& draw)
{
    const auto warm = draw();
    if (warm.status != 200)
        throw std::runtime_error(std::string{name} + " answered " + std::to_string(warm.status));
    std::size_t compressed = 0;
    const auto start = cpu_ms();
    double drawing = 0;
    for (int i = 0; i < rounds; ++i) {
        const auto before = cpu_ms();
        const auto page = draw();
        drawing += cpu_ms() - before;
        compressed = gzip_bytes(page.body);
    }
    const auto all = (cpu_ms() - start) / rounds;
    std::printf("%-28s %6.3f ms CPU a page (drawing %.3f, gzip %.3f), %zu bytes, %zu compressed\n",
                name, all, drawing / rounds, all - drawing / rounds, warm.body.size(), compressed);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: draw_pages NEWSROOM_DIR STORY_SLUG [ROUNDS]\n");
        return 2;
    }
    const SystemClock clock;
    const auto database = db::sqlite::open_database(std::string{argv[1]} + "/masthead.db", clock,
                                                    db::embedded_migrations());
    site::Pages pages{*database, clock, {"https://bench.example", {}, false}};
    const std::string slug = argv[2];
    const int rounds = argc > 3 ? std::atoi(argv[3]) : 300;
    web::Request home;
    home.path = "/";
    web::Request story;
    story.path = "/" + slug + "/";
    story.route = {{"slug", slug}};
    measure("home", rounds, [&] { return site::home_page(pages, home); });
    measure("story with conversation", rounds, [&] { return site::story_page(pages, story); });
    return 0;
}
