#include "app/cli/terminal.hpp"

#include "app/file_handle.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <unistd.h>

namespace masthead::app {

namespace {

/// While it lives, what goes to standard error goes to a file.
class CaughtErrors {
public:
    explicit CaughtErrors(const std::filesystem::path& file)
        : before_(::dup(STDERR_FILENO)),
          file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600))
    {
        REQUIRE(::dup2(file_.get(), STDERR_FILENO) == STDERR_FILENO);
    }
    ~CaughtErrors() { ::dup2(before_.get(), STDERR_FILENO); }
    CaughtErrors(const CaughtErrors&) = delete;
    CaughtErrors& operator=(const CaughtErrors&) = delete;

private:
    FileHandle before_;
    FileHandle file_;
};

} // namespace

TEST_CASE("where there is no terminal a phase is a plain line, and no flood of them follows")
{
    const test::TempDir dir;
    const auto file = dir.path() / "errors";
    {
        const CaughtErrors caught{file};
        Terminal terminal;
        for (std::uint64_t i = 0; i < 1'000; ++i)
            terminal.progress({"checking", i, 1'000, "MB", 0});
        terminal.progress({"writing", 0, 1'000, "stories", 0});
        terminal.problem("one \x1b[31mred\x1b[0m thing\n");
    }
    CHECK(test::read_file(file) == "checking    0%  0 MB\nwriting    0%  0 stories\n"
                                   "one ?[31mred?[0m thing\n");
}

TEST_CASE("the pieces of a report are joined in order")
{
    Terminal terminal;
    CHECK(terminal.whole_report().empty());
    terminal.report("{\"a\":");
    terminal.report("1}");
    CHECK(terminal.whole_report() == "{\"a\":1}");
}

} // namespace masthead::app
