#include "surfaces/transfer/import_newsroom_dump.hpp"

#include "core/base/text.hpp"
#include "core/text/html_lexer.hpp"

namespace masthead::transfer {

namespace {

// What pages print without escaping.
constexpr db::Query html_columns{"test.html", R"sql(
    SELECT html FROM story_bodies
    UNION ALL SELECT html FROM comments
    UNION ALL SELECT lead_picture_caption_html FROM stories
    UNION ALL SELECT caption_html FROM media
)sql"};

// What pages print as the target of a link or the source of a picture.
constexpr db::Query address_columns{"test.addresses", R"sql(
    SELECT lead_picture_url FROM stories
    UNION ALL SELECT target FROM redirects
    UNION ALL SELECT '/' || slug || '/' FROM stories
    UNION ALL SELECT '/section/' || slug FROM sections
    UNION ALL SELECT '/topic/' || slug FROM topics
    UNION ALL SELECT '/author/' || slug FROM authors
    UNION ALL SELECT '/media/' || path FROM media
)sql"};

constexpr db::Query names{"test.attack_names", R"sql(
    SELECT name FROM authors
    UNION ALL SELECT name FROM sections
    UNION ALL SELECT description FROM sections
    UNION ALL SELECT name FROM topics
    UNION ALL SELECT display_name FROM readers
    UNION ALL SELECT standfirst FROM stories
    UNION ALL SELECT lead_picture_credit FROM stories
)sql"};

constexpr db::Query mails{"test.mails",
                          "SELECT mail FROM authors UNION ALL SELECT mail FROM reader_mails"};

void check_harmless(const std::string& html)
{
    text::HtmlLexer lexer{html};
    text::HtmlToken token;
    while (lexer.next(token)) {
        if (token.kind == text::HtmlToken::Kind::text)
            continue;
        for (const auto* name : {"script", "iframe", "svg", "math", "style", "form", "object"})
            CHECK(token.name != name);
        for (const auto& attribute : token.attributes) {
            CHECK_FALSE(attribute.name.starts_with("on"));
            CHECK_FALSE(attribute.name == "style");
            CHECK(to_lower_ascii(attribute.value).find("script:") == std::string::npos);
        }
    }
}

} // namespace

TEST_CASE("markup that would run is harmless in whatever field it stands")
{
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("attack.xml")});
    CHECK(report.counted(Counted::stories, Fate::created) == 1);
    CHECK(report.counted(Counted::comments, Fate::created) == 1);
    for (const auto& html : newsroom.lines(html_columns, 1)) {
        CAPTURE(html);
        check_harmless(html);
    }
    for (const auto& address : newsroom.lines(address_columns, 1)) {
        CAPTURE(address);
        const bool is_plain = address.empty() || address.starts_with("/") ||
                              address.starts_with("https://attack.example/");
        CHECK(is_plain);
        CHECK(address.find_first_of("<>\"'\\ ") == std::string::npos);
        CHECK(address.find("..") == std::string::npos);
    }
    for (const auto& name : newsroom.lines(names, 1)) {
        CAPTURE(name);
        CHECK(name.find('<') == std::string::npos);
    }
    for (const auto& mail : newsroom.lines(mails, 1))
        CHECK(mail.empty());
}

TEST_CASE("a report shows no control bytes and JSON escapes what it quotes")
{
    ImportReport report;
    report.problem({"a.xml", 3, "7", "story", "bad \x1b[31m name\nnext \"quoted\" <b>"});
    CHECK(report.to_text().find("a.xml:3 (id 7): story: bad  [31m name next \"quoted\" <b>\n") !=
          std::string::npos);
    CHECK(report.to_json().find("\\u001b[31m") != std::string::npos);
}

} // namespace masthead::transfer
