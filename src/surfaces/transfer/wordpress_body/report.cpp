#include "surfaces/transfer/wordpress_body/report.hpp"

#include "core/base/text.hpp"

namespace masthead::wordpress_body {

std::string_view to_string(NoticeKind kind)
{
    switch (kind) {
    case NoticeKind::unknown_shortcode: return "unknown_shortcode";
    case NoticeKind::dynamic_block: return "dynamic_block";
    case NoticeKind::unknown_block: return "unknown_block";
    case NoticeKind::malformed_block: return "malformed_block";
    case NoticeKind::embed: return "embed";
    case NoticeKind::missing_media: return "missing_media";
    case NoticeKind::dropped_element: return "dropped_element";
    case NoticeKind::text_only: return "text_only";
    }
    return "";
}

void Report::add(NoticeKind kind, std::string_view detail)
{
    auto key = std::pair{kind, std::string{cut_utf8(detail, detail_bytes_max)}};
    const auto found = counts_.find(key);
    if (found != counts_.end())
        ++found->second;
    else if (counts_.size() < notices_max)
        counts_.emplace(std::move(key), 1);
}

std::vector<Notice> Report::notices() const
{
    std::vector<Notice> out;
    for (const auto& [key, count] : counts_)
        out.push_back({key.first, key.second, count});
    return out;
}

} // namespace masthead::wordpress_body
