#include "surfaces/transfer/wordpress_body/convert.hpp"
#include "surfaces/transfer/wordpress_body/php_serialized.hpp"

#include "core/text/html_lexer.hpp"
#include "core/text/html_policy_check.hpp"
#include "core/text/html_sanitizer.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace masthead;
using namespace masthead::wordpress_body;

namespace {

// The CDATA sections that follow an opening tag of this name, joined as the importer would.
std::vector<std::string> sections(const std::string& xml, const std::string& element)
{
    std::vector<std::string> found;
    const auto open = "<" + element + ">";
    for (auto at = xml.find(open); at != xml.npos; at = xml.find(open, at + 1)) {
        std::string text;
        auto from = at + open.size();
        while (xml.compare(from, 9, "<![CDATA[") == 0) {
            const auto end = xml.find("]]>", from);
            if (end == xml.npos)
                break;
            text += xml.substr(from + 9, end - from - 9);
            from = end + 3;
        }
        found.push_back(std::move(text));
    }
    return found;
}

// The text of HTML outside <pre> and <code>.
std::string text_outside_code(const std::string& html)
{
    std::string out;
    text::HtmlLexer lexer{html};
    text::HtmlToken token;
    int verbatim = 0;
    while (lexer.next(token)) {
        const bool is_start = token.kind == text::HtmlToken::Kind::start_tag;
        if (token.name == "pre" || token.name == "code")
            verbatim += is_start ? 1 : -1;
        if (token.kind == text::HtmlToken::Kind::text && verbatim == 0)
            out += token.source;
    }
    return out;
}

void check_body(const std::string& body)
{
    BodyContext context;
    context.site_urls = {"https://example.org"};
    const auto converted = convert_wordpress_body(body, context);
    INFO(body.substr(0, 2'000));
    INFO(converted.html.substr(0, 2'000));
    CHECK(text::check::forbidden_part(converted.html, text::check::story()) == "");
    CHECK(text::sanitize_html(converted.html, text::HtmlPolicy::story) == converted.html);
    // "[[gallery]]" is how authors write about shortcodes.
    if (body.find("[[") == body.npos) {
        const auto text = text_outside_code(converted.html);
        CHECK(text.find("[caption") == text.npos);
        CHECK(text.find("[gallery") == text.npos);
        CHECK(text.find("wp:") == text.npos);
    }
}

} // namespace

TEST_CASE("every body of the collected exports converts cleanly")
{
    const auto folder = test::shared_data("wordpress");
    if (!folder) {
        test::skip("wordpress");
        return;
    }
    std::size_t bodies = 0;
    std::size_t metadata = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{*folder}) {
        if (entry.path().extension() != ".xml")
            continue;
        const auto xml = test::read_file(entry.path());
        for (const auto& body : sections(xml, "content:encoded")) {
            check_body(body);
            ++bodies;
        }
        for (const auto& value : sections(xml, "wp:meta_value"))
            metadata += parse_attachment_metadata(value).has_value() ? 1 : 0;
    }
    CHECK(bodies > 500);
    MESSAGE(bodies << " bodies, " << metadata << " serialised values read");
}
