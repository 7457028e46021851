#include "surfaces/transfer/import_newsroom_dump.hpp"

#include "features/comments/import_comments.hpp"
#include "features/readers/reader.hpp"
#include "features/stories/find_stories.hpp"
#include "features/stories/save_story.hpp"

namespace masthead::transfer {

namespace {

constexpr db::Query headline_of_vote{"test.vote",
                                     "SELECT headline FROM stories WHERE slug = 'vote'"};
constexpr db::Query headline_of_storm{"test.storm_headline",
                                      "SELECT headline FROM stories WHERE slug = 'storm'"};
constexpr db::Query state_of_vote{"test.vote_state",
                                  "SELECT state FROM stories WHERE slug = 'vote'"};
constexpr db::Query count_comments{"test.count_comments", "SELECT COUNT(*) FROM comments"};
constexpr db::Query first_comment{"test.first_comment", R"sql(
    SELECT c.html
    FROM comments c
    JOIN foreign_ids f ON f.id = c.id AND f.kind = 'comment'
    WHERE f.foreign_id = '901'
)sql"};
constexpr db::Query storm_counts{
    "test.storm_counts", "SELECT comment_count, thread_count FROM stories WHERE slug = 'storm'"};

constexpr db::Query readers_counted_wrong{"test.readers_counted_wrong", R"sql(
    SELECT COUNT(*)
    FROM readers r
    WHERE r.comment_count
          <> (SELECT COUNT(*) FROM comments c WHERE c.reader_id = r.id AND c.state = 0)
       OR r.approved_count <> r.comment_count
       OR r.respect_received
          <> (SELECT COALESCE(SUM(c.respect_count), 0) FROM comments c WHERE c.reader_id = r.id)
)sql"};
constexpr db::Query comments_counted{"test.comments_counted",
                                     "SELECT SUM(comment_count) FROM readers"};
constexpr db::Query comments_seen{"test.comments_seen",
                                  "SELECT COUNT(*) FROM comments WHERE state = 0"};

struct Updated {
    Updated() { newsroom.import_files({newsroom.write_file("export.xml", text)}); }

    ImportReport again() { return newsroom.import_files({newsroom.write_file("newer.xml", text)}); }

    void edit_here(const std::string& slug, const std::string& headline)
    {
        const auto saved = newsroom.database->write([&](db::Tx& tx) {
            const auto card = *stories::find_card(tx, stories::find_story_by_slug(tx, slug)->id);
            stories::SaveStory command;
            command.id = card.story.id;
            command.slug = slug;
            command.state = card.story.state;
            command.headline = headline;
            command.standfirst = card.story.standfirst;
            command.body = stories::prepare_body(*stories::find_body(tx, card.story.id), "");
            command.section = card.story.section;
            command.lead = card.story.lead;
            command.published_at = card.story.published_at;
            return stories::save_story(tx, command, newsroom.clock.now());
        });
        REQUIRE(saved.has_value());
    }

    ImportNewsroom newsroom;
    std::string text = test::read_file(ImportNewsroom::fixture("features.xml"));
};

} // namespace

TEST_CASE("a newer export updates what it changed and adds what is new")
{
    Updated f;
    f.text = replaced(f.text, "Vote counted twice", "Vote counted three times");
    f.text = replaced(f.text, "<wp:comment><wp:comment_id>913<",
                      "<wp:comment><wp:comment_id>950</wp:comment_id><wp:comment_author>Rosa"
                      "</wp:comment_author><wp:comment_author_email>rosa@example.org"
                      "</wp:comment_author_email><wp:comment_date_gmt>2020-03-09 15:20:00"
                      "</wp:comment_date_gmt><wp:comment_content>New</wp:comment_content>"
                      "<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>909"
                      "</wp:comment_parent></wp:comment><wp:comment><wp:comment_id>913<");
    f.text = replaced(f.text, "</channel>",
                      "<item><title>Brand new</title><guid>https://courier.example/?p=900</guid>"
                      "<wp:post_id>900</wp:post_id><wp:post_date_gmt>2026-01-01 00:00:00"
                      "</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post"
                      "</wp:post_type></item></channel>");
    const auto report = f.again();
    CHECK(f.newsroom.line(headline_of_vote) == "Vote counted three times");
    CHECK(report.counted(Counted::stories, Fate::updated) == 1);
    CHECK(report.counted(Counted::stories, Fate::created) == 1);
    CHECK(report.counted(Counted::stories, Fate::unchanged) == 8);
    CHECK(report.counted(Counted::comments, Fate::created) == 1);
    CHECK(report.counted(Counted::readers, Fate::created) == 0);
    CHECK(f.newsroom.line(readers_counted_wrong) == "0");
    CHECK(f.newsroom.line(comments_counted) == f.newsroom.line(comments_seen));
    CHECK(f.newsroom.line(storm_counts, 2) == "9|4");
}

TEST_CASE("what was changed here is kept, with a word about it, until the old site changes again")
{
    Updated f;
    f.edit_here("vote", "Our own headline");
    auto report = f.again();
    CHECK(report.counted(Counted::stories, Fate::unchanged) == 9);
    CHECK(f.newsroom.line(headline_of_vote) == "Our own headline");
    f.text = replaced(f.text, "Vote counted twice", "Vote counted three times");
    report = f.again();
    CHECK(report.counted(Counted::stories, Fate::kept) == 1);
    CHECK(has_problem(report, 100, "102", "ours was kept"));
    CHECK(f.newsroom.line(headline_of_vote) == "Our own headline");
}

TEST_CASE("a story withdrawn here stays withdrawn whatever a newer export says")
{
    Updated f;
    REQUIRE(f.newsroom.database
                ->write([&](db::Tx& tx) {
                    return stories::withdraw_story(tx, "vote", f.newsroom.clock.now());
                })
                .has_value());
    f.text = replaced(f.text, "Vote counted twice", "Vote counted three times");
    const auto report = f.again();
    CHECK(report.counted(Counted::stories, Fate::kept) == 1);
    CHECK(f.newsroom.line(state_of_vote) == "3");
}

TEST_CASE("a story that becomes private there is withdrawn here, since it was public")
{
    Updated f;
    const auto at =
        f.text.find("<wp:status>publish</wp:status>", f.text.find("<wp:post_name>vote<"));
    f.text.replace(at, 30, "<wp:status>private</wp:status>");
    f.again();
    CHECK(f.newsroom.line(state_of_vote) == "3");
}

TEST_CASE("comments are never altered or removed by a newer export")
{
    Updated f;
    const auto before = f.newsroom.lines(dump_queries::comments, 14);
    f.text = replaced(f.text, "A <strong>question</strong>?", "An altered question");
    const auto from = f.text.find("<wp:comment><wp:comment_id>903<");
    const auto to = f.text.find("<wp:comment><wp:comment_id>904<");
    f.text.erase(from, to - from);
    const auto report = f.again();
    CHECK(f.newsroom.lines(dump_queries::comments, 14) == before);
    CHECK(f.newsroom.line(first_comment) == "<p>A <strong>question</strong>?</p>");
    CHECK(report.noted("comments no longer in the export, kept here") == 1);
}

TEST_CASE("a comment approved there since the last import is shown here, unless changed here")
{
    Updated f;
    const auto before = f.newsroom.line(storm_counts);
    f.text = replaced(f.text, "<wp:comment_approved>0<", "<wp:comment_approved>1<");
    const auto report = f.again();
    CHECK(report.counted(Counted::comments, Fate::updated) == 1);
    CHECK(f.newsroom.line(storm_counts) != before);
    CHECK(f.again().counted(Counted::comments, Fate::updated) == 0);
    constexpr db::Query remove_all{"test.remove_all", "UPDATE comments SET state = 2"};
    (void)f.newsroom.database->write([&](db::Tx& tx) -> Result<int> {
        tx.run(remove_all, {});
        return 0;
    });
    f.text = replaced(f.text, "<wp:comment_approved>spam<", "<wp:comment_approved>1<");
    const auto later = f.again();
    CHECK(later.counted(Counted::comments, Fate::updated) == 0);
    CHECK(later.counted(Counted::comments, Fate::kept) == 1);
}

TEST_CASE("a comment made here survives and is counted")
{
    Updated f;
    const auto added = f.newsroom.database->write([&](db::Tx& tx) -> Result<CommentId> {
        const auto story = stories::find_story_by_slug(tx, "storm")->id;
        comments::ImportedComment comment;
        comment.story = story;
        comment.reader =
            readers::add_unclaimed_reader(tx, {"Here", "", {}}, f.newsroom.clock.now());
        comment.posted_at = f.newsroom.clock.now();
        comment.source = comment.html = "Posted here";
        const auto id = comments::add_imported_comment(tx, comment);
        comments::settle_conversation(tx, story);
        return id;
    });
    REQUIRE(added.has_value());
    const auto before = f.newsroom.line(count_comments);
    f.text = replaced(f.text, "Nobody was <b>hurt</b>.", "Nobody was hurt at all.");
    f.again();
    CHECK(f.newsroom.line(count_comments) == before);
    CHECK(f.newsroom.line(storm_counts, 2) == "9|5");
}

TEST_CASE("what has vanished from the export is reported and stays")
{
    Updated f;
    const auto from = f.text.rfind("<item>", f.text.find("Vote counted twice"));
    const auto to = f.text.find("</item>", from) + 7;
    f.text.erase(from, to - from);
    const auto report = f.again();
    REQUIRE(report.vanished().size() == 1);
    CHECK(report.vanished()[0] == "courier.example (id 102): /vote/ Vote counted twice");
    CHECK(f.newsroom.line(headline_of_vote) == "Vote counted twice");
    CHECK(report.to_text().find("No longer in this export") != std::string::npos);
}

TEST_CASE("a post id that another item has now does not overwrite the first")
{
    Updated f;
    f.text = replaced(f.text, "<guid isPermaLink=\"false\">https://courier.example/?p=101</guid>",
                      "<guid isPermaLink=\"false\">https://courier.example/?p=5101</guid>");
    f.text = replaced(f.text, "Storm & <em>flood</em> close the quay", "Quite another story");
    const auto report = f.again();
    CHECK(report.counted(Counted::stories, Fate::created) == 1);
    CHECK(f.newsroom.line(headline_of_storm) == "Storm & flood close the quay");
    const auto third = f.again();
    CHECK(third.counted(Counted::stories, Fate::created) == 0);
}

TEST_CASE("an item that got another number but kept its guid is the same")
{
    Updated f;
    f.text = replaced(f.text, "<wp:post_id>102</wp:post_id>", "<wp:post_id>4102</wp:post_id>");
    f.text =
        replaced(f.text, "https://courier.example/?p=102", "http://www.courier.example/?p=102");
    const auto report = f.again();
    CHECK(report.counted(Counted::stories, Fate::created) == 0);
    CHECK(report.vanished().empty());
}

TEST_CASE("names that were here before are used and not changed")
{
    ImportNewsroom newsroom;
    REQUIRE(newsroom.database
                ->write([&](db::Tx& tx) -> Result<SectionId> {
                    (void)stories::save_author(tx,
                                               {{}, "ana-berger", "Ana Berger", "Our Ana", {}, ""},
                                               newsroom.clock.now());
                    (void)stories::save_section(tx, {{}, "politics", "Something else", "", 9},
                                                newsroom.clock.now());
                    return stories::save_section(tx, {{}, "sport", "Sport", "All of it", 7},
                                                 newsroom.clock.now());
                })
                .has_value());
    newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    newsroom.database->read([](db::Snapshot& snapshot) {
        CHECK(stories::find_section(snapshot, "sport")->description == "All of it");
        CHECK(stories::find_section(snapshot, "politics")->name == "Something else");
        CHECK(stories::find_section(snapshot, "politics-2")->name == "Politics & Power");
        CHECK(stories::find_author(snapshot, "ana-berger")->bio == "Our Ana");
    });
    const auto rows = newsroom.lines(dump_queries::names, 4);
    CHECK(std::ranges::count(rows, "author|ana-berger|Ana Berger|") == 1);
    CHECK(std::ranges::count(rows, "author|ana-berger-2|Ana Berger|bruno@courier.example") == 1);
}

TEST_CASE("a category renamed there is renamed here, unless it was renamed here")
{
    Updated f;
    f.text =
        replaced(f.text, "<wp:cat_name><![CDATA[Elections]]>", "<wp:cat_name><![CDATA[Ballots]]>");
    auto report = f.again();
    CHECK(report.counted(Counted::topics, Fate::updated) == 1);
    (void)f.newsroom.database->write([&](db::Tx& tx) {
        return stories::save_topic(tx, {{}, "elections", "Ours", ""}, f.newsroom.clock.now());
    });
    f.text = replaced(f.text, "<wp:cat_name><![CDATA[Ballots]]>", "<wp:cat_name><![CDATA[Polls]]>");
    report = f.again();
    CHECK(report.counted(Counted::topics, Fate::kept) == 1);
    f.newsroom.database->read([](db::Snapshot& snapshot) {
        CHECK(stories::find_topic(snapshot, "elections")->name == "Ours");
    });
}

} // namespace masthead::transfer
