#include "app/cli/write_command.hpp"

#include "app/cli/command_line.hpp"
#include "app/services.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

namespace masthead::app {

namespace {

struct Heard final : Output {
    std::string texts;
    std::string problems;
    void text(std::string_view text) override { texts += text; }
    void problem(std::string_view text) override { problems += text; }
    void progress(const Progress&) override {}
    void report(std::string_view) override {}
};

struct Newsroom {
    test::TempDir dir;
    DataDirectory directory = *open_data_directory(dir.path(), IfAbsent::create);

    struct Said {
        int code = 0;
        std::string texts;
        std::string problems;
    };
    Said run(std::vector<std::string> words) const
    {
        words.insert(words.end(), {"--data", dir.path().string()});
        const auto line = parse_command_line(words, "/");
        REQUIRE(std::holds_alternative<WriteCommand>(line));
        Heard heard;
        const int code = run_here_or_at_server(std::get<WriteCommand>(line), directory, heard);
        return {code, heard.texts, heard.problems};
    }
};

ServeOptions serving(const DataDirectory& directory)
{
    ServeOptions options{directory, {}, Development::no};
    options.config.listen = {"127.0.0.1:0"};
    options.config.io_threads = 1;
    options.config.access_log = false;
    return options;
}

} // namespace

TEST_CASE("the demonstration is made once, and a second time refused or left alone")
{
    const Newsroom newsroom;
    const auto made = newsroom.run({"demo"});
    CHECK(made.code == exit_done);
    CHECK(made.texts.starts_with("Created The Northmouth Courier: "));
    const auto again = newsroom.run({"demo"});
    CHECK(again.code == exit_refused);
    CHECK(again.problems.find("has stories already") != std::string::npos);
    const auto left = newsroom.run({"demo", "--if-empty"});
    CHECK(left.code == exit_done);
    CHECK(left.texts.empty());
    CHECK(left.problems.empty());
}

TEST_CASE("stories are withdrawn and published in a newsroom that nobody serves")
{
    const Newsroom newsroom;
    REQUIRE(newsroom.run({"demo"}).code == exit_done);
    const auto gone = newsroom.run({"story", "withdraw", "/storm-ottilie-live/"});
    CHECK(gone.code == exit_done);
    CHECK(gone.texts.find("masthead story publish storm-ottilie-live") != std::string::npos);
    CHECK(newsroom.run({"story", "publish", "storm-ottilie-live"}).code == exit_done);
    const auto absent = newsroom.run({"story", "withdraw", "nothing"});
    CHECK(absent.code == exit_refused);
    CHECK(absent.problems.find("There is no story `nothing`") != std::string::npos);
}

TEST_CASE("beside a running server the same commands do the same, in the server")
{
    const Newsroom newsroom;
    const auto lock = DirectoryLock::try_take(newsroom.directory);
    REQUIRE(lock);
    Services services{serving(newsroom.directory), parse_sent_words};
    services.start();
    CHECK(newsroom.run({"demo"}).texts.starts_with("Created The Northmouth Courier"));
    CHECK(services.title() == "The Northmouth Courier");
    CHECK(newsroom.run({"demo"}).code == exit_refused);
    CHECK(newsroom.run({"story", "withdraw", "storm-ottilie-live"}).code == exit_done);
    CHECK(newsroom.run({"story", "withdraw", "nothing"}).code == exit_refused);
    services.stop();
}

TEST_CASE("a command waits for a server that is still starting")
{
    const Newsroom newsroom;
    const auto lock = DirectoryLock::try_take(newsroom.directory);
    REQUIRE(lock);
    std::unique_ptr<Services> services;
    std::thread starting{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{150});
        services = std::make_unique<Services>(serving(newsroom.directory), parse_sent_words);
        services->start();
    }};
    CHECK(newsroom.run({"demo"}).code == exit_done);
    starting.join();
}

} // namespace masthead::app
