#include "app/demo_comments.hpp"

#include "core/text/markdown.hpp"

#include <boost/json.hpp>

#include <numeric>

namespace masthead::app {

namespace {

namespace json = boost::json;

constexpr std::size_t nesting_max = 128; // two levels of JSON for one of replies
constexpr auto pause_between = std::chrono::seconds{9};

const json::value* member(const json::object& object, std::string_view name)
{
    return object.if_contains(name);
}

std::string text_of(const json::object& object, std::string_view name)
{
    const auto* value = member(object, name);
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

bool flag_of(const json::object& object, std::string_view name)
{
    const auto* value = member(object, name);
    return value && value->is_bool() && value->as_bool();
}

double number_of(const json::object& object, std::string_view name)
{
    const auto* value = member(object, name);
    return value && value->is_number() ? value->to_number<double>() : 0;
}

std::optional<DemoComment> comment_of(const json::object& object, std::ptrdiff_t parent)
{
    DemoComment comment;
    comment.parent = parent;
    comment.author = text_of(object, "author");
    comment.staff = flag_of(object, "staff");
    comment.after =
        Milliseconds{static_cast<std::int64_t>(number_of(object, "minutes_after") * 60'000)};
    comment.respect = static_cast<int>(number_of(object, "respect"));
    comment.featured = flag_of(object, "featured");
    comment.markdown = text_of(object, "text");
    comment.html = text::markdown_comment(comment.markdown);
    if (comment.author.empty() || comment.html.empty() || comment.after < Milliseconds{0})
        return std::nullopt;
    return comment;
}

// False at the first comment that is not one. Depth is bounded by nesting_max.
bool append_comments(const json::value& list, std::ptrdiff_t parent, std::vector<DemoComment>& out)
{
    if (!list.is_array())
        return false;
    for (const auto& entry : list.as_array()) {
        const auto* object = entry.if_object();
        auto comment = object ? comment_of(*object, parent) : std::nullopt;
        if (!comment)
            return false;
        out.push_back(std::move(*comment));
        const auto place = static_cast<std::ptrdiff_t>(out.size()) - 1;
        const auto* replies = member(*object, "replies");
        if (replies && !append_comments(*replies, place, out))
            return false;
    }
    return true;
}

} // namespace

Result<std::vector<DemoComment>> parse_demo_comments(std::string_view text)
{
    json::parse_options options;
    options.max_depth = nesting_max;
    json::error_code error;
    const auto parsed = json::parse(text, error, {}, options);
    if (error)
        return refuse(Refusal::invalid, "demo.comments", error.message());
    std::vector<DemoComment> comments;
    if (!append_comments(parsed, -1, comments))
        return refuse(Refusal::invalid, "demo.comments",
                      "comment " + std::to_string(comments.size() + 1) +
                          " lacks an author, a text or a time");
    return comments;
}

std::vector<Time> posting_times(const std::vector<DemoComment>& comments, Time published_at,
                                Time now)
{
    std::vector<std::size_t> order(comments.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return comments[a].after < comments[b].after;
    });
    std::vector<Time> times(comments.size());
    // From the last one back: whoever would stand in the future is moved before whoever comes next.
    auto latest = now - pause_between;
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
        const auto wanted = published_at + comments[*at].after;
        times[*at] = std::max(published_at, std::min(wanted, latest));
        if (wanted > latest)
            latest -= pause_between;
    }
    return times;
}

} // namespace masthead::app
