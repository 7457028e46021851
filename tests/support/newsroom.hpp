#pragma once

#include "features/comments/import_comments.hpp"
#include "features/readers/reader.hpp"
#include "features/stories/find_stories.hpp"
#include "stories_cast.hpp"

#include <string>
#include <string_view>

namespace masthead::test {

/// The stories' fixture with readers who comment: for conversation and page tests.
struct Newsroom : StoriesCast {
    StoryId story(std::string_view slug, int minutes_ago = 60)
    {
        return save(draft(slug, minutes_ago)).id;
    }

    ReaderId reader(std::string_view name)
    {
        return *write([&](db::Tx& tx) -> Result<ReaderId> {
            return readers::add_unclaimed_reader(tx, {std::string{name}, "", {}}, now());
        });
    }

    /// A comment posted `minutes` after the fixture's morning, below `parent` where there is one.
    comments::ImportedComment remark(StoryId story, ReaderId reader, int minutes,
                                     CommentId parent = {}) const
    {
        comments::ImportedComment comment;
        comment.story = story;
        comment.reader = reader;
        comment.parent = parent;
        comment.posted_at = now() - std::chrono::hours{6} + std::chrono::minutes{minutes};
        comment.source = "words";
        comment.html = "<p>words</p>";
        return comment;
    }

    CommentId post(const comments::ImportedComment& comment)
    {
        return *write([&](db::Tx& tx) { return comments::add_imported_comment(tx, comment); });
    }

    void settle(StoryId story)
    {
        (void)write([&](db::Tx& tx) -> Result<int> {
            comments::settle_conversation(tx, story);
            return 0;
        });
    }
};

} // namespace masthead::test
