#pragma once

#include "surfaces/transfer/import_stories.hpp"
#include "surfaces/transfer/post_identity.hpp"

namespace masthead::transfer {

/// What became of a story, decided before anything is written.
struct StoryFate {
    Fate fate = Fate::created;
    PostIdentity identity;
    StoryId id; ///< none where it is new
};

/// New; or unchanged in the export; or changed there and still as we left it; or changed on both
/// sides, and then ours is kept.
StoryFate decide_story(db::Snapshot& snapshot, std::string_view site, const PreparedStory& story);

/// What writing a story did.
struct WrittenStory {
    Fate fate = Fate::created;
    StoryId id;
    std::int64_t redirects = 0;
    std::string slug;
    bool id_was_reused = false;
};

/// Writes a story with its redirects and its foreign ids, all or nothing with the transaction.
WrittenStory write_story(db::Tx& tx, const ImportContext& context, std::string_view site,
                         const PreparedStory& story);

} // namespace masthead::transfer
