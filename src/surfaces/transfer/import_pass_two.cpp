#include "surfaces/transfer/import_pass_two.hpp"

#include <stdexcept>
#include <utility>

namespace masthead::transfer {

void PassTwo::comment(WxrComment comment)
{
    spool_.add(comment, comments_.sort_out(comment));
}

void PassTwo::item(WxrItem item)
{
    if (!is_post_type(item.type))
        return leave_out_comments();
    if (next_post_ >= site_.posts.size())
        throw std::runtime_error("the export was changed while it was being imported");
    const auto& planned = first_of(site_, site_.posts[next_post_++]);
    auto story = stories_.prepare(item, planned);
    item = {}; // its text is in the story now, twice is enough
    if (story)
        return add_story(std::move(*story));
    context_.report.count(planned.kind == PostKind::page ? Counted::pages : Counted::stories,
                          Fate::skipped);
    leave_out_comments();
}

void PassTwo::add_story(PreparedStory story)
{
    const auto key = story.guid;
    const auto date = story.command.created_at;
    auto progress = std::make_shared<StoryInProgress>();
    progress->story = std::move(story);
    UnitPart part{progress, {}, true};
    for (const auto& place : spool_.order()) {
        if (part.comments.size() >= writer_.comments_wanted()) {
            part.is_last = false;
            writer_.add(std::exchange(part, UnitPart{progress, {}, true}));
        }
        if (auto prepared = comments_.prepare(place, spool_.read(place), key, date))
            part.comments.push_back(std::move(*prepared));
    }
    writer_.add(std::move(part));
    spool_.clear();
}

void PassTwo::leave_out_comments()
{
    if (spool_.size() > 0)
        context_.report.note("comments of items that were not carried",
                             static_cast<std::int64_t>(spool_.size()));
    spool_.clear();
}

} // namespace masthead::transfer
