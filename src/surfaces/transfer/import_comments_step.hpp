#pragma once

#include "features/comments/import_comments.hpp"
#include "features/readers/reader.hpp"
#include "surfaces/transfer/comment_spool.hpp"
#include "surfaces/transfer/import_context.hpp"

#include <optional>
#include <string>

namespace masthead::transfer {

/// A longer comment is cut, which the report says. WordPress itself stores up to 65,525 bytes.
inline constexpr std::size_t imported_comment_bytes_max = 60'000;

/// A comment ready to be written: its text is sanitised, its reader has a key.
struct PreparedComment {
    std::int64_t line = 0;
    std::int64_t id = 0;     ///< in the export; 0 where it has none
    std::int64_t parent = 0; ///< in the export; 0 for a thread
    ParentTrouble trouble = ParentTrouble::none;
    std::string foreign_id;    ///< its key within the site
    std::string reader_key;    ///< the same for every comment of one person
    readers::NewReader reader; ///< who is added where the key is not known
    comments::ImportedComment comment;
};

/// Decides what is carried and prepares it. Threads: one; pure but for the report.
class CommentPreparer {
public:
    CommentPreparer(ImportContext& context, const SitePlan& site, const SiteNames& names,
                    std::string file)
        : context_(context), site_(site), names_(names), file_(std::move(file))
    {
    }

    /// Pingbacks, trackbacks and what lies in the bin are counted and set aside.
    CommentSpool::Carried sort_out(const WxrComment& comment);

    /// `story_key` tells apart comments without ids; `story_date` stands in for a missing date.
    /// Absent, with a problem in the report, where nothing visible is left of the text.
    std::optional<PreparedComment> prepare(const SpooledComment& place, WxrComment comment,
                                           const std::string& story_key, Time story_date);

private:
    std::optional<comments::CommentState> state_of(const WxrComment& comment);
    void set_text(PreparedComment& prepared, const WxrComment& comment);
    void set_reader(PreparedComment& prepared, const WxrComment& comment) const;
    void report_trouble(const SpooledComment& place, const WxrComment& comment);
    void problem(const WxrComment& comment, const std::string& reason);

    ImportContext& context_;
    const SitePlan& site_;
    const SiteNames& names_;
    std::string file_;
};

} // namespace masthead::transfer
