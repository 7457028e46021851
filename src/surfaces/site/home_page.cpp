#include "surfaces/site/site_pages.hpp"

#include "core/text/excerpt.hpp"
#include "surfaces/site/context.hpp"
#include "surfaces/site/structured_data.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

constexpr int second_rank_max = 5;
constexpr int section_stories_max = 6;
constexpr int sections_max = 12;
constexpr int latest_max = 12;
constexpr int discussed_max = 5;
constexpr std::size_t quote_characters_max = 160;

struct Front {
    std::optional<stories::StoryCard> lead;
    std::vector<stories::StoryCard> second_rank;
    std::vector<StoryId> used;
    std::vector<SectionId> sections; ///< of the stories used, one each

    int used_of(SectionId section) const
    {
        return static_cast<int>(std::ranges::count(sections, section));
    }
};

// The newest featured story leads, or the newest at all; the next featured, then the next newest,
// stand beside it. An old feature does not hold the front page against today's news.
Front choose_front(db::Snapshot& snapshot, const std::vector<stories::StoryCard>& latest)
{
    Front front;
    std::vector<stories::StoryCard> order;
    const auto fresh_after = latest.empty() ? Time{} : latest.back().story.published_at;
    for (auto& card : stories::featured_stories(snapshot, 1 + second_rank_max)) {
        if (card.story.published_at >= fresh_after)
            order.push_back(std::move(card));
    }
    for (const auto& card : latest) {
        const auto same = [&](const auto& other) { return other.story.id == card.story.id; };
        if (std::ranges::none_of(order, same))
            order.push_back(card);
    }
    for (auto& card : order) {
        if (front.lead && front.second_rank.size() == second_rank_max)
            break;
        front.used.push_back(card.story.id);
        front.sections.push_back(card.story.section);
        if (!front.lead)
            front.lead = std::move(card);
        else
            front.second_rank.push_back(std::move(card));
    }
    return front;
}

// A section shows first what does not already stand above it.
Value sections_value(RenderEnvironment& page, const Front& front)
{
    Array list;
    for (const auto& section : stories::all_sections(page.snapshot)) {
        if (list.size() == sections_max)
            break;
        const int reach = section_stories_max + front.used_of(section.id);
        auto cards = stories::section_stories(page.snapshot, section.id, {reach, 0});
        std::erase_if(cards, [&](const stories::StoryCard& card) {
            return std::ranges::find(front.used, card.story.id) != front.used.end();
        });
        if (cards.empty())
            continue;
        if (cards.size() > section_stories_max)
            cards.erase(cards.begin() + section_stories_max, cards.end());
        list.push_back(Object{{"slug", section.slug},
                              {"name", section.name},
                              {"description", section.description},
                              {"url", "/section/" + section.slug + "/"},
                              {"posts", stories_context(page, cards)}});
    }
    return list;
}

// A developing story that already stands in front needs no second line above it.
Value developing_value(RenderEnvironment& page, const Front& front)
{
    auto cards = stories::developing_stories(page.snapshot, second_rank_max);
    std::erase_if(cards, [&](const stories::StoryCard& card) {
        return std::ranges::find(front.used, card.story.id) != front.used.end();
    });
    return stories_context(page, cards);
}

Value discussed_value(RenderEnvironment& page)
{
    Array list;
    for (const auto& card : stories::most_discussed(page.snapshot, discussed_max)) {
        Object entry{{"post", story_context(page, card)}};
        if (const auto best = comments::best_comment(page.snapshot, card.story.id)) {
            const auto words = text::excerpt_of(text::plain_text(best->html), quote_characters_max);
            entry.set("comment", Object{{"author_name", best->author_name},
                                        {"excerpt", words},
                                        {"url", comments::comment_url(card.story.slug, best->id) +
                                                    "#comment-" + to_string(best->id)}});
        }
        list.push_back(std::move(entry));
    }
    return list;
}

} // namespace

web::Response home_page(Pages& pages, const web::Request& request)
{
    return pages.draw(
        request, PageKind::home, [&](RenderEnvironment& page) -> std::optional<PageView> {
            // "/?p=123" is an old address of a story, not the front page.
            if (!request.query.empty())
                return std::nullopt;
            auto& snapshot = page.snapshot;
            const int per_page = page.theme.posts_per_page;
            const auto latest =
                stories::latest_stories(snapshot, {std::max(per_page, latest_max), 0});
            const auto front = choose_front(snapshot, latest);
            const int total = stories::count_latest(snapshot);
            Object root;
            if (front.lead)
                root.set("lead", story_context(page, *front.lead));
            root.set("second_rank", stories_context(page, front.second_rank));
            root.set("developing", developing_value(page, front));
            root.set("sections", sections_value(page, front));
            const auto river = stories_context(page, latest);
            root.set("posts", river).set("latest", river);
            root.set("most_discussed", discussed_value(page));
            root.set("pagination",
                     pagination_context({"/", 1, std::max(1, (total + per_page - 1) / per_page),
                                         total, per_page}));
            page.description = page.newsroom.description;
            page.structured_data = newsroom_data(page);
            return PageView{{"home", "index"},
                            std::move(root),
                            {std::string{tag_stories}, std::string{tag_counts}}};
        });
}

} // namespace masthead::site
