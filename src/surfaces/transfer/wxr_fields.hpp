#pragma once

#include "surfaces/transfer/wxr_item.hpp"
#include "surfaces/transfer/xml_stream.hpp"

#include <string>
#include <string_view>

/// Which element of an export fills which field: the vocabulary of WXR in tables.
namespace masthead::transfer {

enum class WxrSpace { none, wordpress, content, excerpt, dublin_core, other };

/// The namespace of an element; an undeclared prefix counts as the one WordPress writes.
WxrSpace wxr_space(const XmlName& name);

/// How the text of a field is kept: names and numbers without white space around them.
enum class Trim { no, yes };

/// A field to be filled; null where the element means nothing here.
struct WxrTarget {
    std::string* text = nullptr;
    Trim trim = Trim::yes;
};

/// The field that an element fills where it stands: in the channel, an author, a term, an item, a
/// comment or a meta value.
WxrTarget site_field(WxrSite& site, WxrSpace space, std::string_view local);
WxrTarget author_field(WxrAuthor& author, WxrSpace space, std::string_view local);
WxrTarget term_field(WxrTerm& term, WxrSpace space, std::string_view local);
WxrTarget item_field(WxrItem& item, WxrSpace space, std::string_view local);
WxrTarget comment_field(WxrComment& comment, WxrSpace space, std::string_view local);
WxrTarget meta_field(WxrMeta& meta, WxrSpace space, std::string_view local);

/// Whether an import can use a meta value with this key.
bool is_used_meta_key(std::string_view key);

} // namespace masthead::transfer
