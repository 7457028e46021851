#include "surfaces/site/theme.hpp"

#include "core/base/embedded.hpp"
#include "core/base/text.hpp"
#include "surfaces/site/helpers.hpp"

#include <boost/json.hpp>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace masthead::site {

namespace {

constexpr std::string_view embedded_prefix = "themes/broadsheet/";
// Pages that Ghost does not know, so that no theme made for it has them.
constexpr std::array<std::string_view, 2> lent_prefixes{"forum-", "reader-"};
// Drawn by {{comments}}, in whatever theme it stands.
constexpr std::string_view lent_partial = "conversation";
constexpr std::size_t theme_file_bytes_max = 8 * 1024 * 1024;
constexpr std::size_t theme_files_max = 2'000;
constexpr int posts_per_page_max = 100;

std::vector<ThemeFile> embedded_theme_files()
{
    std::vector<ThemeFile> files;
    for (const auto& file : embedded_files()) {
        if (file.path.starts_with(embedded_prefix))
            files.push_back({std::string{file.path.substr(embedded_prefix.size())}, file.bytes});
    }
    return files;
}

std::vector<ThemeFile> read_theme_files(const std::filesystem::path& directory, Theme& theme)
{
    std::vector<ThemeFile> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory}) {
        if (!entry.is_regular_file())
            continue;
        if (files.size() == theme_files_max || entry.file_size() > theme_file_bytes_max)
            throw std::runtime_error("the theme is too large at " + entry.path().string());
        std::ifstream in{entry.path(), std::ios::binary};
        std::ostringstream bytes;
        bytes << in.rdbuf();
        theme.owned.push_back(std::make_unique<std::string>(std::move(bytes).str()));
        files.push_back(
            {entry.path().lexically_relative(directory).generic_string(), *theme.owned.back()});
    }
    return files;
}

std::string_view without(std::string_view text, std::string_view prefix, std::string_view suffix)
{
    text.remove_prefix(prefix.size());
    text.remove_suffix(suffix.size());
    return text;
}

void add_template(Theme& theme, const ThemeFile& file, std::string& errors)
{
    const bool is_partial = file.path.starts_with("partials/");
    if (!file.path.ends_with(".hbs") || (!is_partial && file.path.find('/') != std::string::npos))
        return;
    // Indenting every line of a nested comment once more would make the page a third larger.
    handlebars::CompileOptions options;
    options.prevent_indent = true;
    const auto added = is_partial
                           ? theme.engine.add_partial(without(file.path, "partials/", ".hbs"),
                                                      file.bytes, file.path, options)
                           : theme.engine.add_template(without(file.path, "", ".hbs"), file.bytes,
                                                       file.path, options);
    if (!added)
        errors += added.error().text() + "\n";
}

void add_words(Theme& theme, const ThemeFile& file)
{
    if (!file.path.starts_with("locales/") || !file.path.ends_with(".json"))
        return;
    const auto parsed = boost::json::parse(file.bytes);
    auto& words = theme.words[std::string{without(file.path, "locales/", ".json")}];
    for (const auto& [key, value] : parsed.as_object()) {
        if (value.is_string() && !value.as_string().empty())
            words.emplace(std::string{key}, std::string{value.as_string()});
    }
}

handlebars::Value setting_value(const boost::json::value& value)
{
    if (value.is_bool())
        return value.as_bool();
    if (value.is_string())
        return std::string_view{value.as_string()};
    return nullptr;
}

void read_package(Theme& theme, const ThemeFile& file)
{
    if (file.path != "package.json")
        return;
    const auto parsed = boost::json::parse(file.bytes);
    const auto* config = parsed.as_object().if_contains("config");
    if (!config || !config->is_object())
        return;
    if (const auto* count = config->as_object().if_contains("posts_per_page"))
        theme.posts_per_page =
            std::clamp(static_cast<int>(count->to_number<std::int64_t>()), 1, posts_per_page_max);
    const auto* custom = config->as_object().if_contains("custom");
    if (!custom || !custom->is_object())
        return;
    handlebars::Object settings;
    for (const auto& [name, about] : custom->as_object()) {
        if (const auto* standard =
                about.is_object() ? about.as_object().if_contains("default") : nullptr)
            settings.set(std::string{name}, setting_value(*standard));
    }
    theme.custom = std::move(settings);
}

bool is_lent(std::string_view file_name)
{
    return file_name.ends_with(".hbs") && std::ranges::any_of(lent_prefixes, [&](auto prefix) {
               return file_name.starts_with(prefix);
           });
}

// What the programs added so far call and the theme does not have, by file name.
std::vector<std::string> wanted_files(const handlebars::Engine& engine,
                                      const handlebars::Program& program)
{
    std::vector<std::string> wanted;
    for (const auto& name : program.partials()) {
        if (!engine.find_partial(name))
            wanted.push_back("partials/" + name + ".hbs");
    }
    if (!program.layout().empty() && !engine.find_template(program.layout()))
        wanted.push_back(program.layout() + ".hbs");
    return wanted;
}

const handlebars::Program* program_of(const handlebars::Engine& engine, std::string_view file)
{
    if (file.starts_with("partials/"))
        return engine.find_partial(without(file, "partials/", ".hbs"));
    return engine.find_template(without(file, "", ".hbs"));
}

// A theme of another hand is lent the forum's and the account's pages of the theme in the binary,
// with the parts and words they need. What the theme has of its own always goes first.
void lend_pages(Theme& theme, std::string& errors)
{
    std::map<std::string, ThemeFile, std::less<>> ours;
    std::vector<std::string> wanted{"partials/" + std::string{lent_partial} + ".hbs"};
    for (auto& file : embedded_theme_files()) {
        if (is_lent(file.path))
            wanted.push_back(file.path);
        add_words(theme, file);
        ours.emplace(file.path, file);
    }
    while (!wanted.empty()) {
        const auto name = std::move(wanted.back());
        wanted.pop_back();
        const auto file = ours.find(name);
        if (file == ours.end() || program_of(theme.engine, name))
            continue;
        add_template(theme, file->second, errors);
        if (const auto* program = program_of(theme.engine, name))
            std::ranges::move(wanted_files(theme.engine, *program), std::back_inserter(wanted));
    }
}

std::shared_ptr<const web::EmbeddedFiles> assets_of(const std::vector<ThemeFile>& files)
{
    std::vector<web::EmbeddedFile> assets;
    for (const auto& file : files) {
        if (file.path.starts_with("assets/"))
            assets.push_back({std::string_view{file.path}.substr(7), file.bytes});
    }
    return std::make_shared<web::EmbeddedFiles>(std::move(assets));
}

} // namespace

std::string_view Theme::first_template(const std::vector<std::string_view>& names) const
{
    for (const auto name : names) {
        if (engine.find_template(name))
            return name;
    }
    return {};
}

std::string_view Theme::translate(std::string_view language, std::string_view text) const
{
    for (auto tag = language;;) {
        if (const auto found = words.find(tag); found != words.end()) {
            const auto word = found->second.find(text);
            if (word != found->second.end())
                return word->second;
        }
        const auto hyphen = tag.rfind('-');
        if (hyphen == std::string_view::npos)
            return text;
        tag = tag.substr(0, hyphen);
    }
}

std::filesystem::file_time_type newest_change(const std::filesystem::path& directory)
{
    auto newest = std::filesystem::file_time_type::min();
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory})
        newest = std::max(newest, entry.last_write_time());
    return newest;
}

std::shared_ptr<const Theme> load_theme(const std::filesystem::path& directory)
{
    auto theme = std::make_shared<Theme>();
    if (!directory.empty())
        theme->newest = newest_change(directory);
    theme->files = directory.empty() ? embedded_theme_files() : read_theme_files(directory, *theme);
    register_helpers(theme->engine);
    std::string errors;
    for (const auto& file : theme->files) {
        try {
            add_template(*theme, file, errors);
            add_words(*theme, file);
            read_package(*theme, file);
        } catch (const std::exception& error) {
            errors += file.path + ": " + error.what() + "\n";
        }
    }
    for (const auto& missing : theme->engine.missing_parts())
        errors += missing.text() + "\n";
    if (!theme->engine.find_template("index") || !theme->engine.find_template("post"))
        errors += "a theme needs index.hbs and post.hbs\n";
    if (!directory.empty())
        lend_pages(*theme, errors);
    if (!errors.empty())
        throw std::runtime_error("the theme cannot be used:\n" + errors);
    theme->assets = assets_of(theme->files);
    return theme;
}

} // namespace masthead::site
