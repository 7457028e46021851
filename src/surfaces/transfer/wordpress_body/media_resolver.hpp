#pragma once

#include "surfaces/transfer/wordpress_body/report.hpp"
#include "surfaces/transfer/wordpress_body/site_addresses.hpp"

#include "core/text/html_lexer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::wordpress_body {

/// What becomes of one <img>.
struct Picture {
    enum class Kind {
        ours,    ///< `html` is the <img> with its new address
        missing, ///< `html` is a paragraph with a link to the old place
        text,    ///< `html` is what the picture said (an emoji)
        nothing, ///< a tracking pixel, a Gravatar, a picture without address
    };
    Kind kind = Kind::nothing;
    std::string html;
    std::string credit; ///< plain text
};

/// Finds the new address of what a body shows and links to.
class MediaResolver {
public:
    MediaResolver(const BodyContext& context, Report& report);

    Picture picture(const text::HtmlToken& img);

    /// The new address of a link: of a page, else of a file, else the old one made absolute.
    std::string link(std::string_view href);

    /// The new <audio> or <video>, or a paragraph with a link where the file is not here.
    std::string player(const text::HtmlToken& element, std::string_view source);

private:
    std::optional<MediaRef> find(std::string_view url);

    const BodyContext& context_;
    Report& report_;
    SiteAddresses site_;
};

/// `<p class="missing-picture">` with a link: "Picture: …", "Video: …".
std::string missing_media_html(std::string_view what, std::string_view name, std::string_view url);

} // namespace masthead::wordpress_body
