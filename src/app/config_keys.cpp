#include "app/config.hpp"

#include "core/net/address.hpp"
#include "core/net/server.hpp"

#include <boost/url/parse.hpp>

namespace masthead::app {

namespace {

constexpr std::size_t list_entries_max = 64;

using Wrong = std::optional<std::string>;

std::string in_quotes(std::string_view text)
{
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string shown(bool value)
{
    return value ? "true" : "false";
}
std::string shown(std::int64_t value)
{
    return std::to_string(value);
}
std::string shown(const std::string& value)
{
    return in_quotes(value);
}

std::string shown(const std::vector<std::string>& values)
{
    std::string out{'['};
    for (const auto& value : values)
        out += (out.size() > 1 ? ", " : "") + in_quotes(value);
    return out + ']';
}

template <auto member>
std::string show(const Config& config)
{
    return shown(config.*member);
}

template <auto member>
Wrong set_flag(Config& config, const ConfigValue& value)
{
    const auto* flag = std::get_if<bool>(&value);
    if (!flag)
        return "true or false";
    config.*member = *flag;
    return {};
}

template <auto member, std::int64_t least, std::int64_t most>
Wrong set_number(Config& config, const ConfigValue& value)
{
    const auto* number = std::get_if<std::int64_t>(&value);
    if (!number || *number < least || *number > most)
        return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    config.*member = *number;
    return {};
}

// One address may stand without brackets, because most newsrooms have one.
std::optional<std::vector<std::string>> list_of(const ConfigValue& value)
{
    if (const auto* list = std::get_if<std::vector<std::string>>(&value))
        return *list;
    if (const auto* one = std::get_if<std::string>(&value))
        return std::vector<std::string>{*one};
    return std::nullopt;
}

Wrong set_listen(Config& config, const ConfigValue& value)
{
    const auto list = list_of(value);
    const bool sound = list && !list->empty() && list->size() <= list_entries_max &&
                       std::all_of(list->begin(), list->end(), [](const std::string& address) {
                           return net::parse_listen_address(address).has_value();
                       });
    if (!sound)
        return R"("HOST:PORT", or a list of such: "127.0.0.1:8080", "[::1]:8080")";
    config.listen = *list;
    return {};
}

Wrong set_trusted_proxies(Config& config, const ConfigValue& value)
{
    const auto list = list_of(value);
    const bool sound = list && list->size() <= list_entries_max &&
                       std::all_of(list->begin(), list->end(), [](const std::string& block) {
                           return net::parse_cidr(block).has_value();
                       });
    if (!sound)
        return R"(a list of addresses or blocks: ["127.0.0.1", "10.0.0.0/8"])";
    config.trusted_proxies = *list;
    return {};
}

Wrong set_site_url(Config& config, const ConfigValue& value)
{
    constexpr auto wanted = R"(an address such as "https://news.example", without path or query)";
    const auto* text = std::get_if<std::string>(&value);
    if (!text)
        return wanted;
    if (text->empty()) {
        config.site_url.clear();
        return {};
    }
    const auto url = boost::urls::parse_uri(*text);
    const bool sound = url && (url->scheme() == "https" || url->scheme() == "http") &&
                       !url->host().empty() && !url->has_userinfo() && !url->has_query() &&
                       !url->has_fragment() && (url->path().empty() || url->path() == "/");
    if (!sound)
        return wanted;
    config.site_url = text->substr(0, text->find_last_not_of('/') + 1);
    return {};
}

constexpr std::string_view level_names[]{"debug", "info", "warn", "error"};

Wrong set_log_level(Config& config, const ConfigValue& value)
{
    const auto* text = std::get_if<std::string>(&value);
    const auto* found = text ? std::find(std::begin(level_names), std::end(level_names), *text)
                             : std::end(level_names);
    if (found == std::end(level_names))
        return R"("debug", "info", "warn" or "error")";
    config.log_level = static_cast<log::Level>(found - std::begin(level_names));
    return {};
}

std::string show_log_level(const Config& config)
{
    return in_quotes(level_names[static_cast<std::size_t>(config.log_level)]);
}

Wrong set_theme(Config& config, const ConfigValue& value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (!text || text->find('\0') != std::string::npos)
        return R"(a folder's name, or "" for the theme inside the program)";
    config.theme = *text;
    return {};
}

constexpr ConfigKey keys[]{
    {"site_url", "The address under which readers find the site. Empty: links stay relative.",
     set_site_url, show<&Config::site_url>},
    {"listen", "Where the server listens: HOST:PORT, or a list of such.", set_listen,
     show<&Config::listen>},
    {"trusted_proxies",
     "Addresses of proxies whose word is taken for who a reader is and how they came.",
     set_trusted_proxies, show<&Config::trusted_proxies>},
    {"access_log", "Whether each request is written to standard output.",
     set_flag<&Config::access_log>, show<&Config::access_log>},
    {"log_level", "How much is written to standard error: debug, info, warn or error.",
     set_log_level, show_log_level},
    {"io_threads", "Threads that hold the connections. 0: one a core.",
     set_number<&Config::io_threads, 0, 64>, show<&Config::io_threads>},
    {"workers", "Most threads that draw pages at once.", set_number<&Config::workers, 1, 1'024>,
     show<&Config::workers>},
    {"page_cache_mb", "Megabytes of finished pages kept in memory.",
     set_number<&Config::page_cache_mb, 1, 65'536>, show<&Config::page_cache_mb>},
    {"connections_max", "Most connections open at once.",
     set_number<&Config::connections_max, 1, 1'000'000>, show<&Config::connections_max>},
    {"connections_per_network_max",
     "Most connections from one address (IPv6: one /64). Trusted proxies are not counted.",
     set_number<&Config::connections_per_network_max, 1, 1'000'000>,
     show<&Config::connections_per_network_max>},
    {"keep_alive_timeout_seconds", "How long an idle connection is kept open.",
     set_number<&Config::keep_alive_timeout_seconds, 1, 3'600>,
     show<&Config::keep_alive_timeout_seconds>},
    {"drain_timeout_seconds", "How long requests under way may take when the server is stopped.",
     set_number<&Config::drain_timeout_seconds, 0, 600>, show<&Config::drain_timeout_seconds>},
    {"theme", "Folder of the theme. Empty: broadsheet, inside the program.", set_theme,
     show<&Config::theme>},
};

} // namespace

std::span<const ConfigKey> config_keys()
{
    return keys;
}

} // namespace masthead::app
