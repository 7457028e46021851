#include "core/text/html_policy_check.hpp"
#include "core/text/html_sanitizer.hpp"
#include "surfaces/transfer/wordpress_body/convert.hpp"
#include "surfaces/transfer/wordpress_body/media_names.hpp"
#include "surfaces/transfer/wordpress_body/php_serialized.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace masthead;
using namespace masthead::wordpress_body;

namespace {

// Finds every other picture and link, so that both outcomes are tried.
BodyContext any_site()
{
    BodyContext context;
    context.site_urls = {"https://example.org", "http://www.example.net/blog/"};
    context.resolve_media = [](const std::string& url) -> std::optional<MediaRef> {
        if (url.size() % 2 == 0)
            return std::nullopt;
        return MediaRef{"/media/x.jpg", 640, 480, "alt \"x\"", "caption", "credit <b>"};
    };
    context.attachment_by_id = [](std::int64_t id) -> std::optional<AttachmentRef> {
        if (id % 2 == 0)
            return std::nullopt;
        return AttachmentRef{"https://example.org/a.jpg", "alt", "<em>caption"};
    };
    context.attached_images = [] { return std::vector<std::int64_t>{1, 2, 3}; };
    context.resolve_link = [](const std::string& url) -> std::optional<std::string> {
        if (url.size() % 2 == 0)
            return std::nullopt;
        return "/new/";
    };
    context.footnotes_json = R"([{"id":"a","content":"<script>x</script>note"}])";
    return context;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto body = convert_wordpress_body(input, any_site());
    const auto fault = text::check::forbidden_part(body.html, text::check::story());
    if (!fault.empty() || text::sanitize_html(body.html, text::HtmlPolicy::story) != body.html) {
        std::fprintf(stderr, "%s\n%s\n", fault.c_str(), body.html.c_str());
        std::abort();
    }
    static_cast<void>(parse_php_serialized(input));
    static_cast<void>(parse_attachment_metadata(input));
    static_cast<void>(media_candidates(input));
    return 0;
}
