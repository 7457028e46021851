#include "surfaces/transfer/import_newsroom_dump.hpp"

namespace masthead::transfer {

namespace {

std::string comment(int id, int parent, const std::string& more = "")
{
    const auto number = std::to_string(id);
    return "<wp:comment><wp:comment_id>" + number + "</wp:comment_id><wp:comment_author>Reader " +
           std::to_string(id % 37) + "</wp:comment_author><wp:comment_author_email>r" +
           std::to_string(id % 37) +
           "@example.org</wp:comment_author_email><wp:comment_date_gmt>2020-01-02 03:04:05"
           "</wp:comment_date_gmt><wp:comment_content>Comment " +
           number + more +
           "</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
           "<wp:comment_parent>" +
           std::to_string(parent) + "</wp:comment_parent></wp:comment>";
}

std::string story(int id, const std::string& comments)
{
    const auto number = std::to_string(id);
    return "<item><title>Story " + number + "</title><link>https://kill.example/2020/story-" +
           number + "/</link><dc:creator>ana</dc:creator><guid>https://kill.example/?p=" + number +
           "</guid><content:encoded><![CDATA[<p>Body " + number +
           " and <a href=\"https://kill.example/2020/story-" + std::to_string(id % 7 + 1) +
           "/\">another</a></p>]]></content:encoded><wp:post_id>" + number +
           "</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>same"
           "</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
           "<category domain=\"category\" nicename=\"news\">News</category>"
           "<category domain=\"post_tag\" nicename=\"t" +
           std::to_string(id % 5) + "\">T</category>" + comments + "</item>\n";
}

// Many small stories and one whose conversation needs several transactions, replies first.
std::string generated_export()
{
    std::string items;
    int next = 1;
    for (int id = 1; id <= 12; ++id) {
        std::string comments;
        const int count = id == 5 ? 450 : 6;
        const int first = next;
        for (int i = count - 1; i >= 0; --i)
            comments += comment(first + i, i % 4 == 0 ? 0 : first + i - 1);
        next += count;
        items += story(id, comments);
    }
    return "<?xml version=\"1.0\"?>\n<rss "
           "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
           " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
           " xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Kill</title>"
           "<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://kill.example"
           "</wp:base_blog_url>\n" +
           items + "</channel></rss>";
}

} // namespace

TEST_CASE("an import that is killed anywhere and run again ends as if it had not been")
{
    const auto text = generated_export();
    ImportNewsroom whole;
    whole.import_files({whole.write_file("export.xml", text)});
    const auto wanted = whole.dump();
    CHECK(whole.lines(dump_queries::comments, 1).size() == 11 * 6 + 450);
    int kills = 0;
    for (int steps = 1;; ++steps) {
        CAPTURE(steps);
        ImportNewsroom newsroom;
        newsroom.command.files = {newsroom.write_file("export.xml", text)};
        newsroom.clock.advance(std::chrono::seconds{1});
        KillAfter killer{steps};
        bool killed = false;
        try {
            const auto report =
                import_wordpress(*newsroom.database, newsroom.clock, newsroom.command, killer);
            REQUIRE(report.has_value());
        } catch (const KillAfter::Killed&) {
            killed = true;
        }
        if (!killed)
            break;
        ++kills;
        newsroom.database.reset();
        newsroom.database = newsroom.open();
        newsroom.import_files({newsroom.command.files.front()});
        REQUIRE(newsroom.dump() == wanted);
    }
    CHECK(kills > 15);
}

TEST_CASE("running the same import again changes nothing and says so")
{
    ImportNewsroom newsroom;
    const auto file = newsroom.write_file("export.xml", generated_export());
    newsroom.import_files({file});
    const auto before = newsroom.dump();
    const auto again = newsroom.import_files({file});
    CHECK(newsroom.dump() == before);
    CHECK(again.counted(Counted::stories, Fate::unchanged) == 12);
    CHECK(again.counted(Counted::comments, Fate::unchanged) == 11 * 6 + 450);
    CHECK(again.counted(Counted::comments, Fate::created) == 0);
    CHECK(again.counted(Counted::readers, Fate::created) == 0);
    CHECK(again.counted(Counted::redirects, Fate::created) == 0);
    CHECK(again.vanished().empty());
}

TEST_CASE("an export in several files is one export, and an item in two of them is one item")
{
    ImportNewsroom whole;
    const auto text = generated_export();
    whole.import_files({whole.write_file("export.xml", text)});
    const auto begin = text.find("<item>");
    const auto half = text.find("<item>", text.find("<title>Story 6<") - 10);
    const auto overlap = text.find("<item>", text.find("<title>Story 5<") - 10);
    const auto end = text.find("</channel>");
    const auto head = text.substr(0, begin);
    const auto tail = text.substr(end);
    ImportNewsroom parts;
    const auto one = parts.write_file("1.xml", head + text.substr(begin, half - begin) + tail);
    const auto two = parts.write_file("2.xml", head + text.substr(overlap, end - overlap) + tail);
    const auto report = parts.import_files({one, two});
    CHECK(parts.dump() == whole.dump());
    CHECK(report.counted(Counted::stories, Fate::created) == 12);
    CHECK(report.counted(Counted::stories, Fate::unchanged) == 1);
    CHECK(report.vanished().empty());
}

TEST_CASE("two sites with the same numbers stay two")
{
    ImportNewsroom newsroom;
    auto text = generated_export();
    const auto first = newsroom.write_file("1.xml", text);
    for (auto at = text.find("kill.example"); at != std::string::npos;
         at = text.find("kill.example", at + 1))
        text.replace(at, 12, "live.example");
    const auto second = newsroom.write_file("2.xml", text);
    newsroom.import_files({first});
    const auto report = newsroom.import_files({second});
    CHECK(report.counted(Counted::stories, Fate::created) == 12);
    CHECK(newsroom.lines(dump_queries::comments, 1).size() == 2 * (11 * 6 + 450));
    CHECK(report.vanished().empty());
}

} // namespace masthead::transfer
