#include "app/data_directory.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

mode_t mode_of(const fs::path& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

} // namespace

TEST_CASE("a new newsroom is closed to other users and brings a commented settings file")
{
    const test::TempDir dir;
    const auto opened = open_data_directory(dir.path() / "a" / "newsroom/", IfAbsent::create);
    REQUIRE(opened.has_value());
    CHECK(mode_of(opened->path) == 0700);
    CHECK(fs::is_directory(opened->media()));
    CHECK(test::read_file(opened->settings_file()).find("# listen = ") != std::string::npos);
    CHECK(mode_of(opened->settings_file()) == 0600);
}

TEST_CASE("opening again keeps the settings")
{
    const test::TempDir dir;
    REQUIRE(open_data_directory(dir.path(), IfAbsent::create).has_value());
    std::ofstream{dir.path() / "masthead.toml"} << "workers = 3\n";
    REQUIRE(open_data_directory(dir.path(), IfAbsent::create).has_value());
    CHECK(test::read_file(dir.path() / "masthead.toml") == "workers = 3\n");
}

TEST_CASE("a command that may not create refuses where there is no newsroom and makes nothing")
{
    const test::TempDir dir;
    const auto refused = open_data_directory(dir.path() / "none", IfAbsent::refuse);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::not_found);
    CHECK(refused.error().detail.find("--data DIR") != std::string::npos);
    CHECK_FALSE(fs::exists(dir.path() / "none"));
}

TEST_CASE("a folder with other things in it is never made a newsroom")
{
    const test::TempDir dir;
    std::ofstream{dir.path() / "thesis.txt"} << "words";
    const auto refused = open_data_directory(dir.path(), IfAbsent::create);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::conflict);
    CHECK_FALSE(fs::exists(dir.path() / "masthead.toml"));
    const auto file = open_data_directory(dir.path() / "thesis.txt", IfAbsent::create);
    REQUIRE(file.has_error());
    CHECK(file.error().reason == Refusal::conflict);
}

TEST_CASE("one process at a time holds the lock, and its end gives it back")
{
    const test::TempDir dir;
    const auto directory = *open_data_directory(dir.path(), IfAbsent::create);
    int ready[2];
    int finish[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(finish) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = DirectoryLock::try_take(directory);
        char byte = lock ? 'y' : 'n';
        if (::write(ready[1], &byte, 1) != 1 || ::read(finish[0], &byte, 1) != 1)
            ::_exit(2);
        ::_exit(0); // as a kill would: nothing is given back by hand
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    CHECK(byte == 'y');
    CHECK_FALSE(DirectoryLock::try_take(directory));
    CHECK_FALSE(DirectoryLock::take(directory, std::chrono::milliseconds{60}));
    CHECK(lock_holder(directory) == child);
    REQUIRE(::write(finish[1], &byte, 1) == 1);
    ::waitpid(child, nullptr, 0);
    CHECK(DirectoryLock::take(directory, std::chrono::milliseconds{2'000}));
    for (const int end : {ready[0], ready[1], finish[0], finish[1]})
        ::close(end);
}

TEST_CASE("a lock is given up with its object")
{
    const test::TempDir dir;
    const auto directory = *open_data_directory(dir.path(), IfAbsent::create);
    {
        const auto lock = DirectoryLock::try_take(directory);
        REQUIRE(lock);
        CHECK_FALSE(DirectoryLock::try_take(directory));
    }
    CHECK(DirectoryLock::try_take(directory));
}

} // namespace masthead::app
