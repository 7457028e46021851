#include "surfaces/transfer/navigation_block.hpp"

#include "core/base/text.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/import_menu.hpp"

#include <boost/json.hpp>

namespace masthead::transfer {

namespace {

constexpr std::size_t label_bytes_max = 200;
constexpr std::size_t attributes_bytes_max = 16 * 1024;

std::string text_of(const boost::json::object& attributes, std::string_view name)
{
    const auto* value = attributes.if_contains(name);
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

PlannedMenuEntry entry_of(std::string_view json)
{
    PlannedMenuEntry entry;
    boost::system::error_code error;
    const auto parsed =
        json.size() > attributes_bytes_max ? boost::json::value{} : boost::json::parse(json, error);
    const auto* attributes = error ? nullptr : parsed.if_object();
    if (!attributes)
        return entry;
    entry.title = plain_name(text_of(*attributes, "label"), label_bytes_max);
    entry.url = text_of(*attributes, "url");
    entry.object = text_of(*attributes, "type");
    const auto kind = text_of(*attributes, "kind");
    entry.type = kind == "post-type" ? "post_type" : kind == "taxonomy" ? "taxonomy" : "custom";
    if (const auto* id = attributes->if_contains("id"); id && id->is_int64())
        entry.object_id = id->as_int64();
    return entry;
}

} // namespace

std::vector<PlannedMenuEntry> read_navigation(std::string_view blocks)
{
    std::vector<PlannedMenuEntry> entries;
    int depth = 0;
    for (;;) {
        const auto begin = blocks.find("<!--");
        const auto end = blocks.find("-->", begin == std::string_view::npos ? begin : begin + 4);
        if (begin == std::string_view::npos || end == std::string_view::npos ||
            entries.size() >= menu_links_max)
            return entries;
        auto block = trim(blocks.substr(begin + 4, end - begin - 4));
        blocks.remove_prefix(end + 3);
        const bool closes_itself = block.ends_with('/');
        const auto brace = block.find('{');
        const auto name = trim(block.substr(0, brace));
        const auto json = brace == std::string_view::npos
                              ? std::string_view{"{}"}
                              : block.substr(brace, block.rfind('}') - brace + 1);
        if (name.starts_with("/wp:navigation-submenu")) {
            depth = std::max(0, depth - 1);
        } else if (name.starts_with("wp:navigation-link") ||
                   name.starts_with("wp:navigation-submenu")) {
            if (depth == 0)
                entries.push_back(entry_of(json));
            if (name.starts_with("wp:navigation-submenu") && !closes_itself)
                ++depth;
        } else if (name.starts_with("wp:home-link") && depth == 0) {
            entries.push_back(entry_of(json));
            entries.back().url = "/";
            entries.back().type = "custom";
        }
    }
}

} // namespace masthead::transfer
