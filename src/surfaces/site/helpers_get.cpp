#include "surfaces/site/helpers.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "surfaces/site/context.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

constexpr int get_limit_max = 100; // Ghost's own cap since 6.0

/// One `name:value` of a filter, joined with the others by "+" (and). The rest of Ghost's filter
/// language comes with its Content API.
struct Condition {
    std::string name;
    std::string value;
    bool negated = false;
};

// `{{id}}` inside a filter stands for a value of the caller's context.
std::string interpolated(const HelperCall& call, std::string_view filter)
{
    std::string out;
    while (!filter.empty()) {
        const auto open = filter.find("{{");
        const auto close = filter.find("}}", open == std::string_view::npos ? open : open + 2);
        if (close == std::string_view::npos)
            return out.append(filter);
        out += filter.substr(0, open);
        auto value = call.context();
        for (const auto part : split(trim(filter.substr(open + 2, close - open - 2)), '.')) {
            const auto name = Symbol::find(part);
            value = name ? value.get(*name) : Value{};
        }
        out += value.to_string();
        filter.remove_prefix(close + 2);
    }
    return out;
}

std::optional<std::vector<Condition>> parse_filter(std::string_view filter)
{
    std::vector<Condition> conditions;
    if (trim(filter).empty())
        return conditions;
    for (const auto part : split(filter, '+')) {
        const auto colon = part.find(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        Condition condition{std::string{trim(part.substr(0, colon))},
                            std::string{trim(part.substr(colon + 1))}};
        if (condition.value.starts_with('-')) {
            condition.negated = true;
            condition.value.erase(0, 1);
        }
        if (condition.value.size() > 1 && condition.value.front() == '\'')
            condition.value = condition.value.substr(1, condition.value.size() - 2);
        if (condition.value.find_first_of("[](),<>~") != std::string::npos)
            return std::nullopt;
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

bool has_slug(const Value& list, const std::string& slug)
{
    return std::ranges::any_of(list.items(),
                               [&](const Value& item) { return item.get("slug").text() == slug; });
}

bool holds(const Condition& condition, const Value& post)
{
    bool fits = false;
    if (condition.name == "tag" || condition.name == "tags")
        fits = has_slug(post.get("tags"), condition.value);
    else if (condition.name == "primary_tag")
        fits = post.get("primary_tag").get("slug").text() == condition.value;
    else if (condition.name == "author" || condition.name == "authors")
        fits = has_slug(post.get("authors"), condition.value);
    else if (condition.name == "primary_author")
        fits = post.get("primary_author").get("slug").text() == condition.value;
    else if (const auto name = Symbol::find(condition.name))
        fits = post.get(*name).to_string() == condition.value;
    return fits != condition.negated;
}

// The shortest list that holds every story the filter can mean.
std::vector<stories::StoryCard> candidates(RenderEnvironment& page,
                                           const std::vector<Condition>& conditions)
{
    auto& snapshot = page.snapshot;
    const stories::Range range{get_limit_max, 0};
    for (const auto& condition : conditions) {
        if (condition.negated)
            continue;
        if (condition.name == "tag" || condition.name == "tags" ||
            condition.name == "primary_tag") {
            if (const auto section = stories::find_section(snapshot, condition.value))
                return stories::section_stories(snapshot, section->id, range);
            const auto topic = stories::find_topic(snapshot, condition.value);
            return topic ? stories::topic_stories(snapshot, topic->id, range)
                         : std::vector<stories::StoryCard>{};
        }
        if (condition.name == "author" || condition.name == "authors") {
            const auto author = stories::find_author(snapshot, condition.value);
            return author ? stories::author_stories(snapshot, author->id, range)
                          : std::vector<stories::StoryCard>{};
        }
        if (condition.name == "featured" && condition.value == "true")
            return stories::featured_stories(snapshot, get_limit_max);
    }
    return stories::latest_stories(snapshot, range);
}

int limit_of(const HelperCall& call)
{
    static const Symbol limit{"limit"};
    if (call.hash(limit).text() == "all")
        return get_limit_max;
    const auto wanted = call.hash(limit).as_integer().value_or(15);
    return static_cast<int>(std::clamp<std::int64_t>(wanted, 1, get_limit_max));
}

Value find_posts(HelperCall& call, RenderEnvironment& page,
                 const std::vector<Condition>& conditions)
{
    Array found;
    const auto most = static_cast<std::size_t>(limit_of(call));
    for (const auto& card : candidates(page, conditions)) {
        if (found.size() == most)
            break;
        const auto shown_before = page.shown.size();
        auto post = story_context(page, card);
        const auto fits = [&](const Condition& condition) {
            // A topic is not part of a list's row, but the list was already chosen by it.
            const bool is_topic = condition.name == "tag" || condition.name == "tags";
            return (is_topic && !condition.negated) || holds(condition, post);
        };
        if (std::ranges::all_of(conditions, fits))
            found.push_back(std::move(post));
        else
            page.shown.resize(shown_before);
    }
    return found;
}

Value find_list(HelperCall& call, RenderEnvironment& page, std::string_view resource)
{
    static const Symbol filter_name{"filter"};
    const auto filter = interpolated(call, call.hash(filter_name).text());
    const auto conditions = parse_filter(filter);
    if (!conditions)
        return call.fail("this filter cannot be read yet: " + filter);
    if (resource == "posts")
        return find_posts(call, page, *conditions);
    if (resource == "tags") {
        Array sections;
        for (const auto& section : stories::all_sections(page.snapshot))
            sections.push_back(section_context(section));
        sections.resize(std::min(sections.size(), static_cast<std::size_t>(limit_of(call))));
        return sections;
    }
    return call.fail("get knows posts and tags, not " + std::string{resource});
}

// {{#get "posts" filter="tag:news" limit="5" as |list|}} … {{else}} … {{/get}}
Value get_helper(HelperCall& call)
{
    auto& page = call.environment<RenderEnvironment>();
    const auto resource = call.argument(0).to_string();
    const auto list = find_list(call, page, resource);
    if (call.failed())
        return {};
    if (list.items().empty()) {
        call.draw_inverse();
        return {};
    }
    const auto count = static_cast<std::int64_t>(list.items().size());
    const Value pagination = Object{{"page", 1}, {"pages", 1}, {"total", count}};
    const Value context = Object{{resource, list}, {"meta", Object{{"pagination", pagination}}}};
    const std::array<Value, 2> params{list, pagination};
    call.draw_body(context, {call.data(), params});
    return {};
}

} // namespace

void register_get_helper(Engine& engine)
{
    engine.add_helper("get", get_helper);
}

} // namespace masthead::site
