#include "app/serve.hpp"

#include "app/cli/command_set.hpp"

#include <cstdio>
#include <system_error>

namespace masthead::app {

namespace {

struct ServeWords {
    std::filesystem::path data;
    std::string listen; ///< empty: as the settings say
    bool development = false;
};

// A command that is just ending may hold the lock for a moment.
constexpr auto lock_patience = std::chrono::seconds{3};

int refuse_to_serve(const std::string& why)
{
    std::fputs((why + "\n").c_str(), stderr);
    return exit_refused;
}

Result<Config> config_for(const DataDirectory& directory, const std::string& listen)
{
    auto config = load_config(directory.settings_file());
    if (!config || listen.empty())
        return config;
    for (const auto& key : config_keys()) {
        if (key.name != "listen")
            continue;
        if (const auto must_be = key.set(*config, ConfigValue{listen}))
            return refuse(Refusal::invalid, "serve.listen",
                          "--listen must be HOST:PORT, such as 127.0.0.1:8080.");
    }
    return config;
}

int run_serve(const ServeWords& words)
{
    const auto directory = open_data_directory(words.data, IfAbsent::create);
    if (!directory)
        return refuse_to_serve(directory.error().detail);
    const auto config = config_for(*directory, words.listen);
    if (!config)
        return refuse_to_serve(config.error().detail);
    const auto lock = DirectoryLock::take(*directory, lock_patience);
    if (!lock)
        return refuse_to_serve(
            "Another masthead (process " + std::to_string(lock_holder(*directory)) + ") holds " +
            directory->path.string() + ". Stop it, or wait for its end, then try again.");
    const auto development = words.development ? Development::yes : Development::no;
    try {
        return serve({*directory, *config, development}, parse_sent_words);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::address_in_use)
            throw;
        return refuse_to_serve(std::string{error.what()} +
                               ". Stop what uses it, or give another with --listen HOST:PORT.");
    }
}

} // namespace

void add_serve(CommandSet& set)
{
    auto* command = set.root.add_subcommand("serve", "Serve the newsroom to its readers");
    const auto data = add_data_option(*command);
    const auto words = std::make_shared<ServeWords>();
    command->add_option("--listen", words->listen, "Where to listen, instead of the settings")
        ->type_name("HOST:PORT");
    command->add_flag("--dev", words->development,
                      "Read the theme again when it changes; keep no pages");
    command->callback([&set, data, words] {
        words->data = set.absolute(*data);
        set.chosen = LocalCommand{[words] { return run_serve(*words); }};
    });
}

} // namespace masthead::app
