#include "app/config.hpp"

#include "core/base/text.hpp"

#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>

namespace masthead::app {

namespace {

std::string refusal_of(std::string_view text)
{
    const auto config = parse_config(text, "masthead.toml");
    REQUIRE(config.has_error());
    return config.error().detail;
}

const std::string settings_page = test::read_file(MASTHEAD_SOURCE_DIR "/docs/settings.md");

struct Documented {
    std::string name;
    std::string default_value;
};

// A setting's own part begins with "### `name`" and holds a line "Default: `value`".
std::vector<Documented> documented_settings()
{
    std::vector<Documented> found;
    for (const auto line : split(settings_page, '\n')) {
        const std::string text{line};
        std::smatch match;
        if (std::regex_match(text, match, std::regex{"### `([a-z_]+)`"}))
            found.push_back({match[1], ""});
        else if (std::regex_match(text, match, std::regex{"Default: `(.*)`.*"}) && !found.empty())
            found.back().default_value = match[1];
    }
    return found;
}

} // namespace

TEST_CASE("an empty settings file means the defaults")
{
    const auto config = parse_config("", "masthead.toml");
    REQUIRE(config.has_value());
    CHECK(*config == Config{});
}

TEST_CASE("every setting is documented with its default, and nothing else is")
{
    const auto documented = documented_settings();
    const Config defaults;
    for (const auto& key : config_keys()) {
        INFO(key.name);
        const auto found =
            std::find_if(documented.begin(), documented.end(),
                         [&](const Documented& entry) { return entry.name == key.name; });
        REQUIRE(found != documented.end());
        CHECK(found->default_value == key.show(defaults));
    }
    CHECK(documented.size() == config_keys().size());
}

TEST_CASE("the settings file of a new newsroom says every default and changes nothing")
{
    const auto text = default_settings_text();
    const auto untouched = parse_config(text, "masthead.toml");
    REQUIRE(untouched.has_value());
    CHECK(*untouched == Config{});
    for (const auto& key : config_keys()) {
        const auto line = "# " + std::string{key.name} + " = " + key.show(Config{}) + "\n";
        CHECK(text.find(line) != std::string::npos);
    }
    // Taking the # away keeps every value as it was: the shown defaults are valid settings.
    const auto switched_on =
        parse_config(std::regex_replace(text, std::regex{"# ([a-z_]+ =)"}, "$1"), "masthead.toml");
    REQUIRE(switched_on.has_value());
    CHECK(*switched_on == Config{});
}

TEST_CASE("every key that is set arrives")
{
    const auto config = parse_config(R"toml(
site_url = "https://news.example/"
listen = ["0.0.0.0:80", "[::]:80"]
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
access_log = false
log_level = "warn"
io_threads = 3
workers = 8
page_cache_mb = 32
connections_max = 100
connections_per_network_max = 10
keep_alive_timeout_seconds = 5
drain_timeout_seconds = 0
theme = "themes/mine"
)toml",
                                     "masthead.toml");
    REQUIRE(config.has_value());
    CHECK(config->site_url == "https://news.example");
    CHECK(config->listen == std::vector<std::string>{"0.0.0.0:80", "[::]:80"});
    CHECK(config->trusted_proxies == std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"});
    CHECK_FALSE(config->access_log);
    CHECK(config->log_level == log::Level::warn);
    CHECK(config->io_threads == 3);
    CHECK(config->workers == 8);
    CHECK(config->page_cache_mb == 32);
    CHECK(config->connections_max == 100);
    CHECK(config->connections_per_network_max == 10);
    CHECK(config->keep_alive_timeout_seconds == 5);
    CHECK(config->drain_timeout_seconds == 0);
    CHECK(config->theme == "themes/mine");
}

TEST_CASE("an unknown key is refused with its line and the nearest name")
{
    CHECK(refusal_of("access_log = true\n\npage_cache_md = 3\n") ==
          "masthead.toml line 3: there is no setting `page_cache_md`. Did you mean "
          "`page_cache_mb`?");
    CHECK(refusal_of("entirely_other = 1").find("docs/settings.md") != std::string::npos);
    CHECK(refusal_of("[server]\nport = 1").find("there is no setting `server`") !=
          std::string::npos);
}

TEST_CASE("a wrong value is refused with its key, its line and what it must be")
{
    struct Row {
        const char* text;
        const char* expected;
    };
    const Row rows[] = {
        {"\naccess_log = 1", "line 2: `access_log` must be true or false."},
        {"io_threads = 65", "`io_threads` must be a whole number from 0 to 64."},
        {"io_threads = -1", "`io_threads` must be a whole number from 0 to 64."},
        {"io_threads = 1.5", "`io_threads` must be a whole number from 0 to 64."},
        {"workers = 0", "`workers` must be a whole number from 1 to 1024."},
        {"smtp_connections = 0", "`smtp_connections` must be a whole number from 1 to 16."},
        {"smtp_connections = 17", "`smtp_connections` must be a whole number from 1 to 16."},
        {"mail_at_once_wait_seconds = 3601",
         "`mail_at_once_wait_seconds` must be a whole number from 0 to 3600."},
        {"workers = \"many\"", "`workers` must be"},
        {"log_level = \"loud\"", "`log_level` must be \"debug\""},
        {"listen = \"8080\"", "`listen` must be \"HOST:PORT\""},
        {"listen = []", "`listen` must be"},
        {"listen = [1]", "`listen` must be"},
        {"trusted_proxies = [\"10.0.0.1/8\"]", "`trusted_proxies` must be"},
        {"trusted_proxies = true", "`trusted_proxies` must be"},
        {"site_url = \"news.example\"", "`site_url` must be an address"},
        {"site_url = \"https://news.example/blog\"", "`site_url` must be an address"},
        {"site_url = \"https://me:secret@news.example\"", "`site_url` must be an address"},
        {"site_url = \"javascript:alert(1)\"", "`site_url` must be an address"},
        {"theme = 3", "`theme` must be a folder"},
        {"theme = 1979-05-27", "`theme` must be a folder"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(refusal_of(row.text).find(row.expected) != std::string::npos);
    }
}

TEST_CASE("numbers are taken up to their limits")
{
    CHECK(parse_config("io_threads = 64", "f")->io_threads == 64);
    CHECK(parse_config("smtp_connections = 16", "f")->smtp_connections == 16);
    CHECK(parse_config("mail_at_once_wait_seconds = 3600", "f")->mail_at_once_wait_seconds ==
          3'600);
    CHECK(parse_config("workers = 1024", "f")->workers == 1024);
    CHECK(refusal_of("workers = 1025").find("1024") != std::string::npos);
    CHECK(parse_config(std::string(settings_bytes_max, '#'), "f").has_value());
    CHECK(parse_config(std::string(settings_bytes_max + 1, '#'), "f").has_error());
}

TEST_CASE("the first mistake of several is named")
{
    CHECK(refusal_of("workers = 0\nio_threads = 99\nabc = 1").find("line 1:") != std::string::npos);
}

TEST_CASE("a file that is no TOML is refused with the line")
{
    CHECK(refusal_of("access_log = true\nlisten = \"127.0.0.1:80\n").find("line 2:") !=
          std::string::npos);
    CHECK(refusal_of("workers = 1\nworkers = 2").find("line 2:") != std::string::npos);
    CHECK(refusal_of("\xff\xfe").find("line 1:") != std::string::npos);
}

TEST_CASE("a browser is sent to an address it can open")
{
    CHECK(browsable_url("127.0.0.1:8080") == "http://127.0.0.1:8080");
    CHECK(browsable_url("0.0.0.0:80") == "http://127.0.0.1");
    CHECK(browsable_url("[::]:8080") == "http://[::1]:8080");
}

TEST_CASE("an absent settings file means the defaults and a relative theme counts from the file")
{
    const test::TempDir dir;
    CHECK(*load_config(dir.path() / "masthead.toml") == Config{});
    std::ofstream{dir.path() / "masthead.toml"} << "theme = \"mine\"\n";
    CHECK(
        load_config(dir.path() / "masthead.toml").error().detail.find("mine, which is no folder") !=
        std::string::npos);
    std::filesystem::create_directory(dir.path() / "mine");
    CHECK(load_config(dir.path() / "masthead.toml")->theme == (dir.path() / "mine").string());
}

} // namespace masthead::app
