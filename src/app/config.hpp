#pragma once

#include "core/base/limits.hpp"
#include "core/base/log.hpp"
#include "core/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace masthead::app {

/// An OpenID Connect provider that readers may sign in with: a table `[oidc.KEY]`.
struct SignInProvider {
    std::string key;    ///< in addresses: /reader/oidc/KEY/
    std::string name;   ///< on the button
    std::string issuer; ///< exactly as the provider writes it
    std::string client_id;
    std::string client_secret_file; ///< empty: a public client

    friend bool operator==(const SignInProvider&, const SignInProvider&) = default;
};

/// The operator's settings, read once at the start and never changed. What the newsroom says of
/// itself (title, language, menu) stands in the database instead.
struct Config {
    std::string site_url; ///< without a trailing slash; empty: addresses stay relative
    std::vector<std::string> listen{"127.0.0.1:8080"};
    std::vector<std::string> trusted_proxies; ///< address blocks, already checked
    bool access_log = true;
    log::Level log_level = log::Level::info;
    std::int64_t io_threads = 0; ///< 0: one a core
    std::int64_t workers = limits::workers_max;
    std::int64_t page_cache_mb = limits::page_cache_bytes_max / (1024 * 1024);
    std::int64_t connections_max = limits::connections_max;
    std::int64_t connections_per_network_max = limits::connections_per_network_max;
    std::int64_t live_connections_max = limits::live_connections_max;
    std::int64_t live_connections_per_network_max = limits::live_connections_per_network_max;
    std::int64_t keep_alive_timeout_seconds =
        std::chrono::seconds{limits::keep_alive_timeout}.count();
    std::int64_t drain_timeout_seconds = std::chrono::seconds{limits::drain_timeout}.count();
    std::string theme;                   ///< a folder; empty: the theme inside the program
    std::int64_t network_kept_days = 30; ///< until network addresses are erased
    std::string breached_passwords_file; ///< empty: none
    std::vector<SignInProvider> oidc;    ///< in the order of their keys
    std::string mail_from;               ///< address; empty: news@HOST of site_url
    std::string mail_from_name;          ///< empty: the newsroom's title
    std::string mail_bounces;            ///< base address of return paths; empty: mail_from itself
    std::string smtp_url;                ///< empty: mails are written into a folder
    std::string smtp_user;
    std::string smtp_password_file;
    std::string smtp_starttls = "required"; ///< required, optional, none
    std::string smtp_ca_file;
    std::int64_t smtp_connections = limits::smtp_connections;
    std::int64_t mail_at_once_wait_seconds = 120; ///< what is told meanwhile goes along
    std::string dkim_domain;                      ///< empty: the domain of mail_from
    std::string dkim_selector;
    std::string dkim_key_file; ///< empty: mails are not signed

    friend bool operator==(const Config&, const Config&) = default;
};

/// Tables of texts by name: `[oidc.google]` with its keys.
using ConfigTables = std::map<std::string, std::map<std::string, std::string>>;

/// A value of the settings file; monostate for a type that no key takes.
using ConfigValue = std::variant<std::monostate, bool, std::int64_t, std::string,
                                 std::vector<std::string>, ConfigTables>;

/// One key of the settings file: the only list of them. docs/settings.md is compared with it.
struct ConfigKey {
    std::string_view name;
    std::string_view summary; ///< one sentence for the file that a new newsroom gets

    /// Sets the value; what is wrong with it as the end of "KEY must be …", or absent.
    std::optional<std::string> (*set)(Config& config, const ConfigValue& value);

    /// The present value as the settings file would hold it.
    std::string (*show)(const Config& config);
};

/// All keys in the order of the settings file.
std::span<const ConfigKey> config_keys();

inline constexpr std::size_t settings_bytes_max = 256 * 1024;

/// Reads the text of a settings file. Refuses `invalid`, with file, line, key and what to do in
/// `detail`, at the first thing that is wrong.
Result<Config> parse_config(std::string_view text, std::string_view file_name);

/// Reads the file; an absent one means the defaults. A relative theme folder counts from the
/// file's own folder.
Result<Config> load_config(const std::filesystem::path& file);

/// A settings file that changes nothing: every key with its meaning and default, as comments.
std::string default_settings_text();

/// "HOST:PORT" of a listen address as a browser on this machine can ask for it.
std::string browsable_url(const std::string& listen);

} // namespace masthead::app
