#pragma once

#include "surfaces/transfer/unit_writer.hpp"
#include "surfaces/transfer/wxr_reader.hpp"

#include <map>

namespace masthead::transfer {

/// The second pass over one file: every item is converted and handed to the writer with its
/// comments.
class PassTwo final : public WxrHandler {
public:
    /// `posts_before` counts the posts of this site in earlier files of the run, and goes on.
    PassTwo(ImportContext& context, const SitePlan& site, const SiteNames& names,
            MediaCatalog& media, const std::string& file, std::size_t& posts_before)
        : context_(context), site_(site), stories_(context, site, names, media, file),
          comments_(context, site, names, file), writer_(context, site, file),
          next_post_(posts_before)
    {
    }

    void site(const WxrSite&) override {}
    void author(WxrAuthor) override {}
    void term(WxrTerm) override {}
    void comment(WxrComment comment) override;
    void item(WxrItem item) override;

    /// Writes what waits. Call it at the end of the file.
    void finish() { writer_.flush(); }

private:
    void add_story(PreparedStory story);
    void leave_out_comments();

    ImportContext& context_;
    const SitePlan& site_;
    StoryPreparer stories_;
    CommentPreparer comments_;
    UnitWriter writer_;
    CommentSpool spool_;
    std::size_t& next_post_;
};

} // namespace masthead::transfer
