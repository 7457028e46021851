#include "surfaces/transfer/wxr_reader.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

namespace masthead::transfer {

namespace {

struct Collector final : WxrHandler {
    std::vector<WxrSite> sites;
    std::vector<WxrAuthor> authors;
    std::vector<WxrTerm> terms;
    std::vector<WxrComment> comments;
    std::vector<WxrItem> items;
    void site(const WxrSite& s) override { sites.push_back(s); }
    void author(WxrAuthor a) override { authors.push_back(std::move(a)); }
    void term(WxrTerm t) override { terms.push_back(std::move(t)); }
    void comment(WxrComment c) override { comments.push_back(std::move(c)); }
    void item(WxrItem i) override { items.push_back(std::move(i)); }
};

std::string document(const std::string& inside, const std::string& version = "1.2")
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n"
           "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
           " xmlns:excerpt=\"http://wordpress.org/export/" +
           version +
           "/excerpt/\"\n"
           " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
           " xmlns:wp=\"http://wordpress.org/export/" +
           version +
           "/\">\n"
           "<channel>\n<wp:wxr_version>" +
           version + "</wp:wxr_version>\n" + inside + "\n</channel>\n</rss>\n";
}

Result<WxrSummary> read(const std::string& text, Collector& out, std::size_t chunk = 64 * 1024)
{
    return read_wxr_text(text, "export.xml", out, chunk);
}

std::string refusal(const std::string& text)
{
    Collector out;
    const auto summary = read(text, out);
    REQUIRE(summary.has_error());
    return summary.error().detail;
}

const std::string whole_item =
    "<item><title>A &amp; <![CDATA[<b>B</b>]]></title><link>https://x.org/a/</link>"
    "<dc:creator><![CDATA[ ana ]]></dc:creator><guid isPermaLink=\"false\">g</guid>"
    "<content:encoded>\n<![CDATA[line one]]><![CDATA[ line two]]></content:encoded>"
    "<excerpt:encoded><![CDATA[stand]]></excerpt:encoded><wp:post_id>7</wp:post_id>"
    "<wp:post_name>a</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
    "<category><![CDATA[News]]></category>"
    "<category domain=\"category\" nicename=\"news\"><![CDATA[News]]></category>"
    "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></"
    "wp:postmeta>"
    "<wp:postmeta><wp:meta_key>unused</wp:meta_key><wp:meta_value>x</wp:meta_value></wp:postmeta>"
    "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author_IP>10.0.0.1</"
    "wp:comment_author_IP>"
    "<wp:comment_content><![CDATA[Hello]]></wp:comment_content>"
    "<wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:commentmeta>"
    "<wp:comment_approved>1</wp:comment_approved></wp:comment></item>";

} // namespace

TEST_CASE("an item arrives whole, behind its comments, whatever the size of the pieces")
{
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{7}, std::size_t{64 * 1024}}) {
        CAPTURE(chunk);
        Collector out;
        REQUIRE(read(document(whole_item), out, chunk).has_value());
        REQUIRE(out.items.size() == 1);
        const auto& item = out.items[0];
        CHECK(item.line == 8);
        CHECK(item.title == "A & <b>B</b>");
        CHECK(item.creator == "ana");
        CHECK(item.content == "\nline one line two");
        CHECK(item.excerpt == "stand");
        CHECK(item.id == "7");
        REQUIRE(item.terms.size() == 1);
        CHECK(item.terms[0].nicename == "news");
        REQUIRE(item.meta.size() == 1);
        CHECK(item.meta_value("_thumbnail_id") == "9");
        REQUIRE(out.comments.size() == 1);
        CHECK(out.comments[0].content == "Hello");
        CHECK(out.comments[0].approved == "1");
    }
}

TEST_CASE("authors and terms arrive in each of the forms that WordPress has written")
{
    Collector out;
    REQUIRE(
        read(document("<title>T</title><wp:author><wp:author_id>1\n</wp:author_id>"
                      "<wp:author_login>ana\n</wp:author_login></wp:author>"
                      "<wp:category><wp:category_nicename>c</wp:category_nicename>"
                      "<wp:category_parent>p</wp:category_parent><wp:cat_name>C</wp:cat_name></"
                      "wp:category>"
                      "<wp:tag><wp:tag_slug>t</wp:tag_slug><wp:tag_name>T</wp:tag_name></wp:tag>"
                      "<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>m</"
                      "wp:term_slug>"
                      "<wp:termmeta><wp:meta_key>k</wp:meta_key></wp:termmeta>"
                      "<wp:term_name>M</wp:term_name></wp:term>"),
             out)
            .has_value());
    REQUIRE(out.sites.size() == 1);
    CHECK(out.sites[0].title == "T");
    REQUIRE(out.authors.size() == 1);
    CHECK(out.authors[0].login == "ana");
    REQUIRE(out.terms.size() == 3);
    CHECK(out.terms[0].taxonomy == "category");
    CHECK(out.terms[0].parent == "p");
    CHECK(out.terms[1].taxonomy == "post_tag");
    CHECK(out.terms[2].taxonomy == "nav_menu");
    CHECK(out.terms[2].name == "M");
}

TEST_CASE("namespaces decide, not prefixes; the first of two values counts")
{
    Collector out;
    REQUIRE(
        read(document(
                 "<item xmlns:w=\"http://wordpress.org/export/1.2/\"><w:post_id>5</w:post_id>"
                 "<wp:post_id>6</wp:post_id></item>"
                 "<item xmlns:wp=\"http://elsewhere.example/\"><wp:post_id>7</wp:post_id></item>"
                 "<wp:author "
                 "xmlns:wp=\"http://elsewhere.example/\"><wp:author_login>x</wp:author_login></"
                 "wp:author>"),
             out)
            .has_value());
    REQUIRE(out.items.size() == 2);
    CHECK(out.items[0].id == "5");
    CHECK(out.items[1].id.empty());
    CHECK(out.authors.empty());
    Collector undeclared;
    REQUIRE(
        read(
            "<rss><channel><wp:wxr_version>1.1</wp:wxr_version><item>"
            "<wp:post_id>3</wp:post_id><content:encoded>c</content:encoded></item></channel></rss>",
            undeclared)
            .has_value());
    REQUIRE(undeclared.items.size() == 1);
    CHECK(undeclared.items[0].id == "3");
    CHECK(undeclared.items[0].content == "c");
}

TEST_CASE("what cannot be read is refused with the line and what is wrong")
{
    CHECK(refusal(document("<item><title>x</item>")).starts_with("export.xml:8: "));
    CHECK(refusal(document("<item>\n<title>&undefined;</title></item>")) ==
          "export.xml:9: Entity 'undefined' not defined");
    CHECK(refusal("<rss>\n<channel>\n<wp:wxr_version>1.2</wp:wxr_version>\n<item>\n") ==
          "export.xml:4: the file ends inside <item>, which began in line 4");
    CHECK(refusal("<html>\n<body/></html>") ==
          "export.xml:1: not a WordPress export: its first element is <html> and not <rss>");
    CHECK(refusal("<rss>\n<other/></rss>") ==
          "export.xml:1: not a WordPress export: no <channel> in it");
    CHECK(refusal("<rss>\n<channel><title>News</title></channel></rss>") ==
          "export.xml:2: not a WordPress export: no wp:wxr_version in this <channel>");
    CHECK(refusal(document("", "abc")).find("export.xml:7: wp:wxr_version is \"abc\"") == 0);
    CHECK(refusal(document("", "1.3")).find("\"1.3\"") != std::string::npos);
    CHECK(refusal("").starts_with("export.xml:1: "));
    CHECK(refusal(document("<item><title>\xff</title></item>")).starts_with("export.xml:8: "));
    CHECK(refusal("\n\n" + document("<item>")).starts_with("export.xml:11: "));
}

TEST_CASE("a document type declaration is refused before it can define anything")
{
    const std::string bomb =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE rss [<!ENTITY a \"aaaa\">"
        "<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<rss><channel>"
        "<wp:wxr_version>1.2</wp:wxr_version><item><title>&a;&x;</title></item>"
        "</channel></rss>";
    CHECK(refusal(bomb) ==
          "export.xml:2: a document type declaration (DOCTYPE), which no export has");
    CHECK(refusal("<!DOCTYPE rss SYSTEM \"http://127.0.0.1/x.dtd\"><rss/>").find("DOCTYPE") !=
          std::string::npos);
}

TEST_CASE("a field is read up to its limit and refused one byte past it")
{
    const auto with_content = [](std::size_t bytes) {
        return document("<item><content:encoded><![CDATA[" + std::string(bytes, 'x') +
                        "]]></content:encoded></item>");
    };
    Collector out;
    REQUIRE(read(with_content(limits::import_field_bytes_max), out).has_value());
    CHECK(out.items.at(0).content.size() == limits::import_field_bytes_max);
    Collector none;
    const auto refused = read(with_content(limits::import_field_bytes_max + 1), none);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::too_large);
    CHECK(refused.error().detail.starts_with("export.xml:8: a field of more than"));
}

TEST_CASE("an item is read up to its limit and refused past it")
{
    const auto half = std::string(wxr_item_bytes_max / 2, 'x');
    const auto item = [&](const std::string& more) {
        return document("<item><content:encoded>" + half + "</content:encoded><title>" + half +
                        "</title>" + more + "</item>");
    };
    Collector out;
    CHECK(read(item(""), out).has_value());
    Collector none;
    const auto refused = read(item("<link>x</link>"), none);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::too_large);
}

TEST_CASE("an item keeps terms and meta values up to their number and leaves out the rest")
{
    const auto with_terms = [](std::size_t count) {
        std::string terms;
        for (std::size_t i = 0; i < count; ++i)
            terms += "<category domain=\"post_tag\" nicename=\"t\">T</category>"
                     "<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key></wp:postmeta>";
        return document("<item>" + terms + "</item>");
    };
    for (const auto count : {wxr_item_parts_max, wxr_item_parts_max + 1}) {
        Collector out;
        REQUIRE(read(with_terms(count), out).has_value());
        CHECK(out.items.at(0).terms.size() == wxr_item_parts_max);
        CHECK(out.items.at(0).meta.size() == wxr_item_parts_max);
    }
}

TEST_CASE("elements nest to the limit and no deeper")
{
    const auto nested = [](std::size_t levels) { // below rss and channel
        std::string open;
        std::string close;
        for (std::size_t i = 2; i < levels; ++i) {
            open += "<x>";
            close += "</x>";
        }
        return document(open + close);
    };
    Collector out;
    CHECK(read(nested(256), out).has_value());
    CHECK(read(nested(257), out).has_error());
}

TEST_CASE("nesting deeper than any export is refused")
{
    std::string deep;
    for (int i = 0; i < 5'000; ++i)
        deep += "<x>";
    CHECK(refusal(document(deep)) == "export.xml:8: elements nested deeper than 256");
}

TEST_CASE("other encodings arrive as UTF-8")
{
    Collector out;
    auto text = document("<item><title>caf\xe9</title></item>");
    text.replace(text.find("UTF-8"), 5, "ISO-8859-1");
    REQUIRE(read(text, out).has_value());
    CHECK(out.items.at(0).title == "caf\xc3\xa9");
}

TEST_CASE("what the handler throws reaches the caller")
{
    struct Thrower final : WxrHandler {
        void site(const WxrSite&) override {}
        void author(WxrAuthor) override {}
        void term(WxrTerm) override {}
        void comment(WxrComment) override { throw std::runtime_error("disk full"); }
        void item(WxrItem) override {}
    } thrower;
    CHECK_THROWS_WITH(read_wxr_text(document(whole_item), "x", thrower), "disk full");
}

} // namespace masthead::transfer
