#include "features/comments/prepare_comment.hpp"
#include "features/comments/quote.hpp"

#include "core/base/limits.hpp"
#include "features/comments/forum_rules.hpp"
#include "forum_cast.hpp"
#include "growth.hpp"

#include <doctest/doctest.h>

namespace masthead::comments {

namespace {

std::string html_of(std::string_view markdown)
{
    return prepare_comment(markdown).value().html;
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("a comment keeps emphasis, lists, quotes, code and links, and nothing else")
{
    const auto html = html_of("*so* **it** is\n\n- one\n- two\n\n> said\n\n`code`\n\n"
                              "[here](https://a.example/x) and https://b.example/y");
    for (const auto* part :
         {"<em>so</em>", "<strong>it</strong>", "<li>", "<blockquote>", "<code>code</code>",
          "href=\"https://a.example/x\"", "href=\"https://b.example/y\""})
        CHECK_MESSAGE(has(html, part), part);
    CHECK(has(html, "rel=\"ugc nofollow noopener\""));
    const auto stripped = html_of("# Big\n\n![cat](https://c.example/cat.png)\n\n<b>raw</b>");
    for (const auto* part : {"<h1", "<img", "<b>"})
        CHECK_FALSE_MESSAGE(has(stripped, part), part);
}

TEST_CASE("a comment at the length limit is taken, one byte more is refused")
{
    const std::string most(limits::comment_bytes_max, 'a');
    CHECK(prepare_comment(most).has_value());
    const auto refused = prepare_comment(most + "a");
    REQUIRE(refused.has_error());
    CHECK(refused.error().message_key == "comment.too_long");
}

TEST_CASE("a text in which nothing is to be read is refused")
{
    for (const auto* blank : {"", " \n\t", "\xe2\x80\x8b\xe2\x80\x8b", "<!-- -->\n\n", "\xc2\xa0",
                              "\xe3\x85\xa4", "[](https://a.example)"}) {
        CAPTURE(blank);
        const auto refused = prepare_comment(blank);
        // Raw HTML is shown as text, so a comment of HTML is words.
        if (std::string_view{blank}.starts_with("<!--"))
            CHECK(refused.has_value());
        else
            CHECK((refused.has_error() && refused.error().message_key == "comment.empty"));
    }
    CHECK(prepare_comment("bad \xff bytes").error().message_key == "comment.not_text");
}

TEST_CASE("ten links are taken, eleven are refused")
{
    std::string text;
    for (std::size_t i = 0; i < links_max; ++i)
        text += "https://a.example/" + std::to_string(i) + " ";
    CHECK(prepare_comment(text).value().links.size() == links_max);
    const auto refused = prepare_comment(text + "https://b.example/");
    REQUIRE(refused.has_error());
    CHECK(refused.error().message_key == "comment.too_many_links");
}

TEST_CASE("a mention becomes a link to the reader whose name is the longest that fits")
{
    test::ForumCast cast;
    const auto ada = cast.member("Ada Plinth");
    const auto al = cast.member("Ada");
    const auto mentions = [&](std::string_view markdown) {
        return cast.database->read([&](db::Snapshot& s) {
            return resolve_mentions(s, prepare_comment(markdown).value());
        });
    };
    const auto text = mentions("Thanks, @Ada Plinth, and @ada!");
    CHECK(text.mentions == std::vector{ada, al});
    CHECK(has(text.html,
              "<a href=\"/reader/" + to_string(ada) + "/\" class=\"mention\">@Ada Plinth</a>,"));
    CHECK(has(text.html, "class=\"mention\">@ada</a>!"));
    for (const auto* nobody : {"@Nobody Here", "mail@Ada", "`@Ada`", "[@Ada](https://a.example)",
                               "@", "@ Ada", "https://a.example/@Ada"}) {
        CAPTURE(nobody);
        CHECK(mentions(nobody).mentions.empty());
    }
}

TEST_CASE("a mention taken out leaves its place and takes the name along")
{
    const ReaderId ada{42};
    std::vector<std::string> names;
    const auto html = without_mention("<p><a href=\"/reader/42/\" class=\"mention\">@Ada &amp; "
                                      "Co</a> and <a href=\"/reader/421/\" "
                                      "class=\"mention\">@Bo</a></p>",
                                      ada, &names);
    CHECK(html == "<p><span class=\"mention\">@…</span> and <a href=\"/reader/421/\" "
                  "class=\"mention\">@Bo</a></p>");
    CHECK(names == std::vector<std::string>{"@Ada & Co"});
}

TEST_CASE("a name written in a comment cannot bring a link with a class along")
{
    const auto html = html_of("<a href=\"/reader/42/\" class=\"mention\">@Ada</a>");
    CHECK_FALSE(has(html, "<a href=\"/reader"));
}

TEST_CASE("mentions are found in time that grows in step with the text")
{
    test::ForumCast cast;
    cast.member("Ada");
    const auto run = [&](std::size_t count) {
        std::string markdown;
        for (std::size_t i = 0; i < count; ++i)
            markdown += "@a ";
        const auto text = prepare_comment(markdown).value();
        cast.database->read([&](db::Snapshot& s) { (void)resolve_mentions(s, text); });
    };
    CHECK(test::grows_in_step([&] { run(1'200); }, [&] { run(4'800); }));
}

TEST_CASE("a passage is found where its surroundings agree, over the breaks of a selection")
{
    constexpr std::string_view plain = "The ferry left. The ferry came back. The end.";
    Quote quote;
    quote.exact = "The\n\nferry";
    auto found = find_passage(plain, quote);
    REQUIRE(found.has_value());
    CHECK(found->exact == "The ferry");
    CHECK(found->prefix.empty());
    quote.suffix = "came";
    found = find_passage(plain, quote);
    REQUIRE(found.has_value());
    CHECK(found->prefix == "The ferry left.");
    CHECK(found->suffix == "came back. The end.");
}

TEST_CASE("a quote that is not in the text, empty or too long is refused")
{
    const auto key = [](std::string exact) {
        Quote quote;
        quote.exact = std::move(exact);
        return find_passage("Some words. " + std::string(2'000, 'x'), quote).error().message_key;
    };
    CHECK(key("other words") == "quote.not_found");
    CHECK(key(" \n") == "quote.empty");
    CHECK(key(std::string(quote_bytes_max + 1, 'x')) == "quote.too_long");
    Quote most;
    most.exact = std::string(quote_bytes_max, 'x');
    CHECK(find_passage(std::string(2'000, 'x'), most).has_value());
}

TEST_CASE("a quote of the story leads to its passage, one of a comment to the comment")
{
    Quote quote;
    quote.exact = "well-known, \"fact\" & more";
    quote.prefix = "a";
    CHECK(quote_url("strike", quote) ==
          "/strike/#main:~:text=a-,well%2Dknown%2C%20%22fact%22%20%26%20more");
    quote.exact = "first words " + std::string(300, 'x') + " last words";
    quote.prefix.clear();
    CHECK(quote_url("strike", quote) == "/strike/#main:~:text=first%20words,last%20words");
    quote.kind = QuoteKind::comment;
    quote.comment = CommentId{9};
    CHECK(quote_url("strike", quote) == "/strike/comments/9/");
}

TEST_CASE("a story's words are quoted, words that are not in it are not")
{
    test::ForumCast cast;
    const auto strike = cast.story("ferry-strike");
    const auto check = [&](Quote quote) {
        return cast.database->read([&](db::Snapshot& s) { return check_quote(s, strike, quote); });
    };
    Quote quote;
    quote.exact = "Body of ferry-strike.";
    CHECK(check(quote).has_value());
    quote.exact = "Headline of ferry-strike";
    CHECK(check(quote).has_value());
    quote.exact = "They are all thieves";
    CHECK(check(quote).error().message_key == "quote.not_found");
    quote.kind = QuoteKind::comment;
    quote.comment = CommentId{12345};
    CHECK(check(quote).error().message_key == "quote.comment_gone");
}

TEST_CASE("a pace is full at its count and free again after its window")
{
    const auto now = from_ms(10'000'000);
    const Rates rates{{2, std::chrono::seconds{30}}, {3, std::chrono::minutes{10}}};
    const auto ago = [&](int seconds) { return now - std::chrono::seconds{seconds}; };
    const auto wait = [&](std::vector<Time> posted) {
        return std::chrono::duration_cast<std::chrono::seconds>(wait_for(rates, posted, now))
            .count();
    };
    CHECK(wait({}) == 0);
    CHECK(wait({ago(1)}) == 0);
    CHECK(wait({ago(1), ago(10)}) == 20);
    CHECK(wait({ago(1), ago(30)}) == 0);
    CHECK(wait({ago(100), ago(200), ago(300)}) == 300);
    CHECK(wait({ago(100), ago(200), ago(600)}) == 0);
}

} // namespace masthead::comments
