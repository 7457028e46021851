// Measures what a page of /following costs, from its request to its HTML, in CPU time of the thread
// that draws it. Usage: following_pages FILE prepare | following_pages FILE measure READER.
// benchmarks/following.py makes the newsroom. One JSON object a line.

#include "core/crypto/keys.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "surfaces/forum/forum.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace masthead;

constexpr int rounds = 40;
constexpr std::int64_t newest_ms = 1'609'459'200'000 + 5LL * 365 * 24 * 3600 * 1000;
constexpr std::int64_t span_ms = newest_ms - 1'609'459'200'000;

double cpu_ms()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// The forum as the server has it, asked without a socket.
struct Reading {
    SystemClock clock;
    std::unique_ptr<db::Database> database;
    crypto::Keys keys = crypto::random_keys();
    moderation::RuleBooks rule_books;
    site::Pages pages;
    forum::Forum forum;
    std::vector<web::Route> routes;

    explicit Reading(const char* file)
        : database(db::sqlite::open_database(file, clock, db::embedded_migrations())),
          pages(*database, clock, {"https://courier.example", {}, false}),
          forum({pages, *database, clock, rule_books, keys, {}}), routes(forum.routes())
    {
    }

    web::Response page(std::int64_t reader, const std::string& before) const
    {
        const auto route = std::ranges::find_if(routes, [](const web::Route& one) {
            return one.pattern == "/following/" && one.method == web::Method::get;
        });
        web::Request request;
        request.path = "/following/";
        request.visitor.reader = reader;
        if (!before.empty())
            request.query.emplace_back("before", before);
        return route->handler(request);
    }
};

int count_items(const std::string& html)
{
    int count = 0;
    for (auto at = html.find("id=\"comment-"); at != std::string::npos;
         at = html.find("id=\"comment-", at + 1))
        ++count;
    return count;
}

void measure(const Reading& reading, std::int64_t reader, const std::string& where, double back)
{
    double spent = 0;
    int items = 0;
    for (int i = 0; i < rounds; ++i) {
        // Not the same page again and again: each some minutes from the one before.
        const auto at = newest_ms - static_cast<std::int64_t>(static_cast<double>(span_ms) * back) -
                        i * 600'000;
        const auto place = back == 0 ? std::string{} : std::to_string(at) + "-1";
        const auto before = cpu_ms();
        const auto page = reading.page(reader, place);
        spent += cpu_ms() - before;
        if (page.status != 200)
            throw std::runtime_error("a page answered " + std::to_string(page.status));
        items = count_items(page.body);
    }
    std::printf("{\"where\":\"%s\",\"cpu_ms\":%.3f,\"items\":%d}\n", where.c_str(), spent / rounds,
                items);
}

// The first page after a start, when neither the memory nor the database's cache knows anything.
void measure_cold(const char* file, std::int64_t reader)
{
    std::vector<double> spent;
    int items = 0;
    for (int i = 0; i < 5; ++i) {
        const Reading cold{file};
        (void)cold.page(0, ""); // compiles the theme
        const auto before = cpu_ms();
        items = count_items(cold.page(reader, "").body);
        spent.push_back(cpu_ms() - before);
    }
    std::ranges::sort(spent);
    std::printf("{\"where\":\"the first after a start\",\"cpu_ms\":%.3f,\"items\":%d}\n",
                spent[spent.size() / 2], items);
}

void measure_all(const char* file, std::int64_t reader)
{
    measure_cold(file, reader);
    const Reading reading{file};
    (void)reading.page(reader, "");
    measure(reading, reader, "the newest", 0);
    measure(reading, reader, "a day back", 1.0 / (5 * 365));
    measure(reading, reader, "a month back", 1.0 / 60);
    measure(reading, reader, "a year back", 0.2);
    measure(reading, reader, "half of all back", 0.5);
    measure(reading, reader, "near the beginning", 0.98);
}

} // namespace

int main(int count, char** arguments)
{
    if (count == 3 && std::string_view{arguments[2]} == "prepare") {
        const masthead::SystemClock clock;
        (void)masthead::db::sqlite::open_database(arguments[1], clock,
                                                  masthead::db::embedded_migrations());
        return 0;
    }
    if (count != 4 || std::string_view{arguments[2]} != "measure")
        return 2;
    try {
        measure_all(arguments[1], std::atoll(arguments[3]));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "following_pages: %s\n", error.what());
        return 1;
    }
    return 0;
}
