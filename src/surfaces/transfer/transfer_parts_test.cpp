#include "core/base/limits.hpp"
#include "growth.hpp"
#include "surfaces/transfer/comment_html.hpp"
#include "surfaces/transfer/comment_spool.hpp"
#include "surfaces/transfer/fingerprint.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/import_menu.hpp"
#include "surfaces/transfer/import_progress.hpp"
#include "surfaces/transfer/import_report.hpp"
#include "surfaces/transfer/navigation_block.hpp"
#include "surfaces/transfer/site_address.hpp"
#include "surfaces/transfer/text_store.hpp"

#include <doctest/doctest.h>

namespace masthead::transfer {

namespace {

std::string hex(std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const auto byte : sha256(text)) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

WxrComment comment(int id, int parent, const std::string& content = "x")
{
    WxrComment c;
    c.line = id;
    c.id = id == 0 ? "" : std::to_string(id);
    c.parent = std::to_string(parent);
    c.content = content;
    return c;
}

// "id<parent" of each in order, with a letter for trouble.
std::string order_of(const CommentSpool& spool)
{
    std::string out;
    for (const auto& one : spool.order()) {
        static constexpr char troubles[] = " mldp";
        out += std::to_string(one.id) + "<" + std::to_string(one.parent) +
               troubles[static_cast<int>(one.trouble)] + ",";
    }
    return out;
}

constexpr auto yes = CommentSpool::Carried::yes;
constexpr auto no = CommentSpool::Carried::no;

} // namespace

TEST_CASE("digests are SHA-256's, and fields do not run into each other")
{
    CHECK(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hex(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(Fingerprint{}.add("ab").add("c").hex() != Fingerprint{}.add("a").add("bc").hex());
    CHECK(Fingerprint{}.add("ab").hex().size() == 32);
}

TEST_CASE("texts come back unchanged from memory and from the temporary file")
{
    TextStore store;
    std::vector<std::pair<TextRef, std::string>> kept;
    for (int i = 0; i < 300; ++i) {
        const auto text =
            std::string(static_cast<std::size_t>(i) * 97, static_cast<char>('a' + i % 26));
        kept.emplace_back(store.add(text), text);
    }
    const auto large = std::string(TextStore::memory_max + 1, 'z');
    kept.emplace_back(store.add(large), large);
    kept.emplace_back(store.add("after"), "after");
    kept.emplace_back(store.add(""), "");
    for (const auto& [ref, text] : kept)
        CHECK(store.get(ref) == text);
    store.clear();
    CHECK(store.get(store.add("again")) == "again");
}

TEST_CASE("comments are ordered with parents first, and troubles are named")
{
    CommentSpool spool;
    for (const auto& [id, parent] : std::initializer_list<std::pair<int, int>>{
             {3, 2}, {1, 0}, {2, 1}, {9, 77}, {5, 6}, {6, 5}, {7, 7}})
        spool.add(comment(id, parent), yes);
    CHECK(order_of(spool) == "1<0 ,2<1 ,3<2 ,9<77m,6<0l,5<6 ,7<0l,");
    CHECK(spool.read(spool.order()[0]).line == 1);
    CommentSpool with_gaps;
    with_gaps.add(comment(1, 0), yes);
    with_gaps.add(comment(2, 1), no);
    with_gaps.add(comment(3, 2), no);
    with_gaps.add(comment(4, 3), yes);
    with_gaps.add(comment(5, 0), no);
    with_gaps.add(comment(6, 5), yes);
    CHECK(order_of(with_gaps) == "1<0 ,4<1p,6<0p,");
}

TEST_CASE("a number that stands twice is the first one's, and the same comment twice is one")
{
    CommentSpool spool;
    spool.add(comment(1, 0, "first"), yes);
    spool.add(comment(1, 0, "other"), yes);
    spool.add(comment(1, 0, "first"), yes);
    spool.add(comment(2, 1), yes);
    CHECK(order_of(spool) == "1<0 ,0<0 ,2<1 ,");
}

TEST_CASE("a chain is kept to the depth limit and moved up beyond it, in linear time")
{
    constexpr int count = 200'000;
    const auto ordered = [](int length) {
        CommentSpool spool;
        for (int id = length; id >= 1; --id)
            spool.add(comment(id, id - 1, ""), yes);
        return spool.order();
    };
    std::vector<SpooledComment> order;
    CHECK(test::grows_in_step([&] { (void)ordered(count / 4); }, [&] { order = ordered(count); }));
    REQUIRE(order.size() == count);
    CHECK(order[limits::comment_depth_max - 1].trouble == ParentTrouble::none);
    CHECK(order[limits::comment_depth_max].trouble == ParentTrouble::too_deep);
    CHECK(order[limits::comment_depth_max].parent == limits::comment_depth_max - 1);
}

TEST_CASE("a comment's line breaks are paragraphs and breaks, its bare addresses links")
{
    CHECK(comment_html("one\ntwo\r\n\r\nthree") == "<p>one<br>two</p><p>three</p>");
    CHECK(comment_html("  a <b>b</b>\n\n<i>c</i>  ") ==
          "<p>a <strong>b</strong></p><p><em>c</em></p>");
    CHECK(comment_html("x\n<blockquote>q</blockquote>\ny") ==
          "<p>x</p><blockquote><p>q</p></blockquote><p>y</p>");
    CHECK(comment_html("<pre>a\n\n b</pre>") == "<pre>a\n\n b</pre>");
    CHECK(comment_html("see (https://e.org/a?b=1&c).") ==
          "<p>see (<a href=\"https://e.org/a?b=1&amp;c\" rel=\"ugc nofollow noopener\">"
          "https://e.org/a?b=1&amp;c</a>).</p>");
    CHECK(comment_html("<a href=\"https://e.org\">https://e.org</a>") ==
          "<p><a href=\"https://e.org\" rel=\"ugc nofollow noopener\">https://e.org</a></p>");
    CHECK(comment_html("http is not http:// an address") ==
          "<p>http is not http:// an address</p>");
    CHECK(comment_html("1 &lt; 2 &amp; 3") == "<p>1 &lt; 2 &amp; 3</p>");
}

TEST_CASE("a comment that shows nothing is empty, and none can run")
{
    for (const auto* nothing : {"", " \n ", "<script>alert(1)</script>",
                                "<img src=x onerror=alert(1)>", "<!-- x -->", "<p></p>"})
        CHECK(comment_html(nothing).empty());
    const auto html =
        comment_html("https://x.example/\"onmouseover=\"evil() <a href=javascript:evil()>x</a>"
                     "<pre onclick=evil()>\n</pre>");
    CHECK(html.find("javascript") == std::string::npos);
    CHECK(html.find("onclick") == std::string::npos);
    CHECK(html.find(" onmouseover") == std::string::npos);
}

TEST_CASE("hostile comments take linear time")
{
    for (const std::string piece :
         {"http", "https://", "<a>", "<pre>", "\n", "<", "&", "\r", "<!--"}) {
        CAPTURE(piece);
        const auto converted = [&](std::size_t bytes) {
            std::string text;
            while (text.size() < bytes)
                text += piece;
            (void)comment_html(text);
        };
        CHECK(test::grows_in_step([&] { converted(15'000); }, [&] { converted(60'000); }));
    }
}

TEST_CASE("a site has one key however its address is written")
{
    WxrSite site;
    for (const auto* url : {"http://example.org/news", "https://www.Example.org/news/",
                            "https://example.org:443/news"}) {
        site.base_blog_url = url;
        CHECK(site_key(site) == "example.org/news");
    }
    site = {};
    site.link = "https://only.example/";
    CHECK(site_key(site) == "only.example");
    site.link = "javascript:alert(1)";
    CHECK(site_key(site).empty());
}

TEST_CASE("addresses are compared by what WordPress means by them")
{
    CHECK(link_key("http://www.example.org/2019/05/Storm/") == "example.org/2019/05/storm");
    CHECK(link_key("https://example.org/2019/05/storm?utm=x#top") == "example.org/2019/05/storm");
    CHECK(link_key("https://example.org/?p=5") == link_key("http://example.org/?utm=1&p=5"));
    CHECK(link_key("/2019/05/storm/").empty());
    CHECK(link_key("mailto:x@example.org").empty());
    CHECK(local_address("https://example.org/news/a/?x=1#y") == "/news/a/?x=1");
    CHECK(local_address("https://example.org") == "/");
    CHECK(with_last_segment("https://e.org/2019/storm/", "storm", "old") ==
          "https://e.org/2019/old/");
    CHECK(with_last_segment("https://e.org/?p=3", "storm", "old").empty());
    CHECK(uploads_path("https://e.org/wp-content/uploads/2019/05/a%20b.jpg") == "2019/05/a b.jpg");
    CHECK(uploads_path("https://e.files.wordpress.com/2008/06/c.jpg?w=150") == "2008/06/c.jpg");
    CHECK(uploads_path("https://e.org/picture.jpg").empty());
    CHECK(plain_guid("https://www.e.org/?p=1") == plain_guid("http://e.org/?p=1"));
}

TEST_CASE("dates are read in each form that an export has, and nonsense is none")
{
    const auto at = [](const char* text) { return *parse_rfc3339(text); };
    CHECK(foreign_date("2020-01-02 03:04:05", "") == at("2020-01-02T03:04:05Z"));
    CHECK(foreign_date("0000-00-00 00:00:00", "2020-01-02 03:04:05") == at("2020-01-02T03:04:05Z"));
    CHECK(parse_rfc822("Tue, 14 Jan 2014 17:31:03 +0000") == at("2014-01-14T17:31:03Z"));
    CHECK(parse_rfc822("14 Jan 2014 17:31:03 -0230") == at("2014-01-14T20:01:03Z"));
    for (const auto* text :
         {"", "Mon, 30 Nov -0001 00:00:00 +0000", "Tue, 31 Feb 2014 17:31:03 +0000",
          "Tue, 14 Jan 2014 25:31:03 +0000", "Tue, 14 Jan 2014 17:31 +0000"})
        CHECK_FALSE(parse_rfc822(text).has_value());
    CHECK(foreign_number(" 12 ") == 12);
    for (const auto* text : {"", "-3", "x", "1x", "99999999999999999999"})
        CHECK(foreign_number(text) == 0);
}

TEST_CASE("only what could be written to is a mail address")
{
    CHECK(plausible_mail(" olga@example.org\n") == "olga@example.org");
    for (const auto* text :
         {"", "@x", "x@", "x", "a b@x.org", "\"<script>\"@x.org", "a@x.org,b@x.org"})
        CHECK(plausible_mail(text).empty());
    std::string longest = "@example.o";
    while (longest.size() < 254)
        longest.insert(longest.begin(), 'a');
    CHECK(plausible_mail(longest) == longest);
    CHECK(plausible_mail("a" + longest).empty());
}

TEST_CASE("progress says how far, how fast and how long")
{
    const ImportStep step{ImportPhase::writing, 62, 100, 12'400, 100'000};
    CHECK(format_progress(step, Milliseconds{10'000}) ==
          "62 %  1,240 stories/s  10,000 comments/s  00:06 left");
    CHECK(format_progress({ImportPhase::checking, 0, 0, 0, 0}, Milliseconds{0}) == "0 %");
    CHECK(format_progress({ImportPhase::media, 10, 40'000, 0, 0}, Milliseconds{5'000}) ==
          "0 %  2 files/s  5:33:15 left");
    CHECK(format_progress({ImportPhase::checking, 300, 100, 0, 0}, Milliseconds{1'000}) ==
          "100 %  0 MB/s");
}

TEST_CASE("a report counts all problems and keeps as many as it may")
{
    ImportReport report;
    for (std::size_t i = 0; i < ImportReport::problems_max + 1; ++i)
        report.problem({"f.xml", 1, "", "story", "reason"});
    CHECK(report.problems().size() == ImportReport::problems_max);
    CHECK(report.problem_total() == static_cast<std::int64_t>(ImportReport::problems_max) + 1);
    CHECK(report.to_text().find("… and 1 more") != std::string::npos);
    report.count(Counted::comments, Fate::created, 1'234'567);
    CHECK(report.to_text().find("comments    1,234,567 new\n") != std::string::npos);
}

TEST_CASE("a navigation block gives its top-level links")
{
    const auto links = read_navigation(
        "<!-- wp:home-link {\"label\":\"Home\"} /-->"
        "<!-- wp:navigation-link "
        "{\"label\":\"<b>About</b>\",\"type\":\"page\",\"id\":7,\"kind\":\"post-type\"} /-->"
        "<!-- wp:navigation-submenu {\"label\":\"More\",\"url\":\"#\"} -->"
        "<!-- wp:navigation-link {\"label\":\"Inside\",\"url\":\"https://x.example\"} /-->"
        "<!-- /wp:navigation-submenu -->"
        "<!-- wp:navigation-link {broken /--><!-- wp:navigation-link");
    REQUIRE(links.size() == 4);
    CHECK(links[0].url == "/");
    CHECK(links[1].title == "About");
    CHECK(links[1].object_id == 7);
    CHECK(links[2].title == "More");
    CHECK(links[3].title.empty());
    std::string many;
    for (std::size_t i = 0; i < menu_links_max + 5; ++i)
        many += "<!-- wp:navigation-link {\"label\":\"x\",\"url\":\"/x\"} /-->";
    CHECK(read_navigation(many).size() == menu_links_max);
}

} // namespace masthead::transfer
