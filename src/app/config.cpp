#include "app/config.hpp"

#include "core/base/check.hpp"
#include "core/base/text.hpp"
#include "core/net/server.hpp"

#include <toml++/toml.h>

#include <fstream>
#include <sstream>

namespace masthead::app {

namespace {

constexpr std::size_t columns_of_comment = 96;

Failure wrong(std::string_view file_name, std::size_t line, const std::string& what)
{
    return refuse(Refusal::invalid, "settings.invalid",
                  std::string{file_name} + " line " + std::to_string(line) + ": " + what);
}

// Tables of texts, or nothing that a key takes.
ConfigValue tables_of(const toml::table& table)
{
    ConfigTables tables;
    for (const auto& [name, node] : table) {
        const auto* inner = node.as_table();
        if (!inner)
            return {};
        auto& texts = tables[std::string{name.str()}];
        for (const auto& [key, value] : *inner) {
            const auto* text = value.as_string();
            if (!text)
                return {};
            texts[std::string{key.str()}] = text->get();
        }
    }
    return ConfigValue{std::move(tables)};
}

ConfigValue value_of(const toml::node& node)
{
    if (const auto* flag = node.as_boolean())
        return ConfigValue{flag->get()};
    if (const auto* number = node.as_integer())
        return ConfigValue{number->get()};
    if (const auto* text = node.as_string())
        return ConfigValue{text->get()};
    if (const auto* table = node.as_table())
        return tables_of(*table);
    const auto* array = node.as_array();
    if (!array)
        return {};
    std::vector<std::string> list;
    for (const auto& entry : *array) {
        const auto* text = entry.as_string();
        if (!text)
            return {};
        list.push_back(text->get());
    }
    return ConfigValue{std::move(list)};
}

const ConfigKey* find_key(std::string_view name)
{
    for (const auto& key : config_keys()) {
        if (key.name == name)
            return &key;
    }
    return nullptr;
}

std::string unknown_key(std::string_view name)
{
    std::vector<std::string> names;
    for (const auto& key : config_keys())
        names.emplace_back(key.name);
    const auto nearest = nearest_name(name, names);
    std::string text = "there is no setting `" + std::string{name} + "`";
    text += nearest.empty() ? ". All settings stand in docs/settings.md."
                            : ". Did you mean `" + nearest + "`?";
    return text;
}

// Files named in the settings count from the folder of the settings.
void resolve_files(Config& config, const std::filesystem::path& folder)
{
    const auto resolve = [&](std::string& file) {
        if (!file.empty())
            file = (folder / file).lexically_normal().string();
    };
    resolve(config.breached_passwords_file);
    for (auto& provider : config.oidc)
        resolve(provider.client_secret_file);
}

std::optional<std::string> set_key(Config& config, std::string_view name, const toml::node& node)
{
    const auto* key = find_key(name);
    if (!key)
        return unknown_key(name);
    const auto must_be = key->set(config, value_of(node));
    if (!must_be)
        return std::nullopt;
    return "`" + std::string{name} + "` must be " + *must_be + ".";
}

} // namespace

Result<Config> parse_config(std::string_view text, std::string_view file_name)
{
    if (text.size() > settings_bytes_max)
        return refuse(Refusal::too_large, "settings.too_large",
                      std::string{file_name} + " is larger than a settings file can be.");
    try {
        Config config;
        const auto table = toml::parse(text);
        // In the order of lines, so that the first mistake is named first.
        std::map<std::size_t, std::string> problems;
        for (const auto& [name, node] : table) {
            if (const auto problem = set_key(config, name.str(), node))
                problems.emplace(name.source().begin.line, *problem);
        }
        if (!problems.empty())
            return wrong(file_name, problems.begin()->first, problems.begin()->second);
        return config;
    } catch (const toml::parse_error& error) {
        return wrong(file_name, error.source().begin.line, std::string{error.description()} + ".");
    }
}

Result<Config> load_config(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
        return Config{};
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        return refuse(Refusal::not_allowed, "settings.unreadable",
                      "Cannot read " + file.string() + ".");
    auto config = parse_config(text.view(), file.filename().string());
    if (!config)
        return config;
    resolve_files(*config, file.parent_path());
    if (config->theme.empty())
        return config;
    config->theme = (file.parent_path() / config->theme).lexically_normal().string();
    if (!std::filesystem::is_directory(config->theme))
        return refuse(Refusal::invalid, "settings.no_theme",
                      file.filename().string() + ": `theme` names " + config->theme +
                          ", which is no folder.");
    return config;
}

std::string default_settings_text()
{
    std::string out =
        "# Settings of this newsroom. A line without # counts; the lines below show the defaults.\n"
        "# All of it is explained in docs/settings.md. Restart the server after a change.\n";
    const Config defaults;
    for (const auto& key : config_keys()) {
        MH_CHECK(key.summary.size() <= columns_of_comment);
        out += "\n# " + std::string{key.summary} + "\n";
        out += "# " + std::string{key.name} + " = " + key.show(defaults) + "\n";
    }
    return out;
}

std::string browsable_url(const std::string& listen)
{
    const auto address = net::parse_listen_address(listen);
    MH_CHECK(address);
    auto host = address->host;
    if (host == "0.0.0.0" || host.empty())
        host = "127.0.0.1";
    if (host == "::")
        host = "::1";
    if (host.find(':') != std::string::npos)
        host = "[" + host + "]";
    const auto port = address->port == 80 ? "" : ":" + std::to_string(address->port);
    return "http://" + host + port;
}

} // namespace masthead::app
