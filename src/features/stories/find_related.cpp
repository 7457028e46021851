#include "features/stories/find_stories.hpp"

namespace masthead::stories {

namespace {

// Among the newest only, one short stretch of an index each: a topic with ten thousand stories
// costs no more than one with ten.
constexpr int candidates_per_list = 12;
constexpr std::size_t topics_compared_max = 8;
constexpr int topic_weight = 3;
constexpr int section_weight = 1;

constexpr db::Query newest_of_topic{"stories.related_topic", R"sql(
    SELECT story_id, published_at_ms
    FROM story_topics
    WHERE topic_id = ?
      AND published_at_ms > 0
    ORDER BY published_at_ms DESC, story_id DESC
    LIMIT ?
)sql"};

constexpr db::Query newest_of_section{"stories.related_section", R"sql(
    SELECT id, published_at_ms
    FROM stories
    WHERE section_id = ?
      AND kind = 0
      AND state = 2
    ORDER BY published_at_ms DESC, id DESC
    LIMIT ?
)sql"};

struct Candidate {
    StoryId story;
    std::int64_t published_at_ms = 0;
    int score = 0;
};

void add_candidates(db::Snapshot& snapshot, const db::Query& query, db::Args args, int weight,
                    std::vector<Candidate>& candidates)
{
    snapshot.each(query, args, [&](const db::Row& row) {
        const auto id = row.id<StoryId>(0);
        const auto known = std::ranges::find(candidates, id, &Candidate::story);
        if (known != candidates.end())
            known->score += weight;
        else
            candidates.push_back({id, row.integer(1), weight});
    });
}

} // namespace

std::vector<StoryCard> related_stories(db::Snapshot& snapshot, const Story& story, int limit)
{
    std::vector<Candidate> candidates;
    auto topics = topics_of(snapshot, story.id);
    topics.resize(std::min(topics.size(), topics_compared_max));
    for (const auto& topic : topics)
        add_candidates(snapshot, newest_of_topic, {topic.id, candidates_per_list}, topic_weight,
                       candidates);
    add_candidates(snapshot, newest_of_section, {story.section, candidates_per_list},
                   section_weight, candidates);
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return std::tuple{b.score, b.published_at_ms, b.story} <
               std::tuple{a.score, a.published_at_ms, a.story};
    });
    std::vector<StoryCard> related;
    for (const auto& candidate : candidates) {
        if (static_cast<int>(related.size()) == limit)
            break;
        if (candidate.story == story.id)
            continue;
        auto card = find_card(snapshot, candidate.story);
        if (card && card->story.kind == StoryKind::story)
            related.push_back(std::move(*card));
    }
    return related;
}

} // namespace masthead::stories
