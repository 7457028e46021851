#include "app/cli/command_line.hpp"

#include "app/cli/messages.hpp"
#include "app/cli/story_words.hpp"

#include <doctest/doctest.h>

namespace masthead::app {

namespace {

using Words = std::vector<std::string>;

CommandLineAnswer answer_to(const Words& words)
{
    auto line = parse_command_line(words, "/desk");
    REQUIRE(std::holds_alternative<CommandLineAnswer>(line));
    return std::get<CommandLineAnswer>(std::move(line));
}

WriteCommand command_of(const Words& words)
{
    auto line = parse_command_line(words, "/desk");
    REQUIRE(std::holds_alternative<WriteCommand>(line));
    return std::get<WriteCommand>(std::move(line));
}

} // namespace

TEST_CASE("a command line that cannot be understood says what to do and answers 2")
{
    struct Row {
        Words words;
        const char* said;
    };
    const Row rows[] = {
        {{}, "serve"},
        {{"serv"}, "Did you mean `serve`?"},
        {{"story", "withdrew"}, "Did you mean `withdraw`?"},
        {{"import", "wordpres", "x"}, "Did you mean `wordpress`?"},
        {{"qqqqqq"}, "masthead help"},
        {{"story"}, "required"},
        {{"story", "withdraw"}, "SLUG"},
        {{"story", "withdraw", "a", "b"}, "not expected"},
        {{"import", "wordpress"}, "FILE"},
        {{"demo", "--if-emptied"}, "--if-emptied"},
        {{"serve", "--data"}, "--data"},
        {{"help", "serv"}, "Did you mean `serve`?"},
        {{"help", "serve", "more"}, "There is no command `more`"},
    };
    for (const auto& row : rows) {
        const auto answer = answer_to(row.words);
        INFO(answer.text);
        CHECK(answer.code == exit_usage);
        CHECK(answer.text.find(row.said) != std::string::npos);
    }
}

TEST_CASE("help and version answer 0")
{
    for (const Words& words : {Words{"help"}, Words{"--help"}, Words{"-h"}}) {
        const auto answer = answer_to(words);
        CHECK(answer.code == exit_done);
        for (const char* command : {"serve", "import", "story", "demo", "version", "help"})
            CHECK(answer.text.find(command) != std::string::npos);
    }
    CHECK(answer_to({"version"}).text.starts_with("masthead "));
    CHECK(answer_to({"--version"}).text.starts_with("masthead "));
    CHECK(answer_to({"help", "import", "wordpress"}).text.find("--uploads") != std::string::npos);
    CHECK(answer_to({"story", "publish", "--help"}).code == exit_done);
}

TEST_CASE("every command that needs a newsroom takes --data and says so")
{
    for (const Words& words : {Words{"help", "serve"}, Words{"help", "import", "wordpress"},
                               Words{"help", "story", "publish"},
                               Words{"help", "story", "withdraw"}, Words{"help", "demo"}})
        CHECK(answer_to(words).text.find("--data DIR=newsroom") != std::string::npos);
    CHECK(command_of({"demo"}).data == "/desk/newsroom");
    CHECK(command_of({"demo", "--data", "../x"}).data == "/x");
    CHECK(command_of({"demo", "--data=/srv/paper"}).data == "/srv/paper");
}

TEST_CASE("only commands that make something make a newsroom")
{
    CHECK(command_of({"demo"}).if_absent == IfAbsent::create);
    CHECK(command_of({"import", "wordpress", "a.xml"}).if_absent == IfAbsent::create);
    CHECK(command_of({"story", "publish", "a"}).if_absent == IfAbsent::refuse);
    CHECK(command_of({"story", "withdraw", "a"}).if_absent == IfAbsent::refuse);
}

TEST_CASE("what is sent to the server stands for the same, from any folder")
{
    const auto import = command_of({"import", "wordpress", "a.xml", "/srv/b.xml", "--uploads", "up",
                                    "--fetch", "--dry-run", "--report", "r.json", "--data", "d"});
    CHECK(import.words == Words{"import", "wordpress", "/desk/a.xml", "/srv/b.xml", "--uploads",
                                "/desk/up", "--fetch", "--dry-run"});
    CHECK(import.report == "/desk/r.json");
    CHECK(import.length == CommandLength::lengthy);
    const auto at_server = parse_sent_words(import.words);
    REQUIRE(at_server);
    CHECK(at_server->words == import.words);

    const Words rows[] = {{"demo"},
                          {"demo", "--if-empty"},
                          {"story", "publish", "a"},
                          {"story", "withdraw", "a"},
                          {"import", "wordpress", "a.xml"}};
    for (const auto& words : rows) {
        const auto sent = command_of(words).words;
        REQUIRE(parse_sent_words(sent));
        CHECK(parse_sent_words(sent)->words == sent);
    }
}

TEST_CASE("only commands that write can come through the socket")
{
    CHECK_FALSE(parse_sent_words({}));
    CHECK_FALSE(parse_sent_words({"serve"}));
    CHECK_FALSE(parse_sent_words({"version"}));
    CHECK_FALSE(parse_sent_words({"help"}));
    CHECK_FALSE(parse_sent_words({"story"}));
    CHECK_FALSE(parse_sent_words({"rm", "-rf"}));
}

TEST_CASE("a pasted address stands for its story")
{
    CHECK(slug_in("harbour-strike") == "harbour-strike");
    CHECK(slug_in("/harbour-strike/") == "harbour-strike");
    CHECK(slug_in("https://courier.example/harbour-strike/") == "harbour-strike");
    CHECK(slug_in("/").empty());
}

TEST_CASE("a refusal is explained with what to do next")
{
    CHECK(explain(refuse(Refusal::not_found, "story.not_found", "ferri")) ==
          "There is no story `ferri`. Give the last part of its address: for /harbour-strike/ it "
          "is harbour-strike.\n");
    CHECK(explain(refuse(Refusal::invalid, "unheard.of")) == "Refused: unheard.of\n");
    CHECK(explain(refuse(Refusal::invalid, "unheard.of", "a.xml line 3: no.")) ==
          "a.xml line 3: no.\n");
}

} // namespace masthead::app
