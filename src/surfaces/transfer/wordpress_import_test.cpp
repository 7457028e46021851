#include "surfaces/transfer/import_newsroom_dump.hpp"

#include "surfaces/transfer/import_comments_step.hpp"
#include "surfaces/transfer/import_plan.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

constexpr db::Query storm{"test.storm", R"sql(
    SELECT s.headline, s.standfirst, s.state, c.slug, s.featured, s.comments_open,
           s.published_at_ms, s.updated_at_ms, s.comment_count, s.thread_count, s.lead_picture_alt,
           s.lead_picture_caption_html, s.lead_picture_credit, s.lead_picture_url
    FROM stories s
    JOIN sections c ON c.id = s.section_id
    WHERE s.slug = 'storm'
)sql"};

constexpr db::Query states{"test.states", R"sql(
    SELECT slug, kind, state
    FROM stories
    ORDER BY slug
)sql"};

constexpr db::Query storm_html{"test.storm_html", R"sql(
    SELECT html
    FROM story_bodies
    WHERE story_id = (SELECT id FROM stories WHERE slug = 'storm')
)sql"};

constexpr db::Query storm_comments{"test.storm_comments", R"sql(
    SELECT f.foreign_id, COALESCE(p.foreign_id, '-'), c.depth, c.state, c.listed, c.reply_count,
           r.display_name, COALESCE(m.mail, '-'), COALESCE(a.slug, '-')
    FROM comments c
    JOIN readers r ON r.id = c.reader_id
    JOIN foreign_ids f ON f.id = c.id AND f.kind = 'comment'
    LEFT JOIN foreign_ids p ON p.id = c.parent_id AND p.kind = 'comment'
    LEFT JOIN reader_mails m ON m.reader_id = r.id
    LEFT JOIN authors a ON a.id = r.author_id
    ORDER BY f.foreign_id
)sql"};

constexpr db::Query comment_902{"test.comment_902", R"sql(
    SELECT c.html
    FROM comments c
    JOIN foreign_ids f ON f.id = c.id AND f.kind = 'comment'
    WHERE f.foreign_id = '902'
)sql"};

constexpr db::Query bylines_of_vote{"test.bylines_of_vote", R"sql(
    SELECT a.slug
    FROM story_authors x
    JOIN authors a ON a.id = x.author_id
    WHERE x.story_id = (SELECT id FROM stories WHERE slug = 'vote')
    ORDER BY x.place
)sql"};

constexpr db::Query runs{"test.runs", "SELECT COUNT(*), SUM(finished_at_ms > 0) FROM import_runs"};
constexpr db::Query events{"test.events", "SELECT DISTINCT name FROM event_log ORDER BY name"};

bool contains(const std::vector<std::string>& lines, const std::string& line)
{
    return std::ranges::find(lines, line) != lines.end();
}

} // namespace

TEST_CASE("a story comes with its words, section, topics, byline, dates and featured picture")
{
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(
        newsroom.line(storm, 14) ==
        "Storm & flood close the quay|Nobody was hurt.|2|politics|1|1|1583055000000|1583132400000|"
        "8|4|Boats in fog|The quay at <em>dawn</em>|Mira Holm|"
        "https://courier.example/wp-content/uploads/2020/03/quay.png");
    const auto topics = newsroom.lines(dump_queries::story_topics, 2);
    CHECK(contains(topics, "storm|sport"));
    CHECK(contains(topics, "storm|elections"));
    CHECK(contains(topics, "storm|harbour"));
    CHECK(newsroom.lines(bylines_of_vote, 1) ==
          std::vector<std::string>{"ana-berger", "gita-raman"});
    CHECK(report.counted(Counted::stories, Fate::created) == 9);
    CHECK(report.counted(Counted::stories, Fate::skipped) == 1);
    CHECK(report.counted(Counted::pages, Fate::created) == 2);
    CHECK(report.counted(Counted::authors, Fate::created) == 3);
    CHECK(newsroom.line(runs, 2) == "1|1");
}

TEST_CASE("links between stories lead to their new addresses and others stay")
{
    ImportNewsroom newsroom;
    newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    const auto html = newsroom.line(storm_html);
    CHECK(html.find("href=\"/vote/#") != std::string::npos);
    CHECK(html.find("href=\"/about/\"") != std::string::npos);
    CHECK(html.find("href=\"/topic/elections/\"") != std::string::npos);
    CHECK(html.find("href=\"https://elsewhere.example/x\"") != std::string::npos);
}

TEST_CASE("only what was public is public: private, protected, pending and drafts stay unpublished")
{
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(newsroom.lines(states, 3) ==
          std::vector<std::string>{"112|0|2", "about|1|2", "draft|0|0", "locked|0|0", "pending|0|0",
                                   "private-matters|0|0", "section-2|0|2", "storm|0|2",
                                   "storm-2|1|2", "tomorrow|0|1", "vote|0|2"});
    CHECK(has_problem(report, 150, "107", "\"private\""));
    CHECK(has_problem(report, 151, "108", "password"));
    CHECK(has_problem(report, 152, "109", "\"trash\""));
    CHECK(has_problem(report, 155, "112", "headline"));
    for (const auto& line : newsroom.lines(dump_queries::redirects, 2))
        CHECK(line.find("/locked/") == std::string::npos);
}

TEST_CASE("no old address dies: permalinks, old slugs, numbers, archives, attachment pages")
{
    ImportNewsroom newsroom;
    newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    const auto redirects = newsroom.lines(dump_queries::redirects, 2);
    for (const auto* line :
         {"/2020/03/storm|/storm/", "/2020/03/storm-warning|/storm/", "/?p=101|/storm/",
          "/?page_id=103|/about/", "/about/storm|/storm-2/",
          "/category/politics|/section/politics/", "/category/politics/elections|/topic/elections/",
          "/tag/harbour|/topic/harbour/", "/?cat=12|/topic/elections/",
          "/author/ana|/author/ana-berger/", "/?author=2|/author/ana-berger-2/",
          "/quay-at-dawn|/storm/"}) {
        CAPTURE(line);
        CHECK(contains(redirects, line));
    }
}

TEST_CASE("comments come as threads with their states, whatever order and parents they have")
{
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(newsroom.lines(storm_comments, 9) ==
          std::vector<std::string>{
              "901|-|0|0|1|3|Pavel|-|-",
              "902|901|1|0|1|1|Olga|olga@example.org|-",
              "903|-|0|0|1|0|Olga|olga@example.org|-",
              "904|901|1|1|0|0|Held|-|-",
              "905|-|0|4|0|0|Spammer|-|-",
              "907|901|1|0|1|0|Rosa|rosa@example.org|-",
              "909|902|2|0|1|0|Ana B.|ana@courier.example|ana-berger",
              "910|-|0|0|1|0|Not Ana|ana@courier.example|-",
              "911|912|1|0|1|0|Loop one|-|-",
              "912|-|0|0|1|1|Loop two|-|-",
          });
    CHECK(newsroom.line(comment_902) ==
          "<p>An answer that comes before its question.</p><p>Second paragraph, see <a "
          "href=\"https://example.org/tides\" rel=\"ugc nofollow noopener\">"
          "https://example.org/tides</a>.</p>");
    CHECK(has_problem(report, 87, "903", "not in the export"));
    CHECK(has_problem(report, 91, "907", "left out"));
    CHECK(has_problem(report, 96, "912", "loop"));
    CHECK(has_problem(report, 97, "913", "nothing visible"));
    CHECK(report.noted("pingbacks and trackbacks set aside") == 1);
    CHECK(report.counted(Counted::comments, Fate::created) == 10);
    CHECK(report.counted(Counted::comments, Fate::skipped) == 2);
}

TEST_CASE("nothing of a commenter's network address, browser or web page is kept anywhere")
{
    ImportNewsroom newsroom;
    newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    newsroom.database.reset();
    const auto bytes = test::read_file(newsroom.dir.path() / "newsroom.db");
    CHECK(bytes.find("An answer that comes before") != std::string::npos);
    CHECK(bytes.find("192.0.2.77") == std::string::npos);
    CHECK(bytes.find("olga.example") == std::string::npos);
    CHECK(bytes.find("open sesame") == std::string::npos);
}

TEST_CASE("the main menu and the site's name come along, and nothing that would run")
{
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    const auto settings = newsroom.lines(dump_queries::settings, 2);
    CHECK(contains(settings, "title|The Saltmarsh Courier"));
    CHECK(contains(settings, "description|Tides & tidings"));
    CHECK(contains(settings, "language|en-GB"));
    CHECK(contains(settings, R"(menu|[{"label":"Power","url":"/section/politics/"},)"
                             R"({"label":"About us","url":"/about/"},)"
                             R"({"label":"Tide tables","url":"https://tides.example/"}])"));
    CHECK(has_problem(report, 164, "205", "not carried"));
}

TEST_CASE("bulk writes announce themselves by a batch and not one by one")
{
    ImportNewsroom newsroom;
    newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    const auto names = newsroom.lines(events, 1);
    CHECK(contains(names, "stories.imported"));
    CHECK(contains(names, "comments.imported"));
    CHECK(contains(names, "redirects.changed"));
    CHECK_FALSE(contains(names, "story.published"));
}

TEST_CASE("an old export without authors, numbers and dates imports by what it has")
{
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("old_form.xml")});
    CHECK(report.counted(Counted::stories, Fate::created) == 3);
    CHECK(report.counted(Counted::comments, Fate::created) == 1);
    const auto names = newsroom.lines(dump_queries::names, 3);
    CHECK(contains(names, "author|baker|baker"));
    CHECK(contains(names, "section|news|News"));
    CHECK(contains(names, "topic|bread|Bread"));
    CHECK(contains(newsroom.lines(dump_queries::redirects, 2),
                   "/blog/2005/07/first-bread|/first-bread/"));
    CHECK(has_problem(report, 39, "", "without a post id"));
    CHECK(has_problem(report, 48, "3", "post id of another item"));
    const auto again = newsroom.import_files({ImportNewsroom::fixture("old_form.xml")});
    CHECK(again.counted(Counted::stories, Fate::unchanged) == 3);
    CHECK(again.counted(Counted::comments, Fate::unchanged) == 1);
}

TEST_CASE("a dry run counts the same and writes nothing at all")
{
    ImportNewsroom newsroom;
    const auto before = newsroom.dump();
    newsroom.command.dry_run = DryRun::yes;
    const auto dry = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(newsroom.dump() == before);
    CHECK(newsroom.line(runs, 1) == "0");
    CHECK(newsroom.lines(events, 1).empty());
    CHECK_FALSE(std::filesystem::exists(newsroom.command.media_dir));
    newsroom.command.dry_run = DryRun::no;
    const auto real = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    for (const auto kind : {Counted::stories, Counted::pages, Counted::comments, Counted::readers,
                            Counted::authors, Counted::sections, Counted::topics}) {
        CAPTURE(static_cast<int>(kind));
        CHECK(dry.counted(kind, Fate::created) == real.counted(kind, Fate::created));
        CHECK(dry.counted(kind, Fate::skipped) == real.counted(kind, Fate::skipped));
    }
    CHECK(dry.to_text().starts_with("Nothing was written"));
}

TEST_CASE("a file that is not whole changes nothing, also beside a good one")
{
    ImportNewsroom newsroom;
    const auto good = ImportNewsroom::fixture("features.xml");
    const auto text = test::read_file(good);
    const auto cut = newsroom.write_file("cut.xml", text.substr(0, text.size() - 20));
    const auto before = newsroom.dump();
    const auto refused = newsroom.run({good, cut});
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::invalid);
    CHECK(refused.error().detail.find("cut.xml:164: ") != std::string::npos);
    CHECK(newsroom.dump() == before);
    CHECK(newsroom.line(runs, 1) == "0");
}

TEST_CASE("files that are missing or named twice are refused by name")
{
    ImportNewsroom newsroom;
    const auto good = ImportNewsroom::fixture("old_form.xml");
    const auto missing = newsroom.run({newsroom.dir.path() / "none.xml"});
    REQUIRE(missing.has_error());
    CHECK(missing.error().reason == Refusal::not_found);
    const auto twice = newsroom.run({good, good.parent_path() / "." / "old_form.xml"});
    REQUIRE(twice.has_error());
    CHECK(twice.error().detail.find("named twice") != std::string::npos);
}

TEST_CASE("a plan takes items and names up to its limits and refuses one more by file")
{
    const auto plan = [](PlanLimits limits) {
        ImportReport report;
        SilentProgress silent;
        return plan_import({ImportNewsroom::fixture("old_form.xml")}, report, silent, limits);
    };
    CHECK(plan({3, 3}).has_value());
    for (const PlanLimits limits : {PlanLimits{2, 3}, PlanLimits{3, 2}}) {
        const auto refused = plan(limits);
        REQUIRE(refused.has_error());
        CHECK(refused.error().reason == Refusal::too_large);
        CHECK(refused.error().detail.find("old_form.xml: more than 2") != std::string::npos);
    }
}

TEST_CASE("a comment is kept up to its limit and cut past it, which the report says")
{
    static constexpr db::Query lengths{"test.lengths", R"sql(
        SELECT LENGTH(source)
        FROM comments
        ORDER BY posted_at_ms
    )sql"};
    ImportNewsroom newsroom;
    const auto comment = [](int id, std::size_t bytes) {
        return "<wp:comment><wp:comment_id>" + std::to_string(id) +
               "</wp:comment_id><wp:comment_date_gmt>2020-01-0" + std::to_string(id) +
               " 00:00:00</wp:comment_date_gmt><wp:comment_content>" + std::string(bytes, 'x') +
               "</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>";
    };
    const auto report = newsroom.import_files({newsroom.write_file(
        "e.xml", "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>"
                 "<wp:wxr_version>1.2</wp:wxr_version><link>https://e.example</link><item>"
                 "<title>T</title><wp:post_id>1</wp:post_id><wp:status>publish</wp:status>"
                 "<wp:post_type>post</wp:post_type>" +
                     comment(1, imported_comment_bytes_max) +
                     comment(2, imported_comment_bytes_max + 1) + "</item></channel></rss>")});
    CHECK(newsroom.lines(lengths, 1) == std::vector<std::string>{"60000", "60002"});
    CHECK_FALSE(has_problem(report, 1, "1", "cut"));
    CHECK(has_problem(report, 1, "2", "cut"));
}

TEST_CASE("the report of a run is kept and says the same as JSON")
{
    static constexpr db::Query report_json{"test.report", "SELECT report FROM import_runs"};
    ImportNewsroom newsroom;
    const auto report = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(newsroom.line(report_json) == report.to_json());
    CHECK(report.to_json().find("\"stories\":{\"created\":9") != std::string::npos);
    CHECK(report.to_text().find("features.xml:150 (id 107): story: became a draft") !=
          std::string::npos);
}

} // namespace masthead::transfer
