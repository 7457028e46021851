#include "app/config.hpp"

#include "core/mail/smtp_client.hpp"
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

template <auto member>
Wrong set_file(Config& config, const ConfigValue& value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (!text || text->find('\0') != std::string::npos)
        return R"(a file's name, or "" for none)";
    config.*member = *text;
    return {};
}

bool is_provider_key(std::string_view key)
{
    constexpr std::size_t key_bytes_max = 32;
    return !key.empty() && key.size() <= key_bytes_max &&
           key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// Plain http would let anyone on the way sign in as anybody; this machine itself is for tests.
bool is_issuer(std::string_view text)
{
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->host().empty() || url->has_query() || url->has_fragment())
        return false;
    return url->scheme() == "https" || (url->scheme() == "http" && url->host() == "127.0.0.1");
}

Wrong set_oidc(Config& config, const ConfigValue& value)
{
    constexpr auto wanted = R"(tables [oidc.KEY] with name, issuer (https://...), client_id and )"
                            R"(client_secret_file)";
    const auto* tables = std::get_if<ConfigTables>(&value);
    if (!tables || tables->size() > list_entries_max)
        return wanted;
    config.oidc.clear();
    for (const auto& [key, texts] : *tables) {
        SignInProvider provider{key, key, {}, {}, {}};
        for (const auto& [name, text] : texts) {
            if (name == "name")
                provider.name = text;
            else if (name == "issuer")
                provider.issuer = text;
            else if (name == "client_id")
                provider.client_id = text;
            else if (name == "client_secret_file")
                provider.client_secret_file = text;
            else
                return wanted;
        }
        if (!is_provider_key(key) || !is_issuer(provider.issuer) || provider.client_id.empty())
            return wanted;
        config.oidc.push_back(std::move(provider));
    }
    return {};
}

std::string show_oidc(const Config& config)
{
    std::string out{"{"};
    for (const auto& provider : config.oidc)
        out += (out.size() > 1 ? ", " : " ") + provider.key +
               " = { name = " + in_quotes(provider.name) +
               ", issuer = " + in_quotes(provider.issuer) +
               ", client_id = " + in_quotes(provider.client_id) +
               ", client_secret_file = " + in_quotes(provider.client_secret_file) + " }";
    return out + (out.size() > 1 ? " }" : "}");
}

template <auto member>
Wrong set_mail_address(Config& config, const ConfigValue& value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (!text || (!text->empty() && !smtp::parse_address(*text)))
        return R"(a mail address such as "news@news.example", or "")";
    config.*member = *text;
    return {};
}

template <auto member>
Wrong set_mail_words(Config& config, const ConfigValue& value)
{
    constexpr std::size_t words_bytes_max = 200;
    const auto* text = std::get_if<std::string>(&value);
    if (!text || text->size() > words_bytes_max || smtp::has_controls(*text))
        return "a text of one line";
    config.*member = *text;
    return {};
}

Wrong set_smtp_url(Config& config, const ConfigValue& value)
{
    const auto* text = std::get_if<std::string>(&value);
    smtp::SmtpSettings settings;
    settings.url = text ? *text : "";
    if (!text || (!text->empty() && !smtp::check_settings(settings)))
        return R"("smtp://HOST:PORT" or "smtps://HOST:PORT" without user and path, or "")";
    config.smtp_url = *text;
    return {};
}

Wrong set_smtp_starttls(Config& config, const ConfigValue& value)
{
    const auto* text = std::get_if<std::string>(&value);
    if (!text || (*text != "required" && *text != "optional" && *text != "none"))
        return R"("required", "optional" or "none")";
    config.smtp_starttls = *text;
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
    {"live_connections_max", "Most live streams open at once; they count as connections too.",
     set_number<&Config::live_connections_max, 0, 1'000'000>, show<&Config::live_connections_max>},
    {"live_connections_per_network_max",
     "Most live streams from one address (IPv6: one /64), seen through trusted proxies.",
     set_number<&Config::live_connections_per_network_max, 0, 1'000'000>,
     show<&Config::live_connections_per_network_max>},
    {"keep_alive_timeout_seconds", "How long an idle connection is kept open.",
     set_number<&Config::keep_alive_timeout_seconds, 1, 3'600>,
     show<&Config::keep_alive_timeout_seconds>},
    {"drain_timeout_seconds", "How long requests under way may take when the server is stopped.",
     set_number<&Config::drain_timeout_seconds, 0, 600>, show<&Config::drain_timeout_seconds>},
    {"theme", "Folder of the theme. Empty: broadsheet, inside the program.", set_theme,
     show<&Config::theme>},
    {"network_kept_days", "Days until readers' network addresses are erased.",
     set_number<&Config::network_kept_days, 1, 365>, show<&Config::network_kept_days>},
    {"breached_passwords_file", "List of passwords known from breaches. Empty: none.",
     set_file<&Config::breached_passwords_file>, show<&Config::breached_passwords_file>},
    {"mail_from", "The address that mails come from. Empty: news@ the host of site_url.",
     set_mail_address<&Config::mail_from>, show<&Config::mail_from>},
    {"mail_from_name", "The name that mails come from. Empty: the newsroom's title.",
     set_mail_words<&Config::mail_from_name>, show<&Config::mail_from_name>},
    {"mail_bounces", "The address that bounces go to, with +ID. Empty: the one of mail_from.",
     set_mail_address<&Config::mail_bounces>, show<&Config::mail_bounces>},
    {"smtp_url", "The mail server. Empty: mails are written into the folder mail.", set_smtp_url,
     show<&Config::smtp_url>},
    {"smtp_user", "Who signs in at the mail server. Empty: nobody.",
     set_mail_words<&Config::smtp_user>, show<&Config::smtp_user>},
    {"smtp_password_file", "File that holds the password of smtp_user.",
     set_file<&Config::smtp_password_file>, show<&Config::smtp_password_file>},
    {"smtp_starttls", "Encryption of smtp://: required, optional or none.", set_smtp_starttls,
     show<&Config::smtp_starttls>},
    {"smtp_ca_file", "Certificates that vouch for the mail server. Empty: the system's.",
     set_file<&Config::smtp_ca_file>, show<&Config::smtp_ca_file>},
    {"smtp_connections", "Most mails on their way at once, each through a connection of its own.",
     set_number<&Config::smtp_connections, 1, limits::smtp_connections_max>,
     show<&Config::smtp_connections>},
    {"mail_at_once_wait_seconds",
     "How long a mail at once waits for what else happens, so that a burst is one mail.",
     set_number<&Config::mail_at_once_wait_seconds, 0, 3'600>,
     show<&Config::mail_at_once_wait_seconds>},
    {"dkim_domain", "Domain that signs mails. Empty: the one of mail_from.",
     set_mail_words<&Config::dkim_domain>, show<&Config::dkim_domain>},
    {"dkim_selector", "Selector under which the public DKIM key stands in the DNS.",
     set_mail_words<&Config::dkim_selector>, show<&Config::dkim_selector>},
    {"dkim_key_file", "Private DKIM key (PEM). Empty: mails are not signed.",
     set_file<&Config::dkim_key_file>, show<&Config::dkim_key_file>},
    {"oidc", "Providers that readers may sign in with: tables [oidc.KEY].", set_oidc, show_oidc},
};

} // namespace

std::span<const ConfigKey> config_keys()
{
    return keys;
}

} // namespace masthead::app
