#include "surfaces/site/site_pages.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "surfaces/site/context.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;
using stories::Range;

// "2" … of an address; page 1 has an address of its own, so "1" is not one.
std::optional<int> page_number(const web::Request& request)
{
    const auto text = request.route_value("page");
    if (text.empty())
        return 1;
    const auto number = parse_id<Id<struct PageTag>>(text);
    if (!number || number->value() < 2 || number->value() > masthead::limits::pages_deep_max)
        return std::nullopt;
    return static_cast<int>(number->value());
}

struct ListPage {
    std::string base_path;
    int number = 1;
    int total = 0;
};

// What every list shares: its stories, its pages and their addresses. Absent past the end.
template <class Find>
std::optional<Object> list_root(RenderEnvironment& page, const ListPage& list, Find&& find)
{
    const int per_page = page.theme.posts_per_page;
    const int pages = std::max(1, (list.total + per_page - 1) / per_page);
    if (list.number > pages)
        return std::nullopt;
    page.page = list.number;
    page.canonical_path = page_path(list.base_path, list.number);
    if (list.number > 1)
        page.previous_url = page_path(list.base_path, list.number - 1);
    if (list.number < pages)
        page.next_url = page_path(list.base_path, list.number + 1);
    Object root;
    root.set("posts", stories_context(page, find(Range{per_page, (list.number - 1) * per_page})));
    root.set("pagination",
             pagination_context({list.base_path, list.number, pages, list.total, per_page}));
    return root;
}

std::vector<std::string> list_tags()
{
    return {std::string{tag_stories}, std::string{tag_counts}};
}

std::string month_path(int year, unsigned month)
{
    const auto digits = std::to_string(month);
    return "/archive/" + std::to_string(year) + "/" + (month < 10 ? "0" : "") + digits + "/";
}

std::string month_label(const RenderEnvironment& page, int year, unsigned month)
{
    using namespace std::chrono;
    // The middle of the month is in that month in every time zone.
    const auto middle = sys_days{std::chrono::year{year} / std::chrono::month{month} / 15};
    return page.dates.format(Time{middle}, "MMMM YYYY");
}

Value month_link(const RenderEnvironment& page, const stories::Month& month)
{
    return Object{{"label", month_label(page, month.year, month.month)},
                  {"url", month_path(month.year, month.month)},
                  {"count", month.count},
                  {"year", month.year}};
}

constexpr int months_max = 600;

} // namespace

web::Response river_page(Pages& pages, const web::Request& request)
{
    return pages.draw(request, PageKind::index,
                      [&](RenderEnvironment& page) -> std::optional<PageView> {
                          const auto number = page_number(request);
                          if (!number)
                              return std::nullopt;
                          const ListPage list{"/", *number, stories::count_latest(page.snapshot)};
                          auto root = list_root(page, list, [&](Range range) {
                              return stories::latest_stories(page.snapshot, range);
                          });
                          if (!root)
                              return std::nullopt;
                          page.description = page.newsroom.description;
                          return PageView{{"index"}, std::move(*root), list_tags()};
                      });
}

web::Response section_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::tag, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto section = stories::find_section(page.snapshot, request.route_value("slug"));
            const auto number = page_number(request);
            if (!section || !number)
                return std::nullopt;
            const ListPage list{"/section/" + section->slug + "/", *number,
                                stories::count_section(page.snapshot, section->id)};
            auto root = list_root(page, list, [&](Range range) {
                return stories::section_stories(page.snapshot, section->id, range);
            });
            if (!root)
                return std::nullopt;
            root->set("tag", section_context(*section));
            page.title = section->name;
            page.description = section->description;
            return PageView{{"section", "tag", "index"}, std::move(*root), list_tags()};
        });
}

web::Response topic_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::tag, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto topic = stories::find_topic(page.snapshot, request.route_value("slug"));
            const auto number = page_number(request);
            if (!topic || !number)
                return std::nullopt;
            const ListPage list{"/topic/" + topic->slug + "/", *number,
                                stories::count_topic(page.snapshot, topic->id)};
            auto root = list_root(page, list, [&](Range range) {
                return stories::topic_stories(page.snapshot, topic->id, range);
            });
            if (!root)
                return std::nullopt;
            root->set("tag", topic_context(*topic));
            page.title = topic->name;
            page.description = topic->description;
            return PageView{{"tag", "index"}, std::move(*root), list_tags()};
        });
}

web::Response author_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::author, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto author = stories::find_author(page.snapshot, request.route_value("slug"));
            const auto number = page_number(request);
            if (!author || !number)
                return std::nullopt;
            const ListPage list{"/author/" + author->slug + "/", *number,
                                stories::count_author(page.snapshot, author->id)};
            auto root = list_root(page, list, [&](Range range) {
                return stories::author_stories(page.snapshot, author->id, range);
            });
            if (!root)
                return std::nullopt;
            Object about{*author_context(page, *author).object()};
            about.set("post_count", list.total);
            root->set("author", std::move(about));
            page.title = author->name;
            page.description = author->bio;
            return PageView{{"author", "index"}, std::move(*root), list_tags()};
        });
}

web::Response archive_page(Pages& pages, const web::Request& request)
{
    return pages.draw(request, PageKind::archive, [&](RenderEnvironment& page) {
        Array months;
        for (const auto& month : stories::archive_months(page.snapshot, months_max))
            months.push_back(month_link(page, month));
        page.title = page.theme.translate(page.language(), "Archive");
        return std::optional{
            PageView{{"archive", "index"}, Object{{"months", std::move(months)}}, list_tags()}};
    });
}

web::Response month_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::archive, [&](RenderEnvironment& page) -> std::optional<PageView> {
            const auto months = stories::archive_months(page.snapshot, months_max);
            const auto wanted = std::string{request.route_value("year")} + "/" +
                                std::string{request.route_value("month")};
            const auto here = std::ranges::find_if(months, [&](const stories::Month& month) {
                return month_path(month.year, month.month) == "/archive/" + wanted + "/";
            });
            const auto number = page_number(request);
            if (here == months.end() || !number)
                return std::nullopt;
            const ListPage list{month_path(here->year, here->month), *number, here->count};
            auto root = list_root(page, list, [&](Range range) {
                return stories::month_stories(page.snapshot, here->year, here->month, range);
            });
            if (!root)
                return std::nullopt;
            page.title = month_label(page, here->year, here->month);
            root->set("month_label", page.title);
            if (here != months.begin())
                root->set("next_month", month_link(page, *(here - 1)));
            if (here + 1 != months.end())
                root->set("prev_month", month_link(page, *(here + 1)));
            Array all;
            for (const auto& month : months)
                all.push_back(month_link(page, month));
            root->set("months", std::move(all));
            return PageView{{"archive", "index"}, std::move(*root), list_tags()};
        });
}

} // namespace masthead::site
