#include "app/cli/command_line.hpp"
#include "features/staff/invite_staff.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace masthead::app {

namespace {

using Words = std::vector<std::string>;

/// Keeps what a command says.
struct Heard final : Output {
    std::string said;
    std::string problems;

    void text(std::string_view words) override { said += words; }
    void problem(std::string_view words) override { problems += words; }
    void progress(const Progress&) override {}
    void report(std::string_view) override {}
};

struct Cast : test::PeopleCast {
    Heard out;

    int command(const Words& words)
    {
        out.said.clear();
        out.problems.clear();
        auto line = parse_command_line(words, dir.path());
        REQUIRE(std::holds_alternative<WriteCommand>(line));
        CommandContext context{*database, clock, dir.path() / "media", out, [] { return false; }};
        return std::get<WriteCommand>(line).run(context);
    }
    std::string token() const
    {
        const auto at = out.said.find("token=");
        REQUIRE(at != std::string::npos);
        return out.said.substr(at + 6, 43);
    }
    std::optional<staff::InvitedStaff> invited()
    {
        return read([&](db::Snapshot& snapshot) {
            return staff::find_invitation(snapshot, token(), now());
        });
    }
};

} // namespace

TEST_CASE("staff add prints one whole link that lets the person in")
{
    Cast cast;
    std::ofstream{cast.dir.path() / "masthead.toml"} << "site_url = \"https://news.example\"\n";
    CHECK(cast.command({"staff", "add", "Mira Quill", "mira@news.example", "editor"}) == exit_done);
    CHECK(cast.out.said.find("https://news.example/desk/invitation/?token=") != std::string::npos);
    const auto invited = cast.invited();
    REQUIRE(invited);
    CHECK(invited->name == "Mira Quill");
    CHECK(invited->role == staff::Role::editor);
    CHECK(cast.mails().empty());
}

TEST_CASE("staff add refuses in words, and invite gives a new link in place of the old")
{
    Cast cast;
    CHECK(cast.command({"staff", "add", "Mira", "mira@news.example", "editor"}) == exit_done);
    CHECK(cast.out.said.find("http://") != std::string::npos);
    CHECK(cast.command({"staff", "add", "Mira", "mira@news.example", "editor"}) == exit_refused);
    CHECK(cast.out.problems.find("masthead staff invite") != std::string::npos);
    CHECK(cast.command({"staff", "add", "Otto", "nowhere", "editor"}) == exit_refused);
    CHECK(cast.command({"staff", "invite", "mira@news.example"}) == exit_done);
    CHECK(cast.invited());
    CHECK(cast.command({"staff", "invite", "otto@news.example"}) == exit_refused);
    const auto wrong =
        parse_command_line({"staff", "add", "Otto", "otto@news.example", "boss"}, "/desk");
    REQUIRE(std::holds_alternative<CommandLineAnswer>(wrong));
    CHECK(std::get<CommandLineAnswer>(wrong).code == exit_usage);
    CHECK(std::get<CommandLineAnswer>(wrong).text.find("administrator") != std::string::npos);
}

} // namespace masthead::app
