#pragma once

#include "core/handlebars/engine.hpp"
#include "core/web/static_files.hpp"
#include "features/settings/newsroom.hpp"
#include "surfaces/desk/speech.hpp"
#include "surfaces/site/date_format.hpp"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace masthead::desk {

/// The desk's own templates, words, style sheet and scripts from the binary, compiled once.
/// Threads: any.
class DeskTemplates {
public:
    /// Throws std::runtime_error with every error of the templates.
    DeskTemplates();

    /// Draws a page in the newsroom's zone and language. Throws std::runtime_error where
    /// the template fails.
    std::string render(std::string_view name, const handlebars::Value& context,
                       const settings::Newsroom& newsroom);

    /// What is said on a page of this newsroom.
    Speech speech_for(const settings::Newsroom& newsroom) const
    {
        return {words_, newsroom.language};
    }

    const std::shared_ptr<const web::EmbeddedFiles>& assets() const { return assets_; }

    /// "/desk/assets/desk.css?v=…"
    std::string asset_url(std::string_view file) const;

private:
    std::shared_ptr<const site::DateFormat> dates_for(const settings::Newsroom& newsroom);

    handlebars::Engine engine_;
    WordLists words_;
    std::shared_ptr<const web::EmbeddedFiles> assets_;
    std::mutex mutex_;
    std::shared_ptr<const site::DateFormat> dates_;
    std::string dates_key_;
};

} // namespace masthead::desk
