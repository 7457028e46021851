#include "core/text/excerpt.hpp"
#include "core/text/html_lexer.hpp"
#include "core/text/html_text.hpp"
#include "core/text/markdown.hpp"
#include "core/text/safe_url.hpp"
#include "core/text/slug.hpp"

#include "core/base/limits.hpp"
#include "core/text/html_policy_check.hpp"
#include "growth.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace masthead;
using namespace masthead::text;

namespace {

std::string link(std::string_view url)
{
    return safe_url(url, UrlUse::link).value_or("refused");
}
std::string source(std::string_view url)
{
    return safe_url(url, UrlUse::source).value_or("refused");
}

std::string repeated(std::string_view piece, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += piece;
    return out;
}

} // namespace

TEST_CASE("an address is kept only with a scheme that is allowed where it stands")
{
    CHECK(link("https://x.org/a?b=c#d") == "https://x.org/a?b=c#d");
    CHECK(link(" HTTP://x.org ") == "http://x.org");
    CHECK(link("mailto:a@x.org") == "mailto:a@x.org");
    CHECK(link("tel:+49 30 1") == "tel:+49%2030%201");
    CHECK(link("relative/page") == "relative/page");
    CHECK(link("#part") == "#part");
    CHECK(link("?page=2") == "?page=2");
    CHECK(source("/a b.jpg") == "/a%20b.jpg");
    CHECK(source("a.jpg") == "refused");
    CHECK(source("mailto:a@x.org") == "refused");
    for (const auto* bad : {"javascript:alert(1)",
                            "JaVaScRiPt:x",
                            "java\nscript:x",
                            "\x01javascript:x",
                            "data:text/html,x",
                            "vbscript:x",
                            "file:///etc/passwd",
                            "blob:x",
                            "about:blank",
                            ":x",
                            "java script:x",
                            "C:\\x",
                            "http:",
                            "http:x",
                            "https://",
                            "http://:80/",
                            "",
                            "   ",
                            "intent://x",
                            "ftp://x"})
        CHECK_MESSAGE(link(bad) == "refused", bad);
}

TEST_CASE("an address that only looks like a path of this site is shown as what it is")
{
    CHECK(link("//x.org/a") == "https://x.org/a");
    CHECK(link("/\\x.org/a") == "https://x.org/a");
    CHECK(link("\\\\x.org") == "https://x.org");
    CHECK(link("https:\\\\x.org\\a") == "https://x.org/a");
    CHECK(link("https:////x.org") == "https://x.org");
    CHECK(link("https://user:pass@x.org:81/a") == "https://x.org:81/a");
    CHECK(link("/a\u202Eb") == "/a%E2%80%AEb");
    CHECK(link("/\"><script>") == "/%22%3E%3Cscript%3E");
}

TEST_CASE("hosts are read from absolute addresses only")
{
    CHECK(url_host("https://User@X.org:81/a") == "x.org");
    CHECK(url_authority("//X.org:81?a") == "x.org:81");
    CHECK(url_host("http://[::1]:80/") == "[::1]");
    CHECK(url_host("/a") == "");
    CHECK(url_host("mailto:a@x.org") == "");
}

TEST_CASE("a comment's Markdown becomes the little that comments have")
{
    CHECK(markdown_comment("Hello *there*, **you**") ==
          "<p>Hello <em>there</em>, <strong>you</strong></p>\n");
    CHECK(markdown_comment("one\ntwo") == "<p>one<br>\ntwo</p>\n");
    CHECK(markdown_comment("see https://x.org/a") ==
          "<p>see <a href=\"https://x.org/a\" rel=\"ugc nofollow "
          "noopener\">https://x.org/a</a></p>\n");
    CHECK(markdown_comment("![cat](https://x.org/c.jpg)") ==
          "<p><a href=\"https://x.org/c.jpg\" rel=\"ugc nofollow noopener\">cat</a></p>\n");
    CHECK(markdown_comment("# Loud") == "<p><strong>Loud</strong></p>\n");
    CHECK(markdown_comment("a <b>bold</b> word") == "<p>a &lt;b&gt;bold&lt;/b&gt; word</p>\n");
    CHECK(markdown_comment("<script>alert(1)</script>\n") ==
          "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    CHECK(markdown_comment("[x](javascript:alert(1))") == "<p>x</p>\n");
    CHECK(markdown_comment("> quoted\n\n- a\n- b\n\n~~no~~ `c`") ==
          "<blockquote>\n<p>quoted</p>\n</blockquote>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"
          "<p><del>no</del> <code>c</code></p>\n");
    CHECK(markdown_comment("") == "");
}

TEST_CASE("a story's Markdown has tables, footnotes and raw HTML, sanitised")
{
    CHECK(markdown_story("# T\n\n| a | b |\n|---|---|\n| 1 | 2 |\n").find("<td>1</td>") !=
          std::string::npos);
    CHECK(markdown_story("<div class=factbox onclick=x>\n\n**x**\n\n</div>") ==
          "<div class=\"factbox\">\n<p><strong>x</strong></p>\n</div>\n");
    CHECK(markdown_story("x<script>alert(1)</script>") == "<p>x</p>\n");
    const auto notes = markdown_story("x[^1]\n\n[^1]: note");
    CHECK(notes.find("href=\"#in-fn-1\"") != std::string::npos);
    CHECK(notes.find("id=\"in-fn-1\"") != std::string::npos);
}

TEST_CASE("hostile Markdown costs linear time and yields what comments may hold")
{
    const char* pieces[] = {"[",    "![",   "*a **a ", "> ", "- ", "`",     "<b>", "www.",    "a@",
                            "~~a~", "[a](", "***",     "_a", "\\", "&#x0;", "|",   "http://a"};
    for (const auto* piece : pieces) {
        CAPTURE(piece);
        const auto times = limits::comment_bytes_max / std::char_traits<char>::length(piece);
        std::string html;
        CHECK(test::grows_in_step([&] { (void)markdown_comment(repeated(piece, times / 4)); },
                                  [&] { html = markdown_comment(repeated(piece, times)); }));
        CHECK(check::forbidden_part(html, check::comment()) == "");
    }
}

TEST_CASE("Markdown may be drawn by several threads at once")
{
    const std::string expected = markdown_comment("~~a~~ https://x.org/ *b*");
    std::atomic<int> wrong = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 500; ++round)
                wrong += markdown_comment("~~a~~ https://x.org/ *b*") == expected ? 0 : 1;
        });
    threads.clear();
    CHECK(wrong == 0);
}

TEST_CASE("a slug is made of the title's words in any script")
{
    CHECK(slug_from("Ferry strike: day 3!", "x") == "ferry-strike-day-3");
    CHECK(slug_from("  Don't -- panic  ", "x") == "dont-panic");
    CHECK(slug_from("Karel Čapek über Straßen", "x") == "karel-capek-uber-strassen");
    CHECK(slug_from("Київ", "x") == "kiiv");
    CHECK(slug_from("Αθήνα σήμερα", "x") == "athena-semera");
    CHECK(slug_from("東京", "x") == "dong-jing");
    CHECK(slug_from("«مرحبا»", "x").size() > 2);
    CHECK(slug_from("\U0001F600", "story-1") == "story-1");
    CHECK(slug_from("", "story-1") == "story-1");
    CHECK(slug_from("\xFF\xFE", "story-1") == "story-1");
    CHECK(is_slug(slug_from("L’été à Paris – suite", "x")));
}

TEST_CASE("a slug is cut at a word, at the limit and not before")
{
    const auto exact = std::string(limits::slug_bytes_max, 'a');
    CHECK(slug_from(exact, "x") == exact);
    CHECK(slug_from(exact + "b", "x") == exact);
    const auto words = slug_from(repeated("word ", 100), "x");
    CHECK(words.size() <= limits::slug_bytes_max);
    CHECK(words.ends_with("-word"));
    CHECK(is_slug(words));
    CHECK_FALSE(is_slug("a--b"));
    CHECK_FALSE(is_slug("-a"));
    CHECK_FALSE(is_slug("A"));
    CHECK_FALSE(is_slug(std::string(limits::slug_bytes_max + 1, 'a')));
}

TEST_CASE("plain text has a space where blocks end and nothing of scripts")
{
    CHECK(plain_text("<p>One</p><p>two<br>three</p><script>x</script>") == "One two three");
    CHECK(plain_text("<ul><li>a<li>b</ul>  c\n d") == "a b c d");
    CHECK(plain_text("a<b>b</b>c &amp; &eacute;&#8217;") == "abc & é’");
    CHECK(plain_text("1 < 2") == "1 < 2");
    CHECK(plain_text("a<!-- x -->b") == "ab");
}

TEST_CASE("an excerpt ends at a word and says that it was cut")
{
    CHECK(excerpt_of("one two three", 100) == "one two three");
    CHECK(excerpt_of("one two three", 13) == "one two three");
    CHECK(excerpt_of("one two three", 12) == "one two…");
    CHECK(excerpt_of("one, two", 5) == "one…");
    CHECK(excerpt_of("eins", 2) == "ei…");
    CHECK(excerpt_of("東京都知事", 3) == "東京都…");
    CHECK(excerpt_of("e\u0301e\u0301e\u0301", 2) == "e\u0301e\u0301…");
    CHECK(excerpt_of("", 5) == "");
}

TEST_CASE("words are counted in every script")
{
    CHECK(word_count("The ferry didn't sail, 3 times.") == 6);
    CHECK(word_count("Привіт, світе") == 2);
    CHECK(word_count("東京都") == 3);
    CHECK(word_count("") == 0);
    CHECK(word_count(" -- ") == 0);
}

TEST_CASE("reading time follows Ghost's rule")
{
    CHECK(reading_minutes("") == 0);
    CHECK(reading_minutes("<p>word</p>") == 1);
    CHECK(reading_minutes("<p>" + repeated("word ", 412) + "</p>") == 1);
    CHECK(reading_minutes("<p>" + repeated("word ", 413) + "</p>") == 2);
    // 12 + 11 + … + 3 = 75 s for ten pictures, then 3 s each.
    CHECK(reading_minutes(repeated("<img src=/a>", 10)) == 1);
    CHECK(reading_minutes(repeated("<img src=/a>", 15)) == 2);
    CHECK(reading_minutes(repeated("<img src=/a>", 14), 1) == 2);
}

TEST_CASE("direction comes from the language and else from the letters")
{
    CHECK(direction_of("Hello") == TextDirection::ltr);
    CHECK(direction_of("שלום עולם, hello") == TextDirection::rtl);
    CHECK(direction_of("مرحبا", "en") == TextDirection::rtl);
    CHECK(direction_of("Hello", "he-IL") == TextDirection::rtl);
    CHECK(direction_of("Hello", "az-Arab") == TextDirection::rtl);
    CHECK(direction_of("Hello", "ar-Latn") == TextDirection::ltr);
    CHECK(to_string(direction_of("")) == "ltr");
}

TEST_CASE("tags are stripped and references decoded")
{
    CHECK(strip_tags("<b>R&amp;D</b> &#8220;x&rdquo; &notanentity; &copy 1 & 2") ==
          "R&D “x” ¬anentity; © 1 & 2");
    CHECK(strip_tags("<style>x</style>y") == "y");
    CHECK(decode_references("a&") == "a&");
    CHECK(decode_references("&#x41;&#66;&#xD800;") == "AB\uFFFD");
}

TEST_CASE("the first picture is found with what is said of it")
{
    const auto image =
        first_image("<img alt=no><img src='/a.jpg?x=1&amp;y=2' alt='A &amp; B' width=300>");
    REQUIRE(image);
    CHECK(image->url == "/a.jpg?x=1&y=2");
    CHECK(image->alt == "A & B");
    CHECK(image->width == 300);
    CHECK(image->height == 0);
    CHECK_FALSE(first_image("<p>none</p>"));
    CHECK(image_count("<img src=a><img><IMG SRC=b>") == 2);
}

TEST_CASE("the lexer cuts HTML as browsers do")
{
    HtmlLexer lexer{"a<B C='d' e>f</B ><!--x--!><!doctype><script><b></script>1<2</"};
    HtmlToken token;
    std::string seen;
    while (lexer.next(token)) {
        seen +=
            std::to_string(static_cast<int>(token.kind)) + ":" + std::string{token.source} + "|";
        for (const auto& each : token.attributes)
            seen += std::string{each.name} + "=" + std::string{each.value} + "|";
    }
    CHECK(seen == "0:a|1:<B C='d' e>|C=d|e=|0:f|2:</B >|3:<!--x--!>|4:<!doctype>|1:<script>|"
                  "0:<b>|2:</script>|0:1|0:<2|0:</|");
}

TEST_CASE("the lexer keeps attributes up to its limit")
{
    std::string html = "<p";
    for (std::size_t i = 0; i <= HtmlLexer::attributes_max; ++i)
        html += " a" + std::to_string(i) + "=1";
    html += ">";
    HtmlLexer lexer{html};
    HtmlToken token;
    REQUIRE(lexer.next(token));
    CHECK(token.attributes.size() == HtmlLexer::attributes_max);
    CHECK_FALSE(token.attribute("a64"));
    CHECK(token.attribute("A63") == "1");
}
