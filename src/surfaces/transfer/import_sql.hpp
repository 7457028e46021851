#pragma once

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Every statement on the tables an import owns: which of our rows stands for which of theirs.
namespace masthead::transfer {

using ImportRunId = Id<struct ImportRunTag>;

/// Kinds of foreign things; the foreign id of each is unique within its site.
namespace foreign_kind {
inline constexpr std::string_view author = "author";             ///< login
inline constexpr std::string_view section = "section";           ///< category slug
inline constexpr std::string_view topic = "topic";               ///< taxonomy and slug
inline constexpr std::string_view media = "media";               ///< address of the file
inline constexpr std::string_view post = "post";                 ///< post id, or guid
inline constexpr std::string_view guid = "guid";                 ///< guid of a post with an id
inline constexpr std::string_view reader = "reader";             ///< hash of mail, or name
inline constexpr std::string_view comment = "comment";           ///< comment id
inline constexpr std::string_view conversation = "conversation"; ///< post id; see import_comments
inline constexpr std::string_view menu = "menu";                 ///< "main"
} // namespace foreign_kind

/// The name of a foreign thing.
struct ForeignKey {
    std::string_view site;
    std::string_view kind;
    std::string_view id;
};

struct ForeignRow {
    std::int64_t id = 0;     ///< of our row
    std::string fingerprint; ///< of our row as the import wrote it
    ImportRunId run;         ///< the last run that met it
};

std::optional<ForeignRow> find_foreign(db::Snapshot& snapshot, const ForeignKey& key);

/// Inserts or replaces.
void save_foreign(db::Tx& tx, const ForeignKey& key, const ForeignRow& row);

/// Remembers that this run met it.
void touch_foreign(db::Tx& tx, const ForeignKey& key, ImportRunId run);

/// A foreign thing that earlier runs met and this one did not.
struct Vanished {
    std::string foreign_id;
    std::int64_t id = 0;
};
std::vector<Vanished> find_vanished(db::Snapshot& snapshot, std::string_view site,
                                    std::string_view kind, ImportRunId run, int limit);
std::int64_t count_vanished(db::Snapshot& snapshot, std::string_view site, std::string_view kind,
                            ImportRunId run);

ImportRunId start_run(db::Tx& tx, std::string_view sites, Time now);
void finish_run(db::Tx& tx, ImportRunId run, std::string_view report_json, Time now);

} // namespace masthead::transfer
