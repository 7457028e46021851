#include "surfaces/transfer/wordpress_body/convert.hpp"
#include "surfaces/transfer/wordpress_body/embeds.hpp"
#include "surfaces/transfer/wordpress_body/media_names.hpp"
#include "surfaces/transfer/wordpress_body/site_addresses.hpp"

#include "core/text/html_policy_check.hpp"
#include "core/text/html_sanitizer.hpp"
#include "growth.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace masthead;
using namespace masthead::wordpress_body;

namespace {

struct Case {
    const char* name;
    const char* input;
    const char* expected;
};

// A site whose uploads hold harbour.jpg, speech.mp3, ferry.mp4 and report.pdf.
BodyContext old_site()
{
    BodyContext context;
    context.site_urls = {"https://old.example.org"};
    context.resolve_media = [](const std::string& url) -> std::optional<MediaRef> {
        const std::string uploads = "https://old.example.org/wp-content/uploads/";
        if (url == uploads + "harbour.jpg")
            return MediaRef{"/media/harbour.jpg", 1200, 800, "The harbour", "", "Ida Holm"};
        if (url == uploads + "plain.jpg")
            return MediaRef{"/media/plain.jpg", 0, 0, "", "", ""};
        if (url == uploads + "speech.mp3" || url == uploads + "ferry.mp4" ||
            url == uploads + "report.pdf")
            return MediaRef{"/media/" + url.substr(uploads.size()), 0, 0, "", "", ""};
        return std::nullopt;
    };
    context.attachment_by_id = [](std::int64_t id) -> std::optional<AttachmentRef> {
        const std::string uploads = "https://old.example.org/wp-content/uploads/";
        if (id == 7)
            return AttachmentRef{uploads + "plain.jpg", "Seven", "Caption <em>seven</em>"};
        if (id == 8)
            return AttachmentRef{uploads + "speech.mp3", "", ""};
        return std::nullopt;
    };
    context.attached_images = [] { return std::vector<std::int64_t>{7}; };
    context.resolve_link = [](const std::string& url) -> std::optional<std::string> {
        if (url == "https://old.example.org/2010/05/ferry/")
            return "/ferry/";
        return std::nullopt;
    };
    return context;
}

bool grows_in_step(const std::string& quarter, const std::string& whole)
{
    return test::grows_in_step([&] { convert_wordpress_body(quarter, old_site()); },
                               [&] { convert_wordpress_body(whole, old_site()); });
}

std::string html_of(std::string_view body)
{
    return convert_wordpress_body(body, old_site()).html;
}

std::string notices_of(std::string_view body)
{
    std::string out;
    for (const auto& notice : convert_wordpress_body(body, old_site()).notices)
        out += std::string{to_string(notice.kind)} + " " + notice.detail + " x" +
               std::to_string(notice.count) + "\n";
    return out;
}

void check_cases(std::initializer_list<Case> cases)
{
    for (const auto& each : cases) {
        INFO(std::string{each.name});
        CHECK(html_of(each.input) == each.expected);
    }
}

constexpr const char* plain_image = "<img src=\"/media/plain.jpg\" alt=\"a\" loading=\"lazy\">";

std::string repeated(std::string_view piece, std::size_t bytes)
{
    std::string out;
    while (out.size() < bytes)
        out += piece;
    return out;
}

} // namespace

TEST_CASE("classic text becomes paragraphs as WordPress shows it")
{
    check_cases({
        {"blank lines", "one\n\ntwo", "<p>one</p>\n<p>two</p>"},
        {"Windows line ends", "one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>"},
        {"line breaks", "one\ntwo", "<p>one<br>\ntwo</p>"},
        {"a written break", "one<br />\ntwo", "<p>one<br>\ntwo</p>"},
        {"many blank lines", "one\n\n\n  \ntwo", "<p>one</p>\n<p>two</p>"},
        {"blocks stand alone", "one\n<h2>Title</h2>\ntwo",
         "<p>one</p>\n<h2>Title</h2>\n<p>two</p>"},
        {"lists", "<ul>\n<li>a</li>\n<li>b\n\nc</li>\n</ul>",
         "<ul><li>a</li>\n<li><p>b</p>\n<p>c</p>\n</li>\n</ul>"},
        {"quotes", "<blockquote>one\n\ntwo</blockquote>",
         "<blockquote><p>one</p>\n<p>two</p>\n</blockquote>"},
        {"preformatted", "<pre>a\n\nb</pre>\nc", "<pre>a\n\nb</pre>\n<p>c</p>"},
        {"paragraphs already there", "<p>one</p>\n<p>two</p>", "<p>one</p>\n<p>two</p>"},
        {"a blank line in a paragraph", "<p>one\n\ntwo</p>", "<p>one</p>\n<p>two</p>"},
        {"a newline in a tag", "<a\nhref=\"/x\">y</a>",
         "<p><a href=\"https://old.example.org/x\" rel=\"noopener\">y</a></p>"},
        {"a table", "<table>\n<tr>\n<td>1</td>\n</tr>\n</table>",
         "<table><tbody><tr><td>1</td></tr></tbody></table>"},
        {"a division", "<div>one</div>two", "<div>one</div>\n<p>two</p>"},
        {"emphasis across paragraphs", "<em>one\n\ntwo</em>",
         "<p><em>one</em></p>\n<p><em>two</em></p>"},
        {"a script", "one\n<script>\nx\n\ny\n</script>\ntwo", "<p>one<br>\n<br>\ntwo</p>"},
        {"more and next page", "one\n<!--more-->\ntwo\n\n<!--nextpage-->\n\nthree",
         "<p>one</p>\n<p>two</p>\n<p>three</p>"},
    });
}

TEST_CASE("prose in brackets stays, shortcodes go and are reported")
{
    check_cases({
        {"sic", "He said [sic] it", "<p>He said [sic] it</p>"},
        {"an omission", "a […] b [...] c", "<p>a […] b [...] c</p>"},
        {"a note's number", "x [1] [12a]", "<p>x [1] [12a]</p>"},
        {"an insertion", "the [pre-war] treaty [Mr. Smith] signed",
         "<p>the [pre-war] treaty [Mr. Smith] signed</p>"},
        {"a video that is prose", "[video shows the scene]", "<p>[video shows the scene]</p>"},
        {"attributes", "a [foo bar=\"1\"] b", "<p>a  b</p>"},
        {"curly quotes", "a [foo bar=“1 2”] b", "<p>a  b</p>"},
        {"an underscore", "a [my_form] b", "<p>a  b</p>"},
        {"a hyphen alone on its line", "a\n\n[my-form]\n\nb", "<p>a</p>\n<p>b</p>"},
        {"enclosing", "a [box]kept <em>text</em>[/box] b", "<p>a kept <em>text</em> b</p>"},
        {"self-closing", "a [thing/] b", "<p>a  b</p>"},
        {"a lone end tag", "a [/box] b", "<p>a  b</p>"},
        {"nested", "[outer][inner x=1]y[/inner][/outer]", "<p>y</p>"},
        {"escaped", "write [[gallery ids=\"1\"]]", "<p>write [gallery ids=\"1\"]</p>"},
        {"wiki brackets stay", "[[Foo]]", "<p>[[Foo]]</p>"},
        {"in an attribute", "<a href=\"[link id=1]\" title=\"t\">x</a>", "<p>x</p>"},
        {"in code", "<code>[gallery]</code>", "<p><code>[gallery]</code></p>"},
        {"in pre", "<pre>[foo bar=1]</pre>", "<pre>[foo bar=1]</pre>"},
        {"unfinished", "a [foo bar=\"1", "<p>a [foo bar=\"1</p>"},
    });
    CHECK(notices_of("[foo bar=1] [foo bar=2] [my_form][/my_form]") ==
          "unknown_shortcode foo x2\nunknown_shortcode my_form x1\n");
    CHECK(notices_of("[sic]") == "");
}

TEST_CASE("WordPress's own shortcodes become figures")
{
    const std::string image = "<img src=\"/media/plain.jpg\" alt=\"a\" loading=\"lazy\">";
    const std::string tag = "<img src=\"/wp-content/uploads/plain.jpg\" alt=\"a\">";
    CHECK(html_of("[caption id=\"x\" align=\"alignleft\" width=\"300\"]" + tag +
                  " Words[/caption]") ==
          "<figure class=\"alignleft\">" + image + "<figcaption>Words</figcaption></figure>");
    CHECK(html_of("[wp_caption caption=\"Old [1] form\"]" + tag + "[/wp_caption]") ==
          "<figure>" + image + "<figcaption>Old [1] form</figcaption></figure>");
    CHECK(html_of("a\n\n[caption]<a href=\"/2010/05/ferry/\">" + tag +
                  "</a>\n<em>W</em>[/caption]\n\nb") ==
          "<p>a</p>\n<figure><a href=\"/ferry/\">" + image +
              "</a><figcaption><em>W</em></figcaption></figure>\n<p>b</p>");
    const std::string seven =
        "<figure><img src=\"/media/plain.jpg\" alt=\"Seven\" loading=\"lazy\">"
        "<figcaption>Caption <em>seven</em></figcaption></figure>";
    CHECK(html_of("[gallery ids=\"7, 7\" columns=2]") ==
          "<figure class=\"gallery\">" + seven + seven + "</figure>");
    CHECK(html_of("[gallery]") == "<figure class=\"gallery\">" + seven + "</figure>");
    CHECK(html_of("[gallery ids=99]") == "");
    CHECK(notices_of("[gallery ids=99]") ==
          "missing_media attachment 99 x1\nmissing_media gallery without pictures x1\n");
    CHECK(html_of("[audio mp3=\"/wp-content/uploads/speech.mp3\"][/audio]") ==
          "<figure><audio src=\"/media/speech.mp3\" preload=\"none\" controls></audio></figure>");
    CHECK(html_of("[audio https://old.example.org/wp-content/uploads/speech.mp3]") ==
          "<figure><audio src=\"/media/speech.mp3\" preload=\"none\" controls></audio></figure>");
    CHECK(
        html_of(
            "[video width=\"640\" height=\"360\" mp4=\"/wp-content/uploads/ferry.mp4\"][/video]") ==
        "<figure><video src=\"/media/ferry.mp4\" width=\"640\" height=\"360\" preload=\"none\" "
        "controls></video></figure>");
    CHECK(html_of("[playlist ids=\"8\"]") ==
          "<figure><audio src=\"/media/speech.mp3\" preload=\"none\" controls></audio>"
          "<figcaption>speech.mp3</figcaption></figure>");
    const std::string box =
        "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://vimeo.com/1\""
        " rel=\"noopener\">Show content from vimeo.com</a></figure>";
    CHECK(html_of("[embed width=\"5\"]https://vimeo.com/1[/embed]") == box);
    CHECK(html_of("[vimeo 1]") == box);
    CHECK(html_of("[youtube=https://youtu.be/x]").find("href=\"https://youtu.be/x\"") !=
          std::string::npos);
}

TEST_CASE("an address alone on its line is embedded where its host is known, else linked")
{
    const std::string box = "<figure class=\"embed\"><a class=\"embed-link\" "
                            "href=\"https://www.youtube.com/watch?v=x&amp;t=1\" rel=\"noopener\">"
                            "Show content from youtube.com</a></figure>";
    CHECK(html_of("https://www.youtube.com/watch?v=x&amp;t=1") == box);
    CHECK(html_of("a\n\n  https://www.youtube.com/watch?v=x&t=1  \n\nb") ==
          "<p>a</p>\n" + box + "\n<p>b</p>");
    CHECK(html_of("a\nhttps://www.youtube.com/watch?v=x&t=1\nb") ==
          "<p>a</p>\n" + box + "\n<p>b</p>");
    CHECK(html_of("<p>https://www.youtube.com/watch?v=x&t=1</p>") == box);
    CHECK(html_of("see https://www.youtube.com/watch?v=x") ==
          "<p>see https://www.youtube.com/watch?v=x</p>");
    CHECK(html_of("https://example.net/a") ==
          "<p><a href=\"https://example.net/a\" rel=\"noopener\">https://example.net/a</a></p>");
    CHECK(html_of("<pre>\nhttps://vimeo.com/1\n</pre>") == "<pre>https://vimeo.com/1\n</pre>");
    CHECK(notices_of("https://vimeo.com/1") == "embed vimeo.com x1\n");
    for (const auto* url : {"https://x.com/a/status/1", "https://open.spotify.com/track/1",
                            "https://bsky.app/profile/a/post/1", "https://www.google.com/maps/x",
                            "https://datawrapper.dwcdn.net/x/1/", "https://mastodon.social/@a/1"})
        CHECK_MESSAGE(is_embed_provider(url), url);
    for (const auto* url : {"https://notyoutube.com/", "https://www.google.com/search?q=x",
                            "https://youtube.com.evil.org/", "/maps"})
        CHECK_FALSE_MESSAGE(is_embed_provider(url), url);
}

TEST_CASE("frames and players become boxes that name the host")
{
    CHECK(html_of("<iframe src=\"//www.youtube.com/embed/abc?rel=0\" width=560></iframe>") ==
          "<figure class=\"embed\"><a class=\"embed-link\" "
          "href=\"https://www.youtube.com/watch?v=abc\" "
          "rel=\"noopener\">Show content from youtube.com</a></figure>");
    CHECK(html_of("<p><iframe src=\"https://unknown.example/x\">no frames</iframe></p>") ==
          "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://unknown.example/x\" "
          "rel=\"noopener\">Show content from unknown.example</a></figure>");
    CHECK(html_of("<object><param name=\"movie\" value=\"https://v.example/1\"><embed "
                  "src=\"https://v.example/2\"></object>")
              .find("href=\"https://v.example/1\"") != std::string::npos);
    CHECK(html_of("<iframe src=\"javascript:alert(1)\"></iframe>x") == "<p>x</p>");
    CHECK(notices_of("<iframe srcdoc=x></iframe>") == "dropped_element iframe x1\n");
}

TEST_CASE("pictures take their new address, size, words and credit")
{
    CHECK(html_of(
              "<img class=\"alignright size-large\" "
              "src=\"http://www.old.example.org/wp-content/uploads/harbour-1024x683.jpg?w=9\">") ==
          "<figure class=\"alignright\"><img src=\"/media/harbour.jpg\" alt=\"The harbour\" "
          "width=\"1200\" height=\"800\" loading=\"lazy\"><figcaption><small class=\"credit\">Ida "
          "Holm</small></figcaption></figure>");
    CHECK(
        html_of("text <img src=\"/wp-content/uploads/plain.jpg\" alt=\"a\" width=\"30\"> text") ==
        "<p>text <img src=\"/media/plain.jpg\" alt=\"a\" width=\"30\" loading=\"lazy\"> text</p>");
    CHECK(html_of("<img src=\"data:image/gif;base64,R0\" "
                  "data-src=\"/wp-content/uploads/plain.jpg\" alt=\"a\">") ==
          std::string{"<figure>"} + plain_image + "</figure>");
    CHECK(html_of("<img class=\"wp-image-7\" src=\"https://cdn.example/moved.jpg\">") ==
          "<figure><img src=\"/media/plain.jpg\" alt=\"Seven\" loading=\"lazy\"></figure>");
}

TEST_CASE("a picture that is not here becomes a link")
{
    const std::string link = "<p class=\"missing-picture\"><a "
                             "href=\"https://old.example.org/wp-content/uploads/gone.jpg\" "
                             "rel=\"noopener\">Picture: ";
    CHECK(html_of("<img src=\"/wp-content/uploads/gone.jpg\">") == link + "gone.jpg</a></p>");
    CHECK(html_of("<a href=\"/x\"><img src=\"/wp-content/uploads/gone.jpg\" alt=\"A view\"></a>") ==
          link + "A view</a></p>");
    CHECK(notices_of("<img src=\"/wp-content/uploads/gone.jpg\">") ==
          "missing_media https://old.example.org/wp-content/uploads/gone.jpg x1\n");
    CHECK(html_of("x <img src=\"https://secure.gravatar.com/avatar/1\"> y") == "<p>x  y</p>");
    CHECK(html_of("x<img class=\"emoji\" alt=\"🙂\" src=\"https://s.w.org/1.png\">y") ==
          "<p>x🙂y</p>");
    CHECK(html_of("x<img width=1 height=1 src=\"https://track.example/1.gif\">y") == "<p>xy</p>");
}

TEST_CASE("links to the old site lead to the new one")
{
    check_cases({
        {"a story", "<p><a href=\"https://old.example.org/2010/05/ferry/\">x</a></p>",
         "<p><a href=\"/ferry/\">x</a></p>"},
        {"to its comments",
         "<p><a href=\"https://old.example.org/2010/05/ferry/#comment-7\">x</a></p>",
         "<p><a href=\"/ferry/#conversation\">x</a></p>"},
        {"www and http", "<p><a href=\"http://www.old.example.org/2010/05/ferry/#c1\">x</a></p>",
         "<p><a href=\"/ferry/#in-c1\">x</a></p>"},
        {"relative", "<p><a href=\"/2010/05/ferry/\">x</a></p>",
         "<p><a href=\"/ferry/\">x</a></p>"},
        {"a file", "<p><a href=\"/wp-content/uploads/report.pdf\">x</a></p>",
         "<p><a href=\"/media/report.pdf\">x</a></p>"},
        {"unknown", "<p><a href=\"/about/\">x</a></p>",
         "<p><a href=\"https://old.example.org/about/\" rel=\"noopener\">x</a></p>"},
        {"another site", "<p><a href=\"https://new.example.org/2010/05/ferry/\">x</a></p>",
         "<p><a href=\"https://new.example.org/2010/05/ferry/\" rel=\"noopener\">x</a></p>"},
        {"mail", "<p><a href=\"mailto:a@b.org\">x</a></p>",
         "<p><a href=\"mailto:a@b.org\">x</a></p>"},
    });
}

TEST_CASE("blocks of text keep their meaning")
{
    check_cases({
        {"paragraph",
         "<!-- wp:paragraph {\"dropCap\":true} -->\n<p class=\"has-drop-cap\">x</p>\n"
         "<!-- /wp:paragraph -->",
         "<p>x</p>"},
        {"heading",
         "<!-- wp:heading --><h2 class=\"wp-block-heading\" id=\"h\">T</h2>"
         "<!-- /wp:heading -->",
         "<h2 id=\"in-h\">T</h2>"},
        {"list",
         "<!-- wp:list --><ul class=\"wp-block-list\"><!-- wp:list-item --><li>a</li>"
         "<!-- /wp:list-item --></ul><!-- /wp:list -->",
         "<ul><li>a</li></ul>"},
        {"quote",
         "<!-- wp:quote --><blockquote class=\"wp-block-quote\"><!-- wp:paragraph --><p>q</p>"
         "<!-- /wp:paragraph --><cite>c</cite></blockquote><!-- /wp:quote -->",
         "<blockquote><p>q</p><cite>c</cite></blockquote>"},
        {"pullquote",
         "<!-- wp:pullquote --><figure class=\"wp-block-pullquote\"><blockquote><p>q</p>"
         "</blockquote></figure><!-- /wp:pullquote -->",
         "<figure class=\"pullquote\"><blockquote><p>q</p></blockquote></figure>"},
    });
}

TEST_CASE("blocks with pictures, players and files keep their meaning")
{
    check_cases({
        {"image",
         "<!-- wp:image {\"id\":3} --><figure class=\"wp-block-image aligncenter\"><img "
         "src=\"/wp-content/uploads/plain.jpg\" alt=\"a\" class=\"wp-image-3\"/>"
         "<figcaption>c</figcaption></figure><!-- /wp:image -->",
         "<figure class=\"aligncenter\"><img src=\"/media/plain.jpg\" alt=\"a\" loading=\"lazy\">"
         "<figcaption>c</figcaption></figure>"},
        {"gallery of blocks",
         "<!-- wp:gallery --><figure class=\"wp-block-gallery has-nested-images\"><!-- wp:image -->"
         "<figure class=\"wp-block-image\"><img src=\"/wp-content/uploads/plain.jpg\" alt=\"a\"/>"
         "</figure><!-- /wp:image --><figcaption>g</figcaption></figure><!-- /wp:gallery -->",
         "<figure class=\"gallery\"><figure><img src=\"/media/plain.jpg\" alt=\"a\" "
         "loading=\"lazy\">"
         "</figure><figcaption>g</figcaption></figure>"},
        {"gallery of list items",
         "<!-- wp:gallery {\"ids\":[7]} --><ul class=\"wp-block-gallery\"><li><figure><img "
         "src=\"/wp-content/uploads/plain.jpg\" alt=\"a\"/></figure></li></ul><!-- /wp:gallery -->",
         "<figure class=\"gallery\"><figure><img src=\"/media/plain.jpg\" alt=\"a\" "
         "loading=\"lazy\">"
         "</figure></figure>"},
        {"embed",
         "<!-- wp:embed {\"url\":\"https://vimeo.com/1\"} --><figure class=\"wp-block-embed\">"
         "<div class=\"w\">\nhttps://vimeo.com/1\n</div><figcaption>c</figcaption></figure>"
         "<!-- /wp:embed -->",
         "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://vimeo.com/1\" "
         "rel=\"noopener\">Show content from vimeo.com</a><figcaption>c</figcaption></figure>"},
        {"old embed",
         "<!-- wp:core-embed/vimeo --><figure>https://vimeo.com/1</figure>"
         "<!-- /wp:core-embed/vimeo -->",
         "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://vimeo.com/1\" "
         "rel=\"noopener\">Show content from vimeo.com</a></figure>"},
        {"audio",
         "<!-- wp:audio --><figure class=\"wp-block-audio\"><audio controls "
         "src=\"/wp-content/uploads/speech.mp3\"></audio></figure><!-- /wp:audio -->",
         "<figure><audio src=\"/media/speech.mp3\" preload=\"none\" controls></audio></figure>"},
        {"file",
         "<!-- wp:file --><div class=\"wp-block-file\"><a href=\"/wp-content/uploads/report.pdf\">"
         "Report</a><a href=\"/wp-content/uploads/report.pdf\" class=\"wp-block-file__button\" "
         "download>Download</a></div><!-- /wp:file -->",
         "<div class=\"file\"><a href=\"/media/report.pdf\">Report</a></div>"},
        {"cover",
         "<!-- wp:cover {\"url\":\"/wp-content/uploads/plain.jpg\"} --><div "
         "class=\"wp-block-cover\"><p>t</p></div><!-- /wp:cover -->",
         "<figure><img src=\"/media/plain.jpg\" alt=\"\" "
         "loading=\"lazy\"></figure><div><p>t</p></div>"},
    });
}

TEST_CASE("blocks that arrange others are unwrapped")
{
    check_cases({
        {"columns",
         "<!-- wp:columns --><div class=\"wp-block-columns\"><!-- wp:column --><div "
         "class=\"wp-block-column\"><!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --></div>"
         "<!-- /wp:column --></div><!-- /wp:columns -->",
         "<div><div><p>a</p></div></div>"},
        {"spacer, separator",
         "<!-- wp:spacer --><div style=\"height:9px\" aria-hidden=\"true\" "
         "class=\"wp-block-spacer\"></div><!-- /wp:spacer --><!-- wp:separator -->"
         "<hr class=\"wp-block-separator\"/><!-- /wp:separator -->",
         "<hr>"},
        {"more",
         "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph --><!-- wp:more -->\n<!--more-->\n"
         "<!-- /wp:more --><!-- wp:nextpage --><!--nextpage--><!-- /wp:nextpage -->",
         "<p>a</p>"},
        {"buttons",
         "<!-- wp:buttons --><div class=\"wp-block-buttons\"><!-- wp:button --><div "
         "class=\"wp-block-button\"><a class=\"wp-block-button__link\" href=\"/2010/05/ferry/\">"
         "Go</a></div><!-- /wp:button --></div><!-- /wp:buttons -->",
         "<div><div><a href=\"/ferry/\">Go</a></div></div>"},
        {"details",
         "<!-- wp:details --><details class=\"wp-block-details\"><summary>s</summary>"
         "<!-- wp:paragraph --><p>d</p><!-- /wp:paragraph --></details><!-- /wp:details -->",
         "<details><summary>s</summary><p>d</p></details>"},
        {"code",
         "<!-- wp:code --><pre class=\"wp-block-code\"><code>a &lt; b [foo x=1]</code></pre>"
         "<!-- /wp:code -->",
         "<pre><code>a &lt; b [foo x=1]</code></pre>"},
        {"verse", "<!-- wp:verse --><pre class=\"wp-block-verse\">a\nb</pre><!-- /wp:verse -->",
         "<pre class=\"verse\">a\nb</pre>"},
        {"table",
         "<!-- wp:table --><figure class=\"wp-block-table\"><table><tbody><tr><td>1</td></tr>"
         "</tbody></table><figcaption>c</figcaption></figure><!-- /wp:table -->",
         "<figure><table><tbody><tr><td>1</td></tr></tbody></table><figcaption>c</figcaption></"
         "figure>"},
        {"shortcode",
         "<!-- wp:shortcode -->[embed]https://vimeo.com/1[/embed]<!-- /wp:shortcode -->",
         "<figure class=\"embed\"><a class=\"embed-link\" href=\"https://vimeo.com/1\" "
         "rel=\"noopener\">Show content from vimeo.com</a></figure>"},
        {"classic block", "<!-- wp:freeform -->\none\n\ntwo\n<!-- /wp:freeform -->",
         "<p>one</p>\n<p>two</p>"},
        {"text between blocks", "<!-- wp:separator --><hr/><!-- /wp:separator -->loose\n\ntext",
         "<hr><p>loose</p>\n<p>text</p>"},
        {"social links",
         "<!-- wp:social-links --><ul class=\"wp-block-social-links\"><!-- wp:social-link "
         "{\"url\":\"https://a.example\",\"service\":\"mastodon\"} /--></ul>"
         "<!-- /wp:social-links -->",
         "<ul><li><a href=\"https://a.example\" rel=\"noopener\">mastodon</a></li></ul>"},
    });
}

TEST_CASE("footnotes come from the post's meta data")
{
    auto context = old_site();
    context.footnotes_json = R"([{"id":"n1","content":"A <em>note</em>"}])";
    const auto html =
        convert_wordpress_body("<!-- wp:paragraph --><p>x<sup data-fn=\"n1\" class=\"fn\"><a "
                               "href=\"#n1\" id=\"n1-link\">1</a>"
                               "</sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->",
                               context)
            .html;
    CHECK(html == "<p>x<sup><a id=\"in-n1-link\" href=\"#in-n1\">1</a></sup></p>"
                  "<section class=\"footnotes\"><ol><li id=\"in-n1\">A <em>note</em> "
                  "<a href=\"#in-n1-link\">↩</a></li></ol></section>");
    CHECK(notices_of("<!-- wp:footnotes /-->") == "dynamic_block footnotes x1\n");
}

TEST_CASE("dynamic and unknown blocks are reported")
{
    CHECK(html_of("<!-- wp:query --><div><!-- wp:post-title /--></div><!-- /wp:query -->x") ==
          "<p>x</p>");
    CHECK(notices_of(
              "<!-- wp:latest-posts /--><!-- wp:block {\"ref\":12} /--><!-- wp:core/rss /-->") ==
          "dynamic_block block 12 x1\ndynamic_block latest-posts x1\ndynamic_block rss x1\n");
    CHECK(html_of("<!-- wp:acme/box --><div>kept</div><!-- /wp:acme/box -->") == "<div>kept</div>");
    CHECK(notices_of(
              "<!-- wp:acme/box --><div>kept</div><!-- /wp:acme/box --><!-- wp:acme/feed /-->") ==
          "dynamic_block acme/feed x1\nunknown_block acme/box x1\n");
}

TEST_CASE("malformed block comments degrade to their HTML")
{
    check_cases({
        {"left open", "<!-- wp:paragraph --><p>a</p>", "<p>a</p>"},
        {"closed twice", "<p>a</p><!-- /wp:paragraph --><!-- /wp:paragraph -->", "<p>a</p>"},
        {"crossed", "<!-- wp:group --><div><!-- wp:paragraph --><p>a</p></div><!-- /wp:group -->",
         "<div><p>a</p></div>"},
        {"broken JSON",
         "<!-- wp:image {\"id\":} --><figure><img src=\"/wp-content/uploads/plain.jpg\" "
         "alt=\"a\"></figure><!-- /wp:image -->",
         "<figure><img src=\"/media/plain.jpg\" alt=\"a\" loading=\"lazy\"></figure>"},
        {"dashes in JSON",
         "<!-- wp:paragraph {\"a\":\"x -- y --> z\"} --><p>a</p><!-- /wp:paragraph -->",
         "<p>a</p>"},
        {"comment not ended", "<!-- wp:paragraph <p>a</p><!-- /wp:paragraph --><p>b</p>",
         "<p>a</p>\n<p>b</p>"},
        {"comment not ended at all", "<!-- wp:paragraph", ""},
        {"no space", "<!--wp:paragraph--><p>a</p><!--/wp:paragraph-->", "<p>a</p>"},
        {"not a block comment", "a <!-- wp is fine --> b", "<p>a  b</p>"},
    });
    CHECK(notices_of("<!-- wp:paragraph --><p>a</p>") == "malformed_block paragraph x1\n");
}

TEST_CASE("attacks in a body reach no page")
{
    const char* bodies[] = {
        "[caption caption=\"<script>alert(1)</script>\"]<img src=x onerror=alert(1)>[/caption]",
        "[embed]javascript:alert(1)[/embed]",
        "[audio src=\"javascript:alert(1)\"]",
        "[video src='x\" onerror=alert(1)']",
        "[youtube \"><script>alert(1)</script>]",
        "<!-- wp:embed {\"url\":\"javascript:alert(1)\"} /-->",
        "<!-- wp:social-link {\"url\":\"javascript:x\",\"service\":\"<script>\"} /-->",
        "<!-- wp:cover {\"url\":\"x\\\" onerror=alert(1)\"} /-->",
        "<!-- wp:html --><script>alert(1)</script><img src=x onerror=alert(1)><!-- /wp:html -->",
        "https://www.youtube.com/\"onmouseover=alert(1)",
        "\uFDD0"
        "0\uFDD1<svg onload=alert(1)>",
        "[wp_caption align='\"><svg onload=alert(1)>']x[/wp_caption]"};
    for (const auto* body : bodies) {
        const auto html = html_of(body);
        INFO(std::string{body});
        INFO(html);
        CHECK(text::check::forbidden_part(html, text::check::story()) == "");
        CHECK(html.find("javascript:") == html.npos);
    }
}

TEST_CASE("hostile bodies cost linear time")
{
    constexpr std::size_t bytes = 4 * 1024 * 1024;
    const char* pieces[] = {"[",
                            "[[",
                            "[a ",
                            "[a b=\"",
                            "[caption ",
                            "[caption]",
                            "[gallery]",
                            "[/a]",
                            "[a_b]",
                            "[a_b] ",
                            "<!-- wp:",
                            "<!-- wp:a -->",
                            "<!-- wp:a {\"b\":\"-->",
                            "<!--",
                            "<!-- /wp:a -->",
                            "-->",
                            "<div>",
                            "<p>",
                            "<p><a \"",
                            "<iframe>",
                            "<object>",
                            "<object><embed",
                            "<video>",
                            "<figure>",
                            "http",
                            "http://",
                            "\nhttp://a.b/\n",
                            ">http://a.b ",
                            "<li>\n\n",
                            "\n",
                            "\n\n",
                            "<pre>",
                            "<code>[",
                            "]",
                            "\xEF",
                            "\uFDD0",
                            "<img src=/x>",
                            "<a href=/x>",
                            "a [b-c",
                            "<p>\n<br>",
                            "[embed]",
                            "<blockquote>",
                            "&quot;",
                            "[a &quot;",
                            "<img src=\"[a [a\">"};
    for (const auto* piece : pieces) {
        INFO(std::string{piece});
        CHECK(grows_in_step(repeated(piece, bytes / 4), repeated(piece, bytes)));
    }
    // A far "-->" behind many beginnings, and white space that each would trim.
    const auto far = [](std::size_t size) {
        return repeated("<!-- wp:a ", size / 2) + std::string(size / 2, ' ') + "-->";
    };
    CHECK(grows_in_step(far(bytes / 4), far(bytes)));
}

TEST_CASE("the original of a resized picture is found by its name")
{
    const auto has = [](std::string_view url, std::string_view wanted) {
        const auto found = media_candidates(url);
        return std::find(found.begin(), found.end(), wanted) != found.end();
    };
    CHECK(media_candidates("https://o/u/a-1024x768.jpg")[0] == "https://o/u/a-1024x768.jpg");
    CHECK(has("https://o/u/a-1024x768.jpg", "https://o/u/a.jpg"));
    CHECK(has("https://o/u/a-1024x768.jpg", "https://o/u/a-scaled.jpg"));
    CHECK(has("https://o/u/a-scaled.jpg", "https://o/u/a.jpg"));
    CHECK(has("https://o/u/a-rotated.jpg", "https://o/u/a.jpg"));
    CHECK(has("https://o/u/a-scaled-300x200.jpg?ssl=1", "https://o/u/a.jpg"));
    CHECK(has("https://o/u/a-e1562345678901-300x200.jpg", "https://o/u/a.jpg"));
    CHECK(has("https://i0.wp.com/o/u/a.jpg?resize=5", "https://o/u/a.jpg"));
    CHECK_FALSE(has("https://o/u/plan-2x4.jpg-x", "https://o/u/plan.jpg"));
    CHECK(media_candidates("a-1x1.b/c").size() <= 12);
    CHECK(media_file_name("https://o/u/K%C3%B6ln%20Dom.jpg?x=1") == "Köln Dom.jpg");
}

TEST_CASE("the old site's own addresses are known in all their forms")
{
    const SiteAddresses site{{"https://www.old.example.org/news"}};
    CHECK(site.is_own("http://old.example.org/news/a"));
    CHECK(site.is_own("https://OLD.example.org/news"));
    CHECK_FALSE(site.is_own("https://old.example.org/newspaper"));
    CHECK_FALSE(site.is_own("https://old.example.org.evil.org/news/"));
    CHECK_FALSE(site.is_own("/news/a"));
    CHECK(site.canonical("http://old.example.org/a?b") == "https://www.old.example.org/a?b");
    CHECK(site.canonical("https://x.org/a") == "https://x.org/a");
    CHECK(site.absolute("/a") == "https://www.old.example.org/a");
    CHECK(site.absolute("//x.org/a") == "https://x.org/a");
    CHECK(site.absolute("#a") == "#a");
}
