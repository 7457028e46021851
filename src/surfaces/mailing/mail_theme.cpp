#include "surfaces/mailing/mail_theme.hpp"

#include "core/base/embedded.hpp"
#include "surfaces/mailing/mail_helpers.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace masthead::mailing {

namespace {

constexpr std::string_view embedded_prefix = "themes/mail/";
constexpr std::string_view partials_folder = "partials/";
constexpr std::string_view locales_folder = "locales/";
constexpr std::string_view layout_name = "layout";
constexpr std::size_t file_bytes_max = 256 * 1024;
constexpr std::size_t files_max = 500;

std::string_view without_end(std::string_view text, std::string_view end)
{
    text.remove_suffix(end.size());
    return text;
}

std::string read_file(const std::filesystem::path& path)
{
    if (std::filesystem::file_size(path) > file_bytes_max)
        throw std::runtime_error("the mails' theme is too large at " + path.string());
    std::ifstream in{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return std::move(bytes).str();
}

std::map<std::string, std::string> files_of(const std::filesystem::path& directory)
{
    std::map<std::string, std::string> files;
    for (const auto& file : embedded_files()) {
        if (file.path.starts_with(embedded_prefix))
            files.emplace(file.path.substr(embedded_prefix.size()), file.bytes);
    }
    const auto own = directory / "mail";
    if (directory.empty() || !std::filesystem::is_directory(own))
        return files;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{own}) {
        if (!entry.is_regular_file())
            continue;
        if (++count > files_max)
            throw std::runtime_error("the mails' theme has too many files");
        // Words are added to ours, templates take the place of ours.
        const auto path = entry.path().lexically_relative(own).generic_string();
        const bool is_words = path.starts_with(locales_folder);
        files[is_words ? path + ".own" : path] = read_file(entry.path());
    }
    return files;
}

} // namespace

MailTheme::MailTheme(const std::filesystem::path& directory)
{
    register_helpers(html_);
    register_helpers(plain_);
    std::string errors;
    for (const auto& [path, bytes] : files_of(directory))
        add(path, bytes, errors);
    for (const auto* engine : {&html_, &plain_}) {
        for (const auto& missing : engine->missing_parts())
            errors += missing.text() + "\n";
    }
    for (const auto& kind : kinds()) {
        if (!has(kind))
            errors += kind + ": a mail needs KIND.subject.hbs, KIND.text.hbs and KIND.html.hbs\n";
    }
    if (!errors.empty())
        throw std::runtime_error("the mails cannot be used:\n" + errors);
}

void MailTheme::add(const std::string& path, std::string_view bytes, std::string& errors)
{
    if (path.ends_with(".hbs"))
        add_template(path, bytes, errors);
    else if (path.starts_with(locales_folder))
        add_words(path, bytes, errors);
}

void MailTheme::add_template(const std::string& path, std::string_view bytes, std::string& errors)
{
    const auto name = without_end(path, ".hbs");
    const bool is_html = name.ends_with(".html");
    handlebars::CompileOptions options;
    options.no_escape = !is_html;
    options.prevent_indent = true;
    auto& engine = is_html ? html_ : plain_;
    const bool is_partial = name.starts_with(partials_folder);
    const bool is_subject = name.ends_with(".subject");
    auto shown = is_html                               ? without_end(name, ".html")
                 : is_subject                          ? name
                 : is_partial || name == "layout.text" ? without_end(name, ".text")
                                                       : name;
    if (is_partial)
        shown.remove_prefix(partials_folder.size());
    const auto added = is_partial ? engine.add_partial(shown, bytes, path, options)
                                  : engine.add_template(shown, bytes, path, options);
    if (!added)
        errors += added.error().text() + "\n";
}

void MailTheme::add_words(const std::string& path, std::string_view bytes, std::string& errors)
{
    auto name = std::string_view{path}.substr(locales_folder.size());
    name = name.substr(0, name.find('.'));
    boost::system::error_code error;
    const auto parsed = boost::json::parse(bytes, error);
    if (error || !parsed.is_object()) {
        errors += path + ": no JSON object\n";
        return;
    }
    auto& words = words_[std::string{name}];
    for (const auto& [key, value] : parsed.get_object()) {
        if (value.is_string() && !value.get_string().empty())
            words.insert_or_assign(std::string{key}, std::string{value.get_string()});
    }
}

bool MailTheme::has(std::string_view kind) const
{
    const std::string name{kind};
    return kind != layout_name && html_.find_template(name) &&
           plain_.find_template(name + ".text") && plain_.find_template(name + ".subject");
}

std::vector<std::string> MailTheme::kinds() const
{
    auto names = html_.template_names();
    std::erase(names, layout_name);
    return names;
}

std::string_view MailTheme::translate(std::string_view language, std::string_view text) const
{
    for (auto tag = language;;) {
        if (const auto found = words_.find(tag); found != words_.end()) {
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

} // namespace masthead::mailing
