#pragma once

#include "surfaces/transfer/import_plan.hpp"
#include "surfaces/transfer/import_sql.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::transfer {

/// What an import remembers of a story it wrote, packed into foreign_ids.fingerprint.
struct StoryFingerprint {
    std::string row;    ///< of our row as we left it: differs once somebody changes it here
    std::string wanted; ///< of what the export asked for: differs once the old site changes it
    std::string guid;   ///< of the guid, to tell a re-used post id

    std::string packed() const { return row + ":" + wanted + ":" + guid; }
    static StoryFingerprint unpacked(std::string_view text);
};

/// Under which key an item is, or will be, known, and what an earlier run knows of it.
struct PostIdentity {
    std::string key;  ///< foreign id of kind "post"
    std::string guid; ///< foreign id of kind "guid"; empty where the guid tells nothing
    std::optional<ForeignRow> row;
    bool id_was_reused = false; ///< the post id stood for another item in an earlier run
};

/// An item is the same as one of an earlier run where its guid is, or where its post id is and no
/// guid speaks against it.
PostIdentity identify_post(db::Snapshot& snapshot, std::string_view site, const PlannedPost& post,
                           std::string_view guid);

} // namespace masthead::transfer
