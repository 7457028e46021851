#include "app/command_server.hpp"

#include "app/command_context.hpp"
#include "app/local_socket.hpp"
#include "app/version.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <condition_variable>
#include <cstring>
#include <fstream>

namespace masthead::app {

namespace {

using Words = std::vector<std::string>;

struct Heard final : Output {
    std::string texts;
    std::string problems;
    std::string reports;
    std::vector<Progress> steps;

    void text(std::string_view text) override { texts += text; }
    void problem(std::string_view text) override { problems += text; }
    void progress(const Progress& progress) override { steps.push_back(progress); }
    void report(std::string_view json) override { reports += json; }
};

struct Fixture {
    test::TempDir dir;
    DataDirectory directory = *open_data_directory(dir.path(), IfAbsent::create);
};

bool comes_true(const std::function<bool()>& condition)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
    return true;
}

FileHandle say_raw(const DataDirectory& directory, std::string_view bytes)
{
    auto socket = connect_locally(directory);
    REQUIRE(socket);
    REQUIRE(::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(bytes.size()));
    return socket;
}

bool is_closed_by_server(const FileHandle& socket)
{
    char byte = 0;
    return ::recv(socket.get(), &byte, 1, 0) <= 0;
}

int answer_zero(const Words&, Output&, const std::function<bool()>&)
{
    return 0;
}

} // namespace

TEST_CASE("a command runs at the server and all it says comes back in order")
{
    Fixture f;
    const std::string long_text(frame_bytes_max * 2 + 17, 'x');
    CommandServer server{
        f.directory, [&](const Words& words, Output& out, const std::function<bool()>& cancelled) {
            CHECK(words == Words{"import", "/a b.xml", ""});
            CHECK_FALSE(cancelled());
            out.progress({"checking", 1, 2, "files", 1});
            out.text(long_text);
            out.text("end\n");
            out.problem("one thing\n");
            out.report("{\"a\":");
            out.report("1}");
            return 7;
        }};
    Heard heard;
    CHECK(run_at_server(f.directory, {"import", "/a b.xml", ""}, heard) == 7);
    CHECK(heard.texts == long_text + "end\n");
    CHECK(heard.problems == "one thing\n");
    CHECK(heard.reports == "{\"a\":1}");
    REQUIRE(heard.steps.size() == 1);
    CHECK(heard.steps[0] == Progress{"checking", 1, 2, "files", 1});
}

TEST_CASE(
    "where no server listens there is no answer, also beside a socket file that was left over")
{
    Fixture f;
    Heard heard;
    CHECK_FALSE(run_at_server(f.directory, {"demo"}, heard));
    const auto left_over = listen_locally(f.directory);
    ::shutdown(left_over.get(), SHUT_RDWR);
    CHECK_FALSE(run_at_server(f.directory, {"demo"}, heard));
    {
        CommandServer server{f.directory, answer_zero};
        CHECK(run_at_server(f.directory, {"demo"}, heard) == 0);
    }
    CHECK_FALSE(std::filesystem::exists(f.directory.socket_file()));
}

TEST_CASE("the socket is closed to other users, even in a folder with a very long name")
{
    const test::TempDir dir;
    const auto path = dir.path() / std::string(100, 'a') / std::string(100, 'b');
    const auto directory = *open_data_directory(path, IfAbsent::create);
    CommandServer server{directory, answer_zero};
    struct stat status {};
    REQUIRE(::stat(directory.socket_file().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    Heard heard;
    CHECK(run_at_server(directory, {}, heard) == 0);
}

TEST_CASE("a failure of the command is told and the server goes on")
{
    Fixture f;
    CommandServer server{f.directory,
                         [](const Words& words, Output&, const std::function<bool()>&) -> int {
                             if (words.front() == "fail")
                                 throw std::runtime_error("the disk is full");
                             return 0;
                         }};
    Heard heard;
    CHECK(run_at_server(f.directory, {"fail"}, heard) == exit_refused);
    CHECK(heard.problems == "masthead: the disk is full\n");
    CHECK(run_at_server(f.directory, {"go"}, heard) == 0);
}

TEST_CASE("another version's command is refused with words and not run")
{
    Fixture f;
    std::atomic<int> runs{0};
    CommandServer server{
        f.directory, [&](const Words&, Output&, const std::function<bool()>&) { return ++runs; }};
    FrameSocket socket{connect_locally(f.directory)};
    socket.send(FrameKind::words, *encode_words({"0.0.0", "demo"}));
    const auto problem = socket.receive(std::chrono::seconds{10});
    REQUIRE(problem);
    CHECK(problem->kind == FrameKind::problem);
    CHECK(problem->payload.find("Restart the server") != std::string::npos);
    CHECK(socket.receive(std::chrono::seconds{10})->payload == "1");
    CHECK(runs == 0);
}

TEST_CASE("nonsense ends its own conversation and no other")
{
    Fixture f;
    std::atomic<int> runs{0};
    CommandServer server{f.directory, [&](const Words&, Output&, const std::function<bool()>&) {
                             ++runs;
                             return 0;
                         }};
    const std::string rows[] = {
        "GET / HTTP/1.1\r\n\r\n",
        std::string{"W\xff\xff\xff\xff", 5},
        encode_frame(FrameKind::text, "hello"),
        encode_frame(FrameKind::words, "no end"),
        encode_frame(FrameKind::words, ""),
    };
    for (const auto& bytes : rows)
        CHECK(is_closed_by_server(say_raw(f.directory, bytes)));
    CHECK(runs == 0);
    Heard heard;
    CHECK(run_at_server(f.directory, {"go"}, heard) == 0);
}

TEST_CASE("a command whose asker goes away is cancelled and the server goes on")
{
    Fixture f;
    std::atomic<bool> running{false};
    std::atomic<bool> ended{false};
    CommandServer server{
        f.directory, [&](const Words& words, Output& out, const std::function<bool()>& cancelled) {
            if (words.front() != "long")
                return 0;
            running = true;
            while (!cancelled())
                out.progress({"writing", 1, 2, "stories", 1});
            out.text(std::string(10 * frame_bytes_max, 'x'));
            ended = true;
            return 1;
        }};
    {
        const auto asker =
            say_raw(f.directory, encode_frame(FrameKind::words, *encode_words({version, "long"})));
        REQUIRE(comes_true([&] { return running.load(); }));
    }
    CHECK(comes_true([&] { return ended.load(); }));
    Heard heard;
    CHECK(run_at_server(f.directory, {"go"}, heard) == 0);
}

TEST_CASE("a server that stops cancels what is under way and says so")
{
    Fixture f;
    std::atomic<bool> running{false};
    CommandServer server{f.directory,
                         [&](const Words&, Output& out, const std::function<bool()>& cancelled) {
                             running = true;
                             while (!cancelled())
                                 std::this_thread::sleep_for(std::chrono::milliseconds{1});
                             out.problem("stopped\n");
                             return 1;
                         }};
    Heard heard;
    std::thread asker{[&] { CHECK(run_at_server(f.directory, {"long"}, heard) == 1); }};
    REQUIRE(comes_true([&] { return running.load(); }));
    server.stop();
    asker.join();
    CHECK(heard.problems == "stopped\n");
}

TEST_CASE("as many commands as the limit run at once, and one more is refused with words")
{
    Fixture f;
    std::atomic<std::size_t> running{0};
    std::atomic<bool> finish{false};
    CommandServer server{f.directory, [&](const Words&, Output&, const std::function<bool()>&) {
                             ++running;
                             while (!finish)
                                 std::this_thread::sleep_for(std::chrono::milliseconds{1});
                             return 0;
                         }};
    std::vector<std::thread> askers;
    for (std::size_t i = 0; i < CommandServer::conversations_max; ++i)
        askers.emplace_back([&] {
            Heard heard;
            CHECK(run_at_server(f.directory, {"wait"}, heard) == 0);
        });
    REQUIRE(comes_true([&] { return running == CommandServer::conversations_max; }));
    Heard heard;
    CHECK(run_at_server(f.directory, {"wait"}, heard) == exit_refused);
    CHECK(heard.problems.find("too many commands") != std::string::npos);
    finish = true;
    for (auto& asker : askers)
        asker.join();
    CHECK(run_at_server(f.directory, {"wait"}, heard) == 0);
}

TEST_CASE("a command line past its limits is refused before anything is sent")
{
    Fixture f;
    std::atomic<int> runs{0};
    CommandServer server{f.directory, [&](const Words&, Output&, const std::function<bool()>&) {
                             ++runs;
                             return 0;
                         }};
    Heard heard;
    CHECK(run_at_server(f.directory, Words(words_max - 1, "w"), heard) == 0);
    CHECK(run_at_server(f.directory, Words(words_max, "w"), heard) == exit_refused);
    CHECK(runs == 1);
}

} // namespace masthead::app
