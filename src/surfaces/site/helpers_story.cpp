#include "surfaces/site/helpers.hpp"

#include "core/base/text.hpp"
#include "surfaces/site/environment.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

const Symbol key_url{"url"}, key_name{"name"}, key_absolute{"absolute"};

std::string absolute(const RenderEnvironment& page, std::string url)
{
    return url.starts_with('/') && !url.starts_with("//") ? page.site_url + url : url;
}

bool wants_absolute(const HelperCall& call)
{
    const auto& wanted = call.hash(key_absolute);
    return wanted.as_boolean() || wanted.text() == "true";
}

Value date_helper(HelperCall& call)
{
    static const Symbol published_at{"published_at"}, format{"format"}, timeago{"timeago"};
    const auto& page = call.environment<RenderEnvironment>();
    auto time = std::optional<Time>{page.now};
    if (call.size() > 0)
        time = parse_rfc3339(call.argument(0).text());
    else if (const auto published = call.context().get(published_at); published.is_text())
        time = parse_rfc3339(published.text());
    if (!time)
        return {};
    if (call.hash(timeago).is_truthy() && call.hash(timeago).text() != "false")
        return page.dates.relative(*time, page.now);
    const auto& pattern = call.hash(format);
    return page.dates.format(*time, pattern.is_text() ? pattern.text() : "D MMM YYYY");
}

Value url_helper(HelperCall& call)
{
    const auto& page = call.environment<RenderEnvironment>();
    auto url = call.context().get(key_url).to_string();
    return wants_absolute(call) ? absolute(page, std::move(url)) : url;
}

// Pictures are served as they were uploaded; `size` chooses among copies once there are any.
Value img_url_helper(HelperCall& call)
{
    const auto& page = call.environment<RenderEnvironment>();
    if (call.argument(0).is_empty())
        return {};
    auto url = call.argument(0).to_string();
    return wants_absolute(call) ? absolute(page, std::move(url)) : url;
}

// {{authors}} and {{tags}}: linked names in a row, as Ghost writes them.
void write_links(HelperCall& call, const Value& list)
{
    static const Symbol separator{"separator"}, prefix{"prefix"}, suffix{"suffix"},
        autolink{"autolink"}, limit{"limit"}, from{"from"}, to{"to"};
    const auto size = static_cast<std::int64_t>(list.items().size());
    const auto first = std::max<std::int64_t>(1, call.hash(from).as_integer().value_or(1));
    auto last = std::min(size, call.hash(to).as_integer().value_or(size));
    if (const auto most = call.hash(limit).as_integer())
        last = std::min(last, first + *most - 1);
    if (first > last)
        return;
    const bool plain = call.hash(autolink).text() == "false";
    call.write_safe(call.hash(prefix).to_string());
    for (auto i = first; i <= last; ++i) {
        const auto& item = list.at(static_cast<std::size_t>(i - 1));
        if (i > first)
            call.write_safe(call.has_hash(separator) ? call.hash(separator).to_string() : ", ");
        const auto name = escape_html(item.get(key_name).to_string());
        const auto url = escape_html(item.get(key_url).to_string());
        call.write_safe(plain ? name : "<a href=\"" + url + "\">" + name + "</a>");
    }
    call.write_safe(call.hash(suffix).to_string());
}

Value authors_helper(HelperCall& call)
{
    write_links(call, call.context().get(Symbol{"authors"}));
    return {};
}

Value tags_helper(HelperCall& call)
{
    write_links(call, call.context().get(Symbol{"tags"}));
    return {};
}

Value reading_time_helper(HelperCall& call)
{
    static const Symbol reading_time{"reading_time"}, minute{"minute"}, minutes{"minutes"};
    const auto& page = call.environment<RenderEnvironment>();
    const auto count = call.context().get(reading_time).as_integer().value_or(0);
    const auto& given = call.hash(count <= 1 ? minute : minutes);
    std::string text{given.is_text() ? given.text()
                                     : page.theme.translate(page.language(), "% min read")};
    const auto slot = text.find('%');
    if (slot != std::string::npos)
        text.replace(slot, 1, std::to_string(std::max<std::int64_t>(1, count)));
    return text;
}

Value comment_count_helper(HelperCall& call)
{
    static const Symbol count{"comment_count"}, empty{"empty"}, singular{"singular"},
        plural{"plural"};
    const auto number = call.context().get(count).as_integer().value_or(0);
    if (number == 0)
        return call.hash(empty);
    const auto& word = call.hash(number == 1 ? singular : plural);
    return std::to_string(number) + (word.is_empty() ? "" : " " + word.to_string());
}

// {{comments}} in a theme of Ghost's stands for the whole conversation.
Value comments_helper(HelperCall& call)
{
    static const Symbol conversation{"conversation"};
    const auto context = call.root().get(conversation);
    if (!context.is_empty() && call.has_partial("conversation"))
        call.draw_partial("conversation", context);
    return {};
}

Value post_class_helper(HelperCall& call)
{
    static const Symbol tags{"tags"}, slug{"slug"}, featured{"featured"},
        feature_image{"feature_image"}, is_page{"is_page"};
    std::string classes = "post";
    const auto list = call.context().get(tags);
    for (const auto& tag : list.items())
        classes += " tag-" + tag.get(slug).to_string();
    if (call.context().get(featured).is_truthy())
        classes += " featured";
    if (call.context().get(feature_image).is_empty())
        classes += " no-image";
    if (call.context().get(is_page).is_truthy())
        classes += " page";
    return classes;
}

} // namespace

void register_story_helpers(Engine& engine)
{
    engine.add_helper("date", date_helper);
    engine.add_helper("url", url_helper);
    engine.add_helper("img_url", img_url_helper);
    engine.add_helper("authors", authors_helper);
    engine.add_helper("tags", tags_helper);
    engine.add_helper("reading_time", reading_time_helper);
    engine.add_helper("comment_count", comment_count_helper);
    engine.add_helper("comments", comments_helper);
    engine.add_helper("post_class", post_class_helper);
}

} // namespace masthead::site
