#pragma once

#include "core/handlebars/engine.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace masthead::mailing {

/// The templates and words of mails: KIND.subject.hbs, KIND.text.hbs and KIND.html.hbs with their
/// layouts, parts (`partials/`) and words (`locales/`). Immutable once loaded; threads: any.
class MailTheme {
public:
    /// The mails inside the program; where `directory` is a folder with a `mail/` in it, its files
    /// take the place of those of the same name.
    /// Throws std::runtime_error with every error of the templates, each with file, line and
    /// column.
    explicit MailTheme(const std::filesystem::path& directory = {});

    bool has(std::string_view kind) const;

    /// Escapes what it prints; templates "KIND" and "layout".
    const handlebars::Engine& html() const { return html_; }

    /// Prints texts as they are; templates "KIND.text", "KIND.subject" and "layout".
    const handlebars::Engine& plain() const { return plain_; }

    /// `text` in `language` ("de-AT" falls back to "de"), else as it stands.
    std::string_view translate(std::string_view language, std::string_view text) const;

    /// Every kind that can be drawn.
    std::vector<std::string> kinds() const;

private:
    void add(const std::string& path, std::string_view bytes, std::string& errors);
    void add_template(const std::string& path, std::string_view bytes, std::string& errors);
    void add_words(const std::string& path, std::string_view bytes, std::string& errors);

    using Words = std::map<std::string, std::string, std::less<>>;
    handlebars::Engine html_;
    handlebars::Engine plain_;
    std::map<std::string, Words, std::less<>> words_;
};

} // namespace masthead::mailing
