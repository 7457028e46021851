#pragma once

#include "core/base/result.hpp"
#include "features/ids.hpp"
#include "surfaces/transfer/import_progress.hpp"
#include "surfaces/transfer/import_report.hpp"
#include "surfaces/transfer/text_store.hpp"
#include "surfaces/transfer/wxr_item.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

/// What the first pass keeps of an export: who and what is in it and how it is called, so that the
/// second pass can resolve links, pictures and menus. Texts lie in a TextStore; in memory each item
/// costs about 300 bytes.
namespace masthead::transfer {

/// Posts, pages and attachments of one run together. More are refused before anything is written:
/// such a site is imported in several runs.
inline constexpr std::size_t import_items_max = 1'000'000;
/// Authors, terms and menu entries of one run.
inline constexpr std::size_t import_names_max = 200'000;

/// How much one run may hold; smaller in tests.
struct PlanLimits {
    std::size_t items = import_items_max;
    std::size_t names = import_names_max;
};

/// An author, by login; the name is empty where only a byline has named them.
struct PlannedAuthor {
    std::int64_t line = 0;
    std::string login;
    std::string display_name;
    std::string mail;
};

struct PlannedTerm {
    std::int64_t line = 0;
    std::string taxonomy; ///< "category" or "post_tag"
    std::string slug;     ///< as WordPress has it
    std::string parent;
    std::string name;
    std::string description;
    std::int64_t uses = 0;
};

enum class PostKind : std::uint8_t { story, page };

struct PlannedPost {
    std::int64_t id = 0; ///< 0 where the file gives none
    PostKind kind = PostKind::story;
    /// Place of the item with this id and guid that came before, in an overlapping file; else -1.
    std::int32_t same_as = -1;
    bool guid_is_key = false;    ///< it has no id of its own
    bool guid_is_shared = false; ///< another item has the same guid
    bool is_public = false;      ///< it will have a page
    TextRef link;
    TextRef guid; ///< plain; the link, or title and date, where it has none
    TextRef name; ///< the slug it will get here
};

struct PlannedAttachment {
    std::int64_t id = 0;
    std::int64_t parent = 0;
    std::int64_t order = 0;
    std::int64_t line = 0;
    TextRef url;
    TextRef link;
    TextRef path; ///< below the uploads folder
    TextRef alt;
    TextRef caption;
    TextRef credit;
    TextRef sizes; ///< names of the resized files, a line each
};

struct PlannedMenuEntry {
    std::int64_t line = 0;
    std::int64_t id = 0;
    std::int64_t parent = 0;
    std::int64_t order = 0;
    std::string menu;
    std::string type;   ///< post_type, taxonomy, custom
    std::string object; ///< page, category …
    std::int64_t object_id = 0;
    std::string url;
    std::string title;
};

/// A page of the old site.
struct OldAddress {
    enum class Kind : std::uint8_t { post, attachment, category, tag, author };
    Kind kind = Kind::post;
    std::uint32_t index = 0;
};

/// One site of the run; several files may be its export.
struct SitePlan {
    std::string key;
    WxrSite about;
    std::string file; ///< the first one
    std::vector<std::string> urls;
    std::vector<PlannedAuthor> authors;
    std::unordered_map<std::string, std::size_t> author_by_login;
    std::unordered_map<std::string, std::string> login_by_user_id;
    std::vector<PlannedTerm> terms;
    std::unordered_map<std::string, std::size_t> term_by_slug; ///< "category/news"
    std::unordered_map<std::string, std::size_t> term_by_id;   ///< categories and tags
    /// Keys ("category/sport") of top-level categories that a story has beside its section.
    std::unordered_set<std::string> second_categories;
    std::vector<PlannedPost> posts; ///< in the order of the files
    std::unordered_map<std::int64_t, std::uint32_t> post_by_id;
    std::vector<PlannedAttachment> attachments;
    std::unordered_map<std::int64_t, std::uint32_t> attachment_by_id;
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> attachments_of; ///< by post id
    std::unordered_map<std::uint64_t, std::uint32_t> attachment_by_file;
    std::unordered_map<std::uint64_t, OldAddress> addresses;
    std::unordered_set<std::string> file_hosts; ///< hosts that attachments lie on
    std::vector<PlannedMenuEntry> menu_entries;
    std::map<std::string, std::string> menu_names;          ///< slug to name
    std::string navigation;                                 ///< blocks of the first wp_navigation
    std::unordered_map<std::uint64_t, std::uint32_t> guids; ///< hash to place in posts
};

/// One of the files of the run.
struct PlannedFile {
    std::filesystem::path path;
    std::size_t site = 0;
    std::uint64_t bytes = 0;
};

/// All that the first pass has found.
struct ImportPlan {
    TextStore texts;
    std::vector<std::unique_ptr<SitePlan>> sites;
    std::vector<PlannedFile> files;
    std::uint64_t bytes_total = 0;
};

/// The hash by which addresses and guids are looked up.
std::uint64_t address_hash(std::string_view key);

/// The first pass: reads every file to its end and writes nothing. What can be read but not carried
/// goes into the report. Refuses as read_wxr, and `too_large` past a limit; `invalid` where a file
/// is named twice.
Result<ImportPlan> plan_import(const std::vector<std::filesystem::path>& files,
                               ImportReport& report, ImportProgress& progress,
                               const PlanLimits& limits = {});

/// Whether a post type becomes a story or a page.
bool is_post_type(std::string_view type);

/// The category at the top of the one with this slug, itself for a top-level one. Loops end.
const PlannedTerm* top_category(const SitePlan& site, std::string_view slug);

/// The term with this slug; null where the export has none.
const PlannedTerm* find_term(const SitePlan& site, std::string_view taxonomy,
                             std::string_view slug);

/// The planned post itself, or the one it repeats.
const PlannedPost& first_of(const SitePlan& site, const PlannedPost& post);

/// "/category/politics/elections/": where WordPress shows a category by default.
std::string category_path(const SitePlan& site, const PlannedTerm& category);

} // namespace masthead::transfer
