#include "core/text/html_sanitizer.hpp"

#include "core/text/html_policy_check.hpp"
#include "core/text/safe_url.hpp"
#include "growth.hpp"
#include "shared_data.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::text;

namespace {

struct Case {
    const char* name;
    const char* input;
    const char* expected;
};

std::string story(std::string_view html)
{
    return sanitize_html(html, HtmlPolicy::story);
}
std::string comment(std::string_view html)
{
    return sanitize_html(html, HtmlPolicy::comment);
}

void check_all_policies(const std::string& payload)
{
    const std::pair<HtmlPolicy, const check::Allowed*> policies[] = {
        {HtmlPolicy::story, &check::story()},
        {HtmlPolicy::comment, &check::comment()},
        {HtmlPolicy::inline_only, &check::inline_only()}};
    for (const auto& [policy, allowed] : policies) {
        const auto once = sanitize_html(payload, policy);
        INFO("payload: " << payload);
        INFO("once: " << once);
        CHECK(check::forbidden_part(once, *allowed) == "");
        CHECK(sanitize_html(once, policy) == once);
    }
}

std::vector<std::string> lines_of(const std::filesystem::path& path)
{
    std::vector<std::string> lines;
    const auto text = test::read_file(path);
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

void collect_strings(const boost::json::value& value, std::vector<std::string>& out)
{
    if (const auto* string = value.if_string())
        out.emplace_back(*string);
    if (const auto* array = value.if_array())
        for (const auto& each : *array)
            collect_strings(each, out);
    if (const auto* object = value.if_object())
        for (const auto& each : *object)
            collect_strings(each.value(), out);
}

std::string repeated(std::string_view piece, std::size_t bytes)
{
    std::string out;
    out.reserve(bytes + piece.size());
    while (out.size() < bytes)
        out += piece;
    return out;
}

/// Whether sanitising `made(bytes)` costs about four times what `made(bytes / 4)` costs.
template <class Make>
bool grows_in_step(std::size_t bytes, const Make& made)
{
    const auto sanitized = [](const std::string& html) {
        CHECK(sanitize_html(html, HtmlPolicy::story).size() <= html_bytes_max);
    };
    const std::string quarter = made(bytes / 4);
    const std::string whole = made(bytes);
    return test::grows_in_step([&] { sanitized(quarter); }, [&] { sanitized(whole); });
}

// Glued together at random below.
constexpr const char* fragments[] = {"<svg>",
                                     "<math>",
                                     "</p>",
                                     "<p>",
                                     "<table>",
                                     "<tr>",
                                     "<td>",
                                     "<a href=/x>",
                                     "</a>",
                                     "<b>",
                                     "</b>",
                                     "<style>",
                                     "</style>",
                                     "<title>",
                                     "</title>",
                                     "<img src=x onerror=alert(1)>",
                                     "<!--",
                                     "-->",
                                     "<li>",
                                     "<ul>",
                                     "</ul>",
                                     "<h2>",
                                     "</h2>",
                                     "<div>",
                                     "</div>",
                                     "x",
                                     "<select>",
                                     "<mglyph>",
                                     "<form>",
                                     "</form>",
                                     "<i>",
                                     "</i>",
                                     "</table>",
                                     "<pre>",
                                     "\n",
                                     "<caption>",
                                     "<article>",
                                     "</article>",
                                     "<dd>",
                                     "<dl>",
                                     "<ruby>",
                                     "<rt>",
                                     "<hr>",
                                     "<object>",
                                     "<button>",
                                     "</button>",
                                     "<span lang=x>",
                                     "</span>"};

} // namespace

TEST_CASE("a story keeps its semantic HTML in canonical form")
{
    const Case cases[] = {
        {"a paragraph", "<p>One &amp; two</p>", "<p>One &amp; two</p>"},
        {"upper case", "<P ALIGN=left>x</P>", "<p>x</p>"},
        {"forgotten ends", "<p>one<p>two<ul><li>a<li>b</ul>",
         "<p>one</p><p>two</p><ul><li>a</li><li>b</li></ul>"},
        {"crossed formatting", "<b>one<i>two</b>three</i>", "<b>one<i>two</i></b><i>three</i>"},
        {"h1 becomes h2", "<h1>Title</h1>", "<h2>Title</h2>"},
        {"an old name", "<p><strike>x</strike> <tt>y</tt></p>", "<p><s>x</s> <code>y</code></p>"},
        {"unknown element unwrapped", "<p><foo-bar>x</foo-bar></p>", "<p>x</p>"},
        {"an article becomes a paragraph", "<article>one</article><article>two</article>",
         "<p>one</p><p>two</p>"},
        {"a picture", "<img src=/a.jpg width=300px height=200>",
         "<img src=\"/a.jpg\" alt=\"\" width=\"300\" height=\"200\">"},
        {"a picture without address", "<p>x<img alt=y></p>", "<p>x</p>"},
        {"srcset", "<img src=/a.jpg srcset='/a.jpg 1x, javascript:x 2x, //h/b.jpg 480w'>",
         "<img src=\"/a.jpg\" srcset=\"/a.jpg 1x, https://h/b.jpg 480w\" alt=\"\">"},
        {"a link out", "<p><a href=https://x.org/>x</a></p>",
         "<p><a href=\"https://x.org/\" rel=\"noopener\">x</a></p>"},
        {"a link inside", "<p><a href=/x target=_blank>x</a></p>", "<p><a href=\"/x\">x</a></p>"},
        {"id and fragment", "<p id=top>x <a href=#top>up</a></p>",
         "<p id=\"in-top\">x <a href=\"#in-top\">up</a></p>"},
        {"an anchor's name", "<p><a name=n1></a>x</p>", "<p><a id=\"in-n1\"></a>x</p>"},
        {"classes", "<figure class='wp-block alignleft x'><img src=/a.jpg alt=a></figure>",
         "<figure class=\"alignleft\"><img src=\"/a.jpg\" alt=\"a\"></figure>"},
        {"the embed box",
         "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://y.com/1\" "
         "rel=\"noopener\">"
         "Show content from y.com</a><figcaption>c</figcaption></figure>",
         "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://y.com/1\" "
         "rel=\"noopener\">"
         "Show content from y.com</a><figcaption>c</figcaption></figure>"},
        {"a bare span goes", "<p><span style=color:red>x</span></p>", "<p>x</p>"},
        {"a span with a language stays", "<p><span lang=de>x</span></p>",
         "<p><span lang=\"de\">x</span></p>"},
        {"empty paragraphs go", "<p></p><p> </p><p><b></b></p><p>x</p>", "<p>x</p>"},
        {"pre begins with text", "<pre>\n\n x\n</pre>", "<pre> x\n</pre>"},
        {"a table grows its body", "<table><tr><td>1<td>2</table>",
         "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"},
        {"text in a table moves out", "<table>x<tr><td>1</td></tr></table>",
         "x<table><tbody><tr><td>1</td></tr></tbody></table>"},
        {"cells outside a table", "<td>1</td><td>2</td>", "12"},
        {"a loose list item", "<li>x</li>", "<p>x</p>"},
        {"sound gets controls", "<audio src=/a.mp3 autoplay></audio>",
         "<audio src=\"/a.mp3\" preload=\"none\" controls></audio>"},
        {"film with sources",
         "<video poster=/p.jpg width=640><source src=/a.mp4 type=video/mp4></video>",
         "<video poster=\"/p.jpg\" width=\"640\" preload=\"none\" controls>"
         "<source src=\"/a.mp4\" type=\"video/mp4\"></video>"},
        {"film without address", "<video>no film</video>", "no film"},
        {"details", "<details open><summary>s</summary><p>x</p></details>",
         "<details open><summary>s</summary><p>x</p></details>"},
        {"a list's numbers", "<ol start=3 reversed><li value=7>x</li></ol>",
         "<ol start=\"3\" reversed><li value=\"7\">x</li></ol>"},
        {"ruby", "<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢<rt>kan</rt></ruby>"},
        {"lone less-than", "<p>1 < 2 && 3 > 2</p>", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>"},
        {"named references", "<p>&eacute;&nbsp;&hellip;</p>", "<p>é\u00A0…</p>"},
        {"language and direction", "<p lang=ar dir=RTL>x</p>", "<p dir=\"rtl\" lang=\"ar\">x</p>"},
    };
    for (const auto& each : cases) {
        INFO(std::string{each.name});
        CHECK(story(each.input) == each.expected);
        CHECK(story(each.expected) == each.expected);
    }
}

TEST_CASE("markup that attacks is taken out or disarmed")
{
    const Case cases[] = {
        {"script", "<p>a</p><script>alert(1)</script>b", "<p>a</p>b"},
        {"nested script", "<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt&gt;alert(1)ipt&gt;"},
        {"unclosed script", "<p>a</p><script>alert(1)", "<p>a</p>"},
        {"style", "<style>p{}</style>x", "x"},
        {"event handler", "<p onclick=alert(1)>x</p>", "<p>x</p>"},
        {"slash for space", "<img/src=/x/onerror=alert(1)>",
         "<img src=\"/x/onerror=alert(1)\" alt=\"\">"},
        {"javascript", "<p><a href=javascript:alert(1)>x</a></p>", "<p>x</p>"},
        {"javascript in references", "<a href='&#106;avascript&colon;alert(1)'>x</a>", "x"},
        {"javascript with a tab", "<a href='java\tscript:alert(1)'>x</a>", "x"},
        {"javascript behind a control", "<a href='&#1;javascript:alert(1)'>x</a>", "x"},
        {"data", "<img src='data:image/png;base64,AAAA'>", ""},
        {"vbscript", "<a href=vbscript:x>x</a>", "x"},
        {"a backslash address", "<a href='/\\evil.org'>x</a>",
         "<a href=\"https://evil.org\" rel=\"noopener\">x</a>"},
        {"svg", "<svg onload=alert(1)><p>x</p></svg>y", "y"},
        {"unclosed svg", "<svg onload=alert(1)><p>x", "<p>x</p>"},
        {"svg with style and mutation",
         "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\"></svg>z", "<img alt"},
        {"math mutation",
         "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
         "onerror=alert(1)&gt;\">",
         ""},
        {"form", "<form action=/x><input name=a><button>go</button></form>y", "y"},
        {"iframe", "<iframe src=https://x.org></iframe>y", "y"},
        {"iframe srcdoc", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", ""},
        {"object", "<object data=x><embed src=y></object>z", "z"},
        {"base and meta", "<base href=//x><meta http-equiv=refresh content=0>y", "y"},
        {"template", "<template><p>x</p></template>y", "y"},
        {"noscript", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "\"&gt;"},
        {"comment", "a<!-- <script>x</script> -->b", "ab"},
        {"conditional comment", "<!--[if gte IE 4]><script>x</script><![endif]-->b", "b"},
        {"comment that ends early", "<!--><img src=x onerror=alert(1)>-->", "--&gt;"},
        {"CDATA", "<![CDATA[<img src=x onerror=alert(1)>]]>", "]]&gt;"},
        {"processing instruction", "<?php echo 1 ?>x", "x"},
        {"doctype", "<!DOCTYPE html>x", "x"},
        {"style attribute", "<div style='background:url(javascript:x)'>x</div>", "<div>x</div>"},
        {"id that clobbers", "<p id=cookie>x</p>", "<p id=\"in-cookie\">x</p>"},
        {"name that clobbers", "<img name=body src=/x>", "<img src=\"/x\" alt=\"\">"},
        {"plaintext", "a<plaintext><b>x", "a"},
        {"textarea", "<textarea><script>x</script></textarea>y", "y"},
        {"title mutation", "<title><img src=x onerror=alert(1)></title>y", "y"},
        {"xmp", "<xmp><img src=x onerror=alert(1)></xmp>y", "y"},
        {"quote in an attribute", "<img src=/x alt='\"><script>x</script>'>",
         "<img src=\"/x\" alt=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">"},
        {"select", "<select><option>a</select>y", "y"},
        {"unfinished tag", "x<img src=y onerror=alert(1)", "x"},
        {"anchor in anchor", "<a href=/1>a<a href=/2>b</a></a>",
         "<a href=\"/1\">a</a><a href=\"/2\">b</a>"},
        {"user in an address", "<a href='https://bank.org@evil.org/'>x</a>",
         "<a href=\"https://evil.org/\" rel=\"noopener\">x</a>"},
        {"NUL", std::string_view{"<p>a\0b</p>"}.data(), "<p>a</p>"},
        {"references beyond Unicode", "<p>&#xDDDDDDDDDDDDDDDDDDDDDDDDDD9;</p>", "<p>\uFFFD</p>"},
        {"control characters", "<p>a&#8;b\x01\u0085</p>", "<p>ab</p>"},
    };
    for (const auto& each : cases) {
        INFO(std::string{each.name});
        const auto got = story(each.input);
        if (std::string_view{each.expected} != "<img alt")
            CHECK(got == each.expected);
        CHECK(got.find("onerror=alert(1)>") == got.npos);
        check_all_policies(each.input);
    }
}

TEST_CASE("a comment keeps little, and its links vouch for nothing")
{
    CHECK(comment("<p>Hi <b>b</b> <i>i</i> <u>u</u></p>") ==
          "<p>Hi <strong>b</strong> <em>i</em> u</p>");
    CHECK(comment("<a href=https://x.org title=t class=embed id=i>x</a>") ==
          "<a href=\"https://x.org\" rel=\"ugc nofollow noopener\">x</a>");
    CHECK(comment("<h2>big</h2><div>one</div><div>two</div>") == "<p>big</p><p>one</p><p>two</p>");
    CHECK(comment("<img src=/x.jpg alt=x><table><tr><td>1</td><td>2</td></tr></table>") == "1 2");
    CHECK(comment("<blockquote>q</blockquote><ul><li>a</li></ul><pre><code>c</code></pre>") ==
          "<blockquote>q</blockquote><ul><li>a</li></ul><pre><code>c</code></pre>");
}

TEST_CASE("a caption is one line")
{
    CHECK(sanitize_html("<p>one</p><p>two <em>three</em></p>", HtmlPolicy::inline_only) ==
          "one two <em>three</em>");
}

TEST_CASE("links to this site carry no rel")
{
    SanitizeOptions options{HtmlPolicy::story, {"gazette.org", "localhost:8080"}};
    CHECK(sanitize_html("<a href=https://Gazette.org/x>x</a>", options).html ==
          "<a href=\"https://Gazette.org/x\">x</a>");
    CHECK(sanitize_html("<a href=http://localhost:8080/>x</a>", options).html ==
          "<a href=\"http://localhost:8080/\">x</a>");
    CHECK(sanitize_html("<a href=https://gazette.org.evil.org/>x</a>", options)
              .html.find("noopener") != std::string::npos);
}

TEST_CASE("what was dropped is named")
{
    SanitizeOptions options{HtmlPolicy::story, {}};
    const auto result =
        sanitize_html("<script>1</script><form>x</form><script>2</script>", options);
    CHECK(result.dropped == std::vector<std::string>{"form", "script"});
    CHECK_FALSE(result.text_only);
}

TEST_CASE("nesting is kept up to the limit and flattened beyond it")
{
    const auto nested = [](std::size_t depth) {
        return repeated("<div>", depth * 5) + "x" + repeated("</div>", depth * 6);
    };
    CHECK(story(nested(html_depth_max)) == nested(html_depth_max));
    CHECK(story(nested(html_depth_max + 1)) == nested(html_depth_max));
    CHECK(story(nested(100'000)) == nested(html_depth_max));
}

TEST_CASE("an address is kept up to the limit and dropped beyond it")
{
    const auto url = "/" + std::string(url_bytes_max - 1, 'a');
    CHECK(safe_url(url, UrlUse::link) == url);
    CHECK_FALSE(safe_url(url + "a", UrlUse::link).has_value());
}

TEST_CASE("input beyond the size limit keeps its text")
{
    const auto paragraph = std::string{"<p><b>word</b></p>"};
    auto html = repeated(paragraph, html_bytes_max - paragraph.size());
    html += std::string(html_bytes_max - html.size(), ' ');
    SanitizeOptions options{HtmlPolicy::story, {}};
    const auto at_limit = sanitize_html(html, options);
    CHECK_FALSE(at_limit.text_only);
    CHECK(at_limit.html.starts_with("<p><b>word</b></p>"));
    const auto past = sanitize_html(html + " ", options);
    CHECK(past.text_only);
    CHECK(past.html.starts_with("<p>word</p>\n"));
    CHECK(story(past.html) == past.html);
}

TEST_CASE("hostile nesting costs linear time")
{
    constexpr std::size_t bytes = 2 * 1024 * 1024;
    const char* pieces[] = {"<div>",
                            "<b>",
                            "<b><p>",
                            "<a href=/x>",
                            "<p><b><i><u><s>",
                            "<table>",
                            "<table><tr><td>",
                            "<svg>",
                            "<math><svg>",
                            "<iframe>",
                            "<template>",
                            "<li>",
                            "<ul><li>",
                            "<select>",
                            "<",
                            "</",
                            "<!",
                            "<!--",
                            "&",
                            "&#",
                            "<p>x</b>",
                            "<td>",
                            "<b a=1></table>",
                            "<font><table><b>",
                            "<object>",
                            "<h2>",
                            "<h2><h3>",
                            "<ruby><rt>",
                            "</p>",
                            "</br>",
                            "<a id=x><div></a>",
                            "<b><div><div><div><div><div><div><div><div><div></b></div></div>",
                            "<pre>\n",
                            "<dd><dt>",
                            "<caption>",
                            "<form>",
                            "<button>",
                            "<textarea>",
                            "<noscript>",
                            "<i><table><td><b></i>"};
    for (const auto* piece : pieces) {
        INFO(std::string{piece});
        CHECK(grows_in_step(bytes, [&](std::size_t size) { return repeated(piece, size); }));
    }
    const auto attributes = [](std::size_t size) {
        std::string html = "<p ";
        for (int i = 0; html.size() < size; ++i)
            html += "a" + std::to_string(i) + " ";
        return html + ">x";
    };
    CHECK(grows_in_step(bytes, attributes));
    // Sixteen formatting elements copied into each of many paragraphs: stopped by the memory limit.
    const auto copies = [](std::size_t size) {
        return "<p>" + repeated("<b><i><u><s><em><code><small><strong>", 80) + "<div>" +
               repeated("<p>x</p>", size);
    };
    CHECK(grows_in_step(bytes, copies));
}

TEST_CASE("no published attack passes any policy, and sanitising twice changes nothing")
{
    std::vector<std::string> payloads;
    for (const auto* name : {"suites/xss/patt-xss-a.txt", "suites/xss/payloadbox-a.txt"}) {
        const auto path = test::shared_data(name);
        if (!path) {
            test::skip(name);
            continue;
        }
        const auto lines = lines_of(*path);
        payloads.insert(payloads.end(), lines.begin(), lines.end());
        payloads.push_back(test::read_file(*path));
    }
    for (const auto* name :
         {"suites/xss/dompurify-expect-a.json", "suites/feeds/feedparser-sanitize-a.json",
          "suites/naughty/blns.json"}) {
        const auto path = test::shared_data(name);
        if (path)
            collect_strings(boost::json::parse(test::read_file(*path)), payloads);
        else
            test::skip(name);
    }
    for (const auto& payload : payloads)
        check_all_policies(payload);
    MESSAGE(payloads.size() << " payloads");
}

TEST_CASE("attacks glued together stay disarmed")
{
    std::uint32_t state = 12345;
    for (int round = 0; round < 20'000; ++round) {
        std::string payload;
        for (int i = 0; i < 14; ++i) {
            state = state * 1664525 + 1013904223;
            payload += fragments[(state >> 8) % std::size(fragments)];
        }
        const auto once = story(payload);
        const auto twice = story(once);
        if (once != twice) {
            INFO(payload);
            CHECK(once == twice);
            break;
        }
        const auto fault = check::forbidden_part(once, check::story());
        if (!fault.empty()) {
            INFO(payload);
            CHECK(fault == "");
            break;
        }
    }
}
