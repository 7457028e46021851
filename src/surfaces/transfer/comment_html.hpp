#pragma once

#include <string>
#include <string_view>

namespace masthead::transfer {

/// A WordPress comment as sanitised HTML of policy `comment`. WordPress keeps comments as HTML
/// whose line breaks are paragraphs and breaks, with bare addresses that it turns into links when
/// shown. Empty where nothing visible remains.  Threads: pure.  Time: linear.
std::string comment_html(std::string_view content);

} // namespace masthead::transfer
