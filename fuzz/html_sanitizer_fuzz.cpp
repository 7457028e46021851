#include "core/text/excerpt.hpp"
#include "core/text/html_policy_check.hpp"
#include "core/text/html_sanitizer.hpp"
#include "core/text/html_text.hpp"
#include "core/text/markdown.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace masthead::text;

namespace {

void require(bool good, const char* what, const std::string& html)
{
    if (good)
        return;
    std::fprintf(stderr, "%s: %s\n", what, html.c_str());
    std::abort();
}

void check_policy(std::string_view input, HtmlPolicy policy, const check::Allowed& allowed)
{
    const auto once = sanitize_html(input, policy);
    const auto fault = check::forbidden_part(once, allowed);
    require(fault.empty(), fault.c_str(), once);
    require(sanitize_html(once, policy) == once, "not idempotent", once);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    check_policy(input, HtmlPolicy::story, check::story());
    check_policy(input, HtmlPolicy::comment, check::comment());
    check_policy(input, HtmlPolicy::inline_only, check::inline_only());
    const auto comment = markdown_comment(input);
    const auto fault = check::forbidden_part(comment, check::comment());
    require(fault.empty(), fault.c_str(), comment);
    excerpt_of(plain_text(input), 40);
    strip_tags(input);
    return 0;
}
