#include "surfaces/transfer/slug_plan.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "features/stories/find_stories.hpp"
#include "surfaces/transfer/post_identity.hpp"

#include <unordered_set>

namespace masthead::transfer {

namespace {

// Read snapshots live two seconds at most; a slug takes some ten microseconds.
constexpr std::size_t posts_a_read = 2'000;
constexpr int numbers_max = 10'000;

class SlugAssigner {
public:
    explicit SlugAssigner(ImportPlan& plan) : plan_(plan) {}

    void assign(db::Snapshot& snapshot, const std::string& site, PlannedPost& post)
    {
        if (post.same_as >= 0)
            return;
        const auto guid = plan_.texts.get(post.guid);
        const auto identity = identify_post(snapshot, site, post, guid);
        const auto present =
            identity.row ? stories::find_story(snapshot, StoryId{identity.row->id}) : std::nullopt;
        const auto slug = present ? present->slug : free_slug(snapshot, plan_.texts.get(post.name));
        taken_.insert(slug);
        post.name = plan_.texts.add(slug);
    }

private:
    bool is_free(db::Snapshot& snapshot, const std::string& slug)
    {
        return !taken_.contains(slug) && !stories::is_reserved_slug(slug) &&
               !stories::find_story_by_slug(snapshot, slug);
    }

    // Where many share a name, the last number given says where to go on.
    std::string free_slug(db::Snapshot& snapshot, const std::string& wanted)
    {
        // The same room for a number that save_story leaves, or it would cut the name again.
        const std::string base{cut_utf8(wanted, limits::slug_bytes_max - 6)};
        if (is_free(snapshot, base))
            return base;
        auto& number = numbers_.try_emplace(base, 2).first->second;
        for (; number < numbers_max; ++number) {
            auto candidate = base + "-" + std::to_string(number);
            if (is_free(snapshot, candidate))
                return candidate;
        }
        return base; // save_story finds a last way out
    }

    ImportPlan& plan_;
    std::unordered_set<std::string> taken_;
    std::unordered_map<std::string, int> numbers_;
};

} // namespace

void assign_slugs(ImportContext& context)
{
    SlugAssigner assigner{context.plan};
    for (const auto& site : context.plan.sites) {
        auto& posts = site->posts;
        for (std::size_t first = 0; first < posts.size(); first += posts_a_read) {
            const auto last = std::min(first + posts_a_read, posts.size());
            context.database.read([&](db::Snapshot& snapshot) {
                for (auto i = first; i < last; ++i)
                    assigner.assign(snapshot, site->key, posts[i]);
            });
        }
    }
}

} // namespace masthead::transfer
