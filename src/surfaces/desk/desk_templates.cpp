#include "surfaces/desk/desk_templates.hpp"

#include "core/base/embedded.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace masthead::desk {

namespace {

using namespace handlebars;

constexpr std::string_view embedded_prefix = "themes/desk/";
constexpr std::string_view partial_prefix = "part-";
constexpr std::string_view template_end = ".hbs";
constexpr std::string_view locales_prefix = "locales/";
constexpr std::string_view assets_prefix = "/desk/assets/";

struct Drawing {
    const site::DateFormat& dates;
    const Speech& speech;
};

// A text with the slots of a call's `name=value` filled in.
std::string filled(const HelperCall& call, std::string_view text)
{
    return call.environment<Drawing>().speech.filled(
        text, [&](std::string_view name) -> std::optional<std::string> {
            for (const auto& [slot, value] : call.hash()) {
                if (slot.name() == name)
                    return value.to_string();
            }
            return std::nullopt;
        });
}

// {{t "by {name}" name=by}}
Value t_helper(HelperCall& call)
{
    const auto english = call.argument(0).to_string();
    return filled(call, call.environment<Drawing>().speech.word(english));
}

std::string opening_tag(const HelperCall& call)
{
    static const Symbol url{"url"}, key{"key"}, in{"in"};
    if (!call.has_hash(url))
        return "<" + (call.has_hash(in) ? call.hash(in).to_string() : "b") + ">";
    auto tag = "<a href=\"" + escape_html(call.hash(url).to_string()) + "\"";
    if (call.has_hash(key))
        tag += " data-key=\"" + escape_html(call.hash(key).to_string()) + "\"";
    return tag + ">";
}

// {{marked "Sign in [as a reader] here" url="…"}}: what stands between brackets is a link, with
// in="kbd" that element, else bold. Brackets are looked for before the slots are filled: what
// anybody typed marks nothing.
Value marked_helper(HelperCall& call)
{
    const auto english = call.argument(0).to_string();
    auto rest = call.environment<Drawing>().speech.word(english);
    const auto begin = opening_tag(call);
    const auto end = "</" + begin.substr(1, begin.find_first_of(" >") - 1) + ">";
    const auto take = [&](std::string_view mark) {
        const auto at = std::min(rest.find(mark), rest.size());
        const auto piece = rest.substr(0, at);
        rest.remove_prefix(std::min(at + mark.size(), rest.size()));
        return escape_html(filled(call, piece));
    };
    std::string html;
    while (rest.find('[') != std::string_view::npos) {
        html += take("[") + begin;
        html += take("]") + end;
    }
    call.write_safe(html + take("["));
    return {};
}

// {{date at}} and {{date at (t "D MMM")}}: `at` is RFC 3339.
Value date_helper(HelperCall& call)
{
    const auto time = parse_rfc3339(call.argument(0).to_string());
    if (!time)
        return {};
    const auto& drawing = call.environment<Drawing>();
    const auto pattern = call.size() > 1 ? call.argument(1).to_string()
                                         : std::string{drawing.speech.word("D MMM YYYY, HH:mm")};
    return drawing.dates.format(*time, pattern);
}

Value same_helper(HelperCall& call)
{
    return call.argument(0).to_string() == call.argument(1).to_string();
}

std::string_view template_name(std::string_view file)
{
    file.remove_suffix(template_end.size());
    return file;
}

Outcome<void> add(Engine& engine, std::string_view file, std::string_view bytes)
{
    CompileOptions options;
    options.prevent_indent = true;
    if (file.starts_with(partial_prefix))
        return engine.add_partial(template_name(file.substr(partial_prefix.size())), bytes,
                                  std::string{file}, options);
    return engine.add_template(template_name(file), bytes, std::string{file}, options);
}

} // namespace

DeskTemplates::DeskTemplates()
{
    engine_.add_helper("date", date_helper);
    engine_.add_helper("same", same_helper);
    engine_.add_helper("t", t_helper);
    engine_.add_helper("marked", marked_helper);
    std::string errors;
    std::vector<web::EmbeddedFile> assets;
    for (const auto& file : embedded_files()) {
        if (!file.path.starts_with(embedded_prefix))
            continue;
        const auto name = file.path.substr(embedded_prefix.size());
        if (name.starts_with(locales_prefix))
            continue;
        if (!name.ends_with(template_end)) {
            assets.push_back({name, file.bytes});
            continue;
        }
        if (const auto added = add(engine_, name, file.bytes); !added)
            errors += added.error().text() + "\n";
    }
    for (const auto& missing : engine_.missing_parts())
        errors += missing.text() + "\n";
    if (!errors.empty())
        throw std::runtime_error("the desk cannot be drawn:\n" + errors);
    assets_ = std::make_shared<const web::EmbeddedFiles>(std::move(assets));
}

std::string DeskTemplates::render(std::string_view name, const Value& context,
                                  const settings::Newsroom& newsroom)
{
    const auto dates = dates_for(newsroom);
    const auto speech = speech_for(newsroom);
    Drawing drawing{*dates, speech};
    RenderOptions options;
    options.environment = Environment::of(drawing);
    auto drawn = engine_.render(name, context, options);
    if (!drawn)
        throw std::runtime_error("desk: " + drawn.error().text());
    return std::move(*drawn);
}

std::string DeskTemplates::asset_url(std::string_view file) const
{
    std::string url{assets_prefix};
    return url.append(file).append("?v=").append(assets_->hash(file));
}

std::shared_ptr<const site::DateFormat> DeskTemplates::dates_for(const settings::Newsroom& newsroom)
{
    const auto key = newsroom.timezone + " " + newsroom.language;
    const std::lock_guard lock{mutex_};
    if (!dates_ || dates_key_ != key) {
        dates_ = std::make_shared<const site::DateFormat>(newsroom.timezone, newsroom.language);
        dates_key_ = key;
    }
    return dates_;
}

} // namespace masthead::desk
