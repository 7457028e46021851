#pragma once

#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <vector>

namespace masthead::comments {

/// Of the authors under one story, those whose words are not for a reader: their comments stand on
/// the page that everybody shares, and the page's script folds them.
struct AuthorsApart {
    std::vector<ReaderId> blocked; ///< by the reader, or the other way round
    std::vector<ReaderId> muted;
};

inline constexpr int authors_apart_max = 1'000;

/// At most authors_apart_max of each.
AuthorsApart find_authors_apart(db::Snapshot& snapshot, StoryId story, ReaderId reader);

/// Active readers who wrote lately under the stories a reader wrote under, most active first; never
/// the reader. Of a reader who has written nothing: none.
std::vector<ReaderId> find_company(db::Snapshot& snapshot, ReaderId reader, int limit);

/// Who wrote lately under a story, the latest first, each once; at most `limit`.
std::vector<ReaderId> find_latest_authors(db::Snapshot& snapshot, StoryId story, int limit);

} // namespace masthead::comments
