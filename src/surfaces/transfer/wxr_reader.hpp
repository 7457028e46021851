#pragma once

#include "core/base/result.hpp"
#include "surfaces/transfer/wxr_item.hpp"
#include "surfaces/transfer/xml_mender.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace masthead::transfer {

/// More than this in one item (without its comments) is refused: it is read into memory whole.
inline constexpr std::size_t wxr_item_bytes_max = 64 * 1024 * 1024;
/// Further terms or kept meta values of one item are left out.
inline constexpr std::size_t wxr_item_parts_max = 4'000;

/// Receives an export in the order of the file. What arrives is the handler's to keep.
class WxrHandler {
public:
    virtual ~WxrHandler() = default;
    /// What the channel said of the site before its first author, term or item. Called once a file,
    /// at its end where there is none of them.
    virtual void site(const WxrSite& site) = 0;
    virtual void author(WxrAuthor author) = 0;
    virtual void term(WxrTerm term) = 0;
    /// A comment of the item that will come next: an item may have any number of them.
    virtual void comment(WxrComment comment) = 0;
    virtual void item(WxrItem item) = 0;
};

/// What is known at the end of an export.
struct WxrSummary {
    WxrSite site;
    std::vector<Mend> mends;
};

/// Called now and then with the bytes read so far of this file.
using ReadProgress = std::function<void(std::uint64_t bytes)>;

/// Reads a WXR 1.0, 1.1 or 1.2 file from beginning to end in constant memory. Elements are known by
/// the address of their namespace, whatever their prefix; a prefix that was never declared counts
/// as the usual one. Refuses `invalid` with detail "FILE:LINE: what is wrong": not well-formed, a
/// DOCTYPE, not an export, no or an unknown version; `too_large` for a field or item over its
/// limit. Throws: std::system_error where the file cannot be read, and what the handler throws.
Result<WxrSummary> read_wxr(const std::filesystem::path& file, WxrHandler& handler,
                            const ReadProgress& progress = {});

/// The same from memory, in pieces of `chunk_bytes`; `name` stands in messages.
Result<WxrSummary> read_wxr_text(std::string_view text, std::string_view name, WxrHandler& handler,
                                 std::size_t chunk_bytes = 64 * 1024);

} // namespace masthead::transfer
