#pragma once

#include "core/handlebars/engine.hpp"
#include "core/web/static_files.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::site {

/// One file of a theme as it was read; the bytes live as long as the theme.
struct ThemeFile {
    std::string path; ///< "partials/card.hbs"
    std::string_view bytes;
};

/// A theme compiled and ready: templates, words, assets, the settings of its package.json.
/// Immutable; shared by all drawings until another takes its place.
struct Theme {
    handlebars::Engine engine;
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> words;
    std::shared_ptr<const web::EmbeddedFiles> assets;
    handlebars::Value custom; ///< @custom
    int posts_per_page = 15;
    std::vector<std::unique_ptr<std::string>> owned; ///< bytes of files read from disk
    std::vector<ThemeFile> files;                    ///< `assets` borrows their paths
    std::filesystem::file_time_type newest{};        ///< of a theme on disk

    /// The first of `names` that the theme has; empty where it has none.
    std::string_view first_template(const std::vector<std::string_view>& names) const;

    /// `text` in `language` ("de-AT" falls back to "de"), else as it stands.
    std::string_view translate(std::string_view language, std::string_view text) const;
};

/// Where themes come from: a directory, or the binary itself where `directory` is empty. A theme in
/// a directory is lent what it lacks of the forum's and the account's pages (`forum-*`, `reader-*`,
/// the conversation), with their parts and words.
/// Throws std::runtime_error with every error of the templates, each with file, line and column.
std::shared_ptr<const Theme> load_theme(const std::filesystem::path& directory);

/// The newest modification below a theme's directory, for reloading while it is being written.
std::filesystem::file_time_type newest_change(const std::filesystem::path& directory);

} // namespace masthead::site
