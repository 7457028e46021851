#include "app/services.hpp"

#include "app/demo_newsroom.hpp"
#include "app/jobs.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/stories/find_stories.hpp"
#include "features/stories/save_story.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <condition_variable>
#include <fstream>

namespace masthead::app {

namespace {

struct Quiet final : Output {
    std::string problems;
    void text(std::string_view) override {}
    void problem(std::string_view text) override { problems += text; }
    void progress(const Progress&) override {}
    void report(std::string_view) override {}
};

/// A whole answer to one GET, read until the server closes.
std::string get(std::uint16_t port, const std::string& path)
{
    const FileHandle socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
            0);
    const auto request =
        "GET " + path + " HTTP/1.1\r\nHost: newsroom.test\r\nConnection: close\r\n\r\n";
    REQUIRE(::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(request.size()));
    std::string answer;
    std::string piece(64 * 1024, '\0');
    for (;;) {
        const auto got = ::recv(socket.get(), piece.data(), piece.size(), 0);
        if (got <= 0)
            return answer;
        answer.append(piece, 0, static_cast<std::size_t>(got));
    }
}

int status_of(std::uint16_t port, const std::string& path)
{
    return std::stoi(get(port, path).substr(9, 3));
}

WriteCommand withdrawing(const std::string& slug)
{
    WriteCommand command;
    command.run = [slug](CommandContext& context) {
        const auto done = context.database.write(
            [&](db::Tx& tx) { return stories::withdraw_story(tx, slug, context.clock.now()); });
        return done ? exit_done : exit_refused;
    };
    return command;
}

struct Fixture {
    test::TempDir dir;
    DataDirectory directory = *open_data_directory(dir.path(), IfAbsent::create);
    CommandParser parse = [](const std::vector<std::string>& words) {
        return std::optional{withdrawing(words.at(0))};
    };

    Fixture()
    {
        const SystemClock clock;
        const auto database =
            db::sqlite::open_database(directory.database_file(), clock, db::embedded_migrations());
        const auto stored =
            store_demo(*database, clock, directory.media(), *read_demo(embedded_files()));
        REQUIRE(stored.has_value());
    }
    ServeOptions options() const
    {
        ServeOptions options{directory, {}, Development::no};
        options.config.listen = {"127.0.0.1:0"};
        options.config.io_threads = 1;
        options.config.access_log = false;
        return options;
    }
};

} // namespace

TEST_CASE("a newsroom is served, with its pictures, its health and its error pages")
{
    Fixture f;
    Services services{f.options(), f.parse};
    services.start();
    const auto home = get(services.port(), "/");
    CHECK(home.starts_with("HTTP/1.1 200 "));
    CHECK(home.find("The Northmouth Courier") != std::string::npos);
    CHECK(status_of(services.port(), "/storm-ottilie-live/") == 200);
    CHECK(status_of(services.port(), "/media/demo/storm-ottilie-live.webp") == 200);
    CHECK(status_of(services.port(), "/healthz") == 200);
    CHECK(status_of(services.port(), "/no-such-story/") == 404);
    CHECK(status_of(services.port(), "/media/../masthead.db") != 200);
    CHECK(status_of(services.port(), "/media/%2e%2e/masthead.db") != 200);
    CHECK(services.title() == "The Northmouth Courier");
    CHECK(services.url() == "http://127.0.0.1:" + std::to_string(services.port()));
}

TEST_CASE("a story withdrawn through the socket is gone from every page when the command has ended")
{
    Fixture f;
    Services services{f.options(), f.parse};
    services.start();
    CHECK(status_of(services.port(), "/storm-ottilie-live/") == 200);
    CHECK(get(services.port(), "/").find("/storm-ottilie-live/") != std::string::npos);
    Quiet out;
    CHECK(run_at_server(f.directory, {"storm-ottilie-live"}, out) == 0);
    CHECK(status_of(services.port(), "/storm-ottilie-live/") == 410);
    CHECK(get(services.port(), "/").find("href=\"/storm-ottilie-live/\"") == std::string::npos);
}

TEST_CASE("a second lengthy command is refused with words while the first runs")
{
    Fixture f;
    std::mutex mutex;
    std::condition_variable changed;
    bool running = false;
    bool finish = false;
    f.parse = [&](const std::vector<std::string>& words) {
        WriteCommand command;
        command.length = words.at(0) == "long" ? CommandLength::lengthy : CommandLength::brief;
        command.run = [&, words](CommandContext&) {
            if (words.at(0) != "long")
                return 0;
            std::unique_lock lock{mutex};
            running = true;
            changed.notify_all();
            changed.wait(lock, [&] { return finish; });
            return 0;
        };
        return std::optional{std::move(command)};
    };
    Services services{f.options(), f.parse};
    services.start();
    Quiet first;
    std::thread import{[&] { CHECK(run_at_server(f.directory, {"long"}, first) == 0); }};
    {
        std::unique_lock lock{mutex};
        REQUIRE(changed.wait_for(lock, std::chrono::seconds{10}, [&] { return running; }));
    }
    Quiet second;
    CHECK(run_at_server(f.directory, {"long"}, second) == exit_refused);
    CHECK(second.problems.find("another import") != std::string::npos);
    Quiet brief;
    CHECK(run_at_server(f.directory, {"brief"}, brief) == 0);
    {
        const std::lock_guard lock{mutex};
        finish = true;
    }
    changed.notify_all();
    import.join();
}

TEST_CASE("words that are no command are answered as such")
{
    Fixture f;
    f.parse = [](const std::vector<std::string>&) { return std::optional<WriteCommand>{}; };
    Services services{f.options(), f.parse};
    services.start();
    Quiet out;
    CHECK(run_at_server(f.directory, {"serve"}, out) == exit_usage);
    CHECK_FALSE(out.problems.empty());
}

TEST_CASE("services that never started end in peace, and an address that cannot be had is named")
{
    Fixture f;
    {
        const Services never_started{f.options(), f.parse};
    }
    Services services{f.options(), f.parse};
    services.start();
    auto taken = f.options();
    const test::TempDir elsewhere;
    taken.directory = *open_data_directory(elsewhere.path(), IfAbsent::create);
    taken.config.listen = {"192.0.2.1:8080"};
    std::string what;
    try {
        const Services refused{taken, f.parse};
    } catch (const std::exception& error) {
        what = error.what();
    }
    CHECK(what.find("192.0.2.1") != std::string::npos);
}

TEST_CASE("a scheduled story is published when its time has come, and the round goes on")
{
    const test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    const auto database =
        db::sqlite::open_database(dir.path() / "test.db", clock, db::embedded_migrations());
    const auto saved = database->write([&](db::Tx& tx) {
        stories::SaveStory story;
        story.slug = "tomorrow";
        story.headline = "Tomorrow";
        story.state = stories::StoryState::scheduled;
        story.published_at = clock.now() + std::chrono::seconds{90};
        return stories::save_story(tx, story, clock.now());
    });
    REQUIRE(saved.has_value());
    const auto state = [&] {
        return database->read(
            [&](db::Snapshot& s) { return stories::find_story_by_slug(s, "tomorrow")->state; });
    };
    const auto due_at = [&] {
        return *database->read([](db::Snapshot& s) { return db::next_job_at(s); });
    };
    moderation::RuleBooks rule_books;
    db::JobRunner runner{*database, clock,
                         job_handlers({*database, clock, dir.path(), {}, rule_books})};
    arm_jobs(*database, clock);
    CHECK(runner.run_due() == 4);
    CHECK(rule_books.current()->is_available()); // what could not be read at the start is read now
    CHECK(state() == stories::StoryState::scheduled);
    CHECK(due_at() == clock.now() + std::chrono::seconds{60});

    clock.advance(std::chrono::seconds{60});
    CHECK(runner.run_due() == 1);
    CHECK(due_at() == clock.now() + std::chrono::seconds{30});

    clock.advance(std::chrono::seconds{30});
    CHECK(runner.run_due() == 1);
    CHECK(state() == stories::StoryState::published);
    CHECK(due_at() == clock.now() + std::chrono::seconds{60});
}

TEST_CASE("a round that an ended process left runs once and is not added again")
{
    const test::TempDir dir;
    ManualClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
    const auto database =
        db::sqlite::open_database(dir.path() / "test.db", clock, db::embedded_migrations());
    const auto left = database->write([&](db::Tx& tx) -> Result<int> {
        db::add_job(tx, {job_publish_due, R"({"round":"earlier"})", clock.now()});
        db::add_job(tx, {job_trim_events, R"({"round":"earlier"})", clock.now()});
        return 0;
    });
    REQUIRE(left.has_value());
    moderation::RuleBooks rule_books;
    db::JobRunner runner{*database, clock,
                         job_handlers({*database, clock, dir.path(), {}, rule_books})};
    CHECK(runner.run_due() == 2);
    CHECK_FALSE(database->read([](db::Snapshot& s) { return db::next_job_at(s); }));
}

} // namespace masthead::app
