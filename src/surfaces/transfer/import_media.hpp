#pragma once

#include "features/media/media.hpp"
#include "surfaces/transfer/fetch_queue.hpp"
#include "surfaces/transfer/import_context.hpp"
#include "surfaces/transfer/media_files.hpp"
#include "surfaces/transfer/wordpress_body/convert.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace masthead::transfer {

/// A file of the old site that lies in our media folder.
struct CarriedFile {
    MediaId id; ///< none in a dry run
    TextRef path;
    int width = 0;
    int height = 0;
    std::int32_t attachment = -1; ///< place in the plan; -1 for a file without an attachment
};

/// The files of one site: finds, copies or fetches them and knows what became of each.
class MediaCatalog {
public:
    MediaCatalog(ImportContext& context, const SitePlan& site);

    /// Carries every attachment of the plan.
    void carry_attachments();

    /// For bodies: the file that stands for an address of the old site, carried now if need be.
    std::optional<wordpress_body::MediaRef> resolve(const std::string& url);

    /// The file of an attachment; absent where it could not be carried.
    std::optional<CarriedFile> file_of(std::int64_t attachment_id);

    /// An attachment's words, whether or not its file came along.
    std::optional<wordpress_body::AttachmentRef> attachment(std::int64_t attachment_id) const;

    std::string path_of(const CarriedFile& file) const;
    const PlannedAttachment* planned(std::int64_t attachment_id) const;

private:
    enum class State : std::uint8_t { unknown, carried, missing };
    struct Known {
        State state = State::unknown;
        CarriedFile file;
    };
    /// A file that is in place and whose row waits to be written.
    struct Waiting {
        std::uint64_t key = 0;
        std::string url;
        std::string path;
        FileKind kind;
        std::int64_t bytes = 0;
        std::int32_t attachment = -1;
    };

    const Known& carry(const std::string& url, std::int32_t attachment);
    std::optional<Waiting> obtain(const std::string& url, std::int32_t attachment);
    std::string find_local(const std::string& url, std::int32_t attachment) const;
    std::optional<Waiting> take_local(const std::string& relative, const std::string& url,
                                      std::int32_t attachment);
    std::optional<Waiting> take_fetched(const std::string& url, std::int32_t attachment);
    bool find_earlier(const std::string& url, Known& known, std::int32_t attachment);
    std::optional<Waiting> keep(const std::filesystem::path& source, const std::string& url,
                                const std::string& name, const std::string& wanted_path,
                                std::int32_t attachment);
    std::optional<std::string> place(const std::filesystem::path& source, const std::string& url,
                                     const std::string& wanted_path);
    std::string planned_path(const std::string& url, std::int32_t attachment) const;
    const Known* carry_attached(const std::vector<std::string>& candidates);
    const Known* carry_unattached(const std::vector<std::string>& candidates);
    std::string source_of(const std::string& path);
    void write(const Waiting& waiting, Known& known);
    media::Media row_of(const Waiting& waiting) const;
    Fate write_row(db::Tx& tx, const Waiting& waiting, MediaId& id) const;
    void write_old_addresses(db::Tx& tx, const Waiting& waiting, std::int64_t& redirects) const;
    void redirect_missing();
    bool may_carry(const std::string& url) const;
    bool is_on_site(const std::string& url) const;
    bool may_fetch(const std::string& url) const;
    void missing(const std::string& url, std::int32_t attachment, const std::string& reason);

    ImportContext& context_;
    const SitePlan& site_;
    FetchQueue fetches_;
    std::unordered_map<std::uint64_t, Known> known_; ///< by hash of the file's key
};

} // namespace masthead::transfer
