#pragma once

#include "features/stories/save_story.hpp"
#include "surfaces/transfer/import_context.hpp"
#include "surfaces/transfer/import_media.hpp"
#include "surfaces/transfer/import_redirects.hpp"
#include "surfaces/transfer/import_terms.hpp"
#include "surfaces/transfer/wordpress_body/convert.hpp"

#include <optional>
#include <string>
#include <vector>

namespace masthead::transfer {

/// A story ready to be written: everything heavy has been done.
struct PreparedStory {
    std::string file;
    std::int64_t line = 0;
    std::string foreign_id; ///< as the export names it, for reports
    PlannedPost planned;
    std::string guid;
    stories::SaveStory command;
    std::string wanted; ///< hash of what the export asks for
    std::vector<OldLink> old_links;
};

/// Turns items of one site into stories. Threads: one; runs outside transactions, but carrying a
/// picture that a body shows writes it at once.
class StoryPreparer {
public:
    StoryPreparer(ImportContext& context, const SitePlan& site, const SiteNames& names,
                  MediaCatalog& media, std::string file)
        : context_(context), site_(site), names_(names), media_(media), file_(std::move(file))
    {
    }

    /// Absent where the item is not carried; the report then says why.
    std::optional<PreparedStory> prepare(const WxrItem& item, const PlannedPost& planned);

private:
    std::optional<stories::StoryState> state_of(const WxrItem& item, Time published_at);
    void set_texts(stories::SaveStory& command, const WxrItem& item);
    void set_times(stories::SaveStory& command, const WxrItem& item);
    void set_terms(stories::SaveStory& command, const WxrItem& item, const StoryTerms& terms);
    void set_lead(stories::SaveStory& command, const WxrItem& item);
    wordpress_body::BodyContext body_context(const WxrItem& item);
    std::vector<std::int64_t> attached_pictures(std::int64_t post) const;
    std::optional<std::string> new_address(const std::string& url);
    std::optional<std::string> address_of(const OldAddress& old);
    void report_notices(const std::vector<wordpress_body::Notice>& notices, const WxrItem& item);
    std::vector<OldLink> old_links(const WxrItem& item, const PlannedPost& planned,
                                   const std::string& slug) const;
    std::string wanted_hash(const PreparedStory& story, const StoryTerms& terms) const;
    void problem(const WxrItem& item, const std::string& reason);

    ImportContext& context_;
    const SitePlan& site_;
    const SiteNames& names_;
    MediaCatalog& media_;
    std::string file_;
};

} // namespace masthead::transfer
