#include "surfaces/transfer/import_newsroom_dump.hpp"

#include "core/fetch/local_server.hpp"
#include "surfaces/transfer/fetch_queue.hpp"
#include "surfaces/transfer/media_files.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

namespace fs = std::filesystem;

std::string png(char width, char height = 9)
{
    return std::string{"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", 19} + width + std::string(3, '\0') +
           height + std::string(9, '\x02');
}

constexpr db::Query storm_html{"test.media_storm_html", R"sql(
    SELECT b.html
    FROM story_bodies b
    JOIN stories s ON s.id = b.story_id
    WHERE s.slug = 'storm'
)sql"};

constexpr db::Query storm_lead{"test.media_storm_lead", R"sql(
    SELECT COALESCE(m.path, ''), s.lead_picture_url, s.lead_picture_alt
    FROM stories s
    LEFT JOIN media m ON m.id = s.lead_media_id
    WHERE s.slug = 'storm'
)sql"};

bool contains(const std::vector<std::string>& lines, const std::string& line)
{
    return std::ranges::find(lines, line) != lines.end();
}

struct WithUploads : ImportNewsroom {
    WithUploads() { command.uploads = dir.path() / "uploads"; }
    void upload(const std::string& path, const std::string& bytes)
    {
        write_file("uploads/" + path, bytes);
    }
    ImportReport import_features() { return import_files({fixture("features.xml")}); }
    std::string media_file(const std::string& path)
    {
        return test::read_file(command.media_dir / path);
    }
};

} // namespace

TEST_CASE("pictures from the uploads folder come along with their words, also under resized names")
{
    WithUploads f;
    f.upload("2020/03/quay.png", png(64));
    const auto report = f.import_features();
    CHECK(report.counted(Counted::media, Fate::created) == 1);
    CHECK(f.lines(dump_queries::media, 9) ==
          std::vector<std::string>{
              "2020/03/quay.png|image/png|64|9|33|Boats in fog|The quay at <em>dawn</em>|Mira Holm|"
              "https://courier.example/wp-content/uploads/2020/03/quay.png"});
    CHECK(f.media_file("2020/03/quay.png") == png(64));
    CHECK(f.line(storm_lead, 3) == "2020/03/quay.png||Boats in fog");
    const auto html = f.line(storm_html);
    CHECK(html.find("src=\"/media/2020/03/quay.png\"") != std::string::npos);
    CHECK(html.find("alt=\"Boats in fog\"") != std::string::npos);
    const auto redirects = f.lines(dump_queries::redirects, 2);
    CHECK(contains(redirects, "/wp-content/uploads/2020/03/quay.png|/media/2020/03/quay.png"));
    CHECK(contains(redirects,
                   "/wp-content/uploads/2020/03/quay-300x225.png|/media/2020/03/quay.png"));
    CHECK(contains(redirects, "/quay-at-dawn|/media/2020/03/quay.png"));
}

TEST_CASE("a second run copies nothing again, and takes a newer file")
{
    WithUploads f;
    f.upload("2020/03/quay.png", png(64));
    f.import_features();
    const auto before = f.dump();
    auto report = f.import_features();
    CHECK(report.counted(Counted::media, Fate::unchanged) == 1);
    CHECK(f.dump() == before);
    f.upload("2020/03/quay.png", png(65) + "longer");
    report = f.import_features();
    CHECK(report.counted(Counted::media, Fate::updated) == 1);
    CHECK(f.media_file("2020/03/quay.png") == png(65) + "longer");
    CHECK(f.line(dump_queries::media, 3) == "2020/03/quay.png|image/png|65");
}

TEST_CASE("stories that were imported without their pictures get them when the folder is there")
{
    ImportNewsroom newsroom;
    newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(newsroom.line(storm_lead, 2) ==
          "|https://courier.example/wp-content/uploads/2020/03/quay.png");
    newsroom.write_file("uploads/2020/03/quay.png", png(64));
    newsroom.command.uploads = newsroom.dir.path() / "uploads";
    const auto report = newsroom.import_files({ImportNewsroom::fixture("features.xml")});
    CHECK(report.counted(Counted::stories, Fate::updated) == 1);
    CHECK(newsroom.line(storm_lead, 2) == "2020/03/quay.png|");
    CHECK(newsroom.line(storm_html).find("/media/2020/03/quay.png") != std::string::npos);
}

TEST_CASE("a picture that is only named in a body is found as well, the original before its copies")
{
    WithUploads f;
    f.upload("2021/07/pier-300x200.png", png(3));
    f.upload("2021/07/pier.png", png(60));
    f.import_files({f.write_file(
        "e.xml",
        "<rss xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
        " xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><wp:wxr_version>1.2"
        "</wp:wxr_version><wp:base_blog_url>https://p.example</wp:base_blog_url><item><title>P"
        "</title><content:encoded><![CDATA[<img src=\"https://p.example/wp-content/uploads/2021/07/"
        "pier-300x200.png\"> <img src=\"https://elsewhere.example/wp-content/uploads/2021/07/"
        "pier.png\">]]></content:encoded><wp:post_id>1</wp:post_id><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item></channel></rss>")});
    CHECK(f.lines(dump_queries::media, 3) ==
          std::vector<std::string>{"2021/07/pier.png|image/png|60"});
}

TEST_CASE("what is not what it says, or would run in a browser, is not carried")
{
    const auto judge = [](WithUploads& f, const std::string& name, const std::string& bytes) {
        return judge_file(f.write_file(name, bytes), name);
    };
    WithUploads f;
    CHECK(judge(f, "a.png", png(5))->mime == "image/png");
    CHECK(judge(f, "a.JPG", png(5))->mime == "image/png");
    CHECK(judge(f, "a.pdf", "%PDF-1.7 words")->mime == "application/pdf");
    CHECK(judge(f, "a.mp3", "ID3words")->mime == "audio/mpeg");
    CHECK(judge(f, "a.mp4", "....ftypisom")->mime == "video/mp4");
    CHECK(judge(f, "a.txt", "words")->mime == "text/plain");
    for (const auto& sample : std::initializer_list<std::pair<std::string, std::string>>{
             {"a.svg", "<svg onload=evil()>"},
             {"a.html", "<script>"},
             {"a.php", png(5)},
             {"a.js", "x"},
             {"a.png", "<html>"},
             {"a.pdf", "<html>"},
             {"a.mp4", "ftyp"},
             {"a.txt", std::string{"x\0y", 3}},
             {"a", png(5)},
             {"a.swf", "FWS"},
             {"a.pdf", ""}}) {
        CAPTURE(sample.first);
        CAPTURE(sample.second);
        CHECK(judge(f, sample.first, sample.second).has_error());
    }
    f.upload("2020/03/quay.png", "<html>not a picture</html>");
    const auto report = f.import_features();
    CHECK(report.counted(Counted::media, Fate::skipped) == 1);
    CHECK(has_problem(report, 26, "50", "no picture"));
    CHECK_FALSE(fs::exists(f.command.media_dir / "2020/03/quay.png"));
}

TEST_CASE("nothing outside the uploads folder is ever read, by dots or by links")
{
    WithUploads f;
    f.write_file("secret.png", png(7));
    f.upload("inside.png", png(8));
    const auto root = *f.command.uploads;
    fs::create_symlink(f.dir.path() / "secret.png", root / "link.png");
    fs::create_symlink(root / "inside.png", root / "near.png");
    fs::create_directory_symlink(f.dir.path(), root / "up");
    CHECK(file_below(root, "inside.png").has_value());
    CHECK(file_below(root, "near.png").has_value());
    for (const auto* path : {"../secret.png", "a/../../secret.png", "link.png", "up/secret.png",
                             "/etc/passwd", "", ".", "..", "./inside.png", "missing.png", "up"}) {
        CAPTURE(path);
        CHECK_FALSE(file_below(root, path).has_value());
    }
}

TEST_CASE("paths below the media folder are made safe or refused")
{
    CHECK(safe_media_path("2020/03/quay.png") == "2020/03/quay.png");
    CHECK(safe_media_path("2020/03/two words \xc3\xbc.png") == "2020/03/two words \xc3\xbc.png");
    CHECK(safe_media_path("2020/a\\b\n.png") == "2020/a-b-.png");
    CHECK(safe_media_path("2020/.htaccess") == "2020/htaccess");
    for (const auto* path :
         {"", "/etc/passwd", "../x.png", "a/../x.png", "a//x.png", "a/./x.png", "..."}) {
        CAPTURE(path);
        CHECK(safe_media_path(path).empty());
    }
    CHECK(numbered_path("2020/03/quay.png", 2) == "2020/03/quay-2.png");
    CHECK(numbered_path("20.20/quay", 3) == "20.20/quay-3");
}

TEST_CASE("a file is placed whole, left alone where it is the same, and never overwrites another")
{
    WithUploads f;
    const auto source = f.write_file("source.png", png(1));
    CHECK(place_file(source, f.command.media_dir, "a/b.png") == Placed::copied);
    CHECK(place_file(source, f.command.media_dir, "a/b.png") == Placed::already_there);
    const auto other = f.write_file("other.png", png(2));
    CHECK(place_file(other, f.command.media_dir, "a/b.png") == Placed::other_there);
    CHECK(f.media_file("a/b.png") == png(1));
    CHECK(fs::is_empty(f.command.media_dir / ".incoming"));
}

TEST_CASE("a file of the same name that was here before keeps its place")
{
    WithUploads f;
    f.write_file("media/2020/03/quay.png", "somebody's own");
    f.upload("2020/03/quay.png", png(64));
    f.import_features();
    CHECK(f.media_file("2020/03/quay.png") == "somebody's own");
    CHECK(f.media_file("2020/03/quay-2.png") == png(64));
    CHECK(f.line(storm_lead, 1) == "2020/03/quay-2.png");
}

TEST_CASE("pictures that are missing are fetched once, resumed and reported where they are gone")
{
    fetch::LocalServer server{[](const std::string& path) {
        if (path == "/wp-content/uploads/2020/03/quay.png")
            return fetch::LocalServer::ok(png(77));
        return fetch::LocalServer::status(404);
    }};
    ImportNewsroom newsroom;
    auto text = test::read_file(ImportNewsroom::fixture("features.xml"));
    const auto host = "http://127.0.0.1:" + std::to_string(server.port());
    for (auto at = text.find("https://courier.example"); at != std::string::npos;
         at = text.find("https://courier.example", at + 1))
        text.replace(at, 23, host);
    text = replaced(text, "<!-- wp:latest-posts /-->",
                    "<p><img src=\"" + host + "/wp-content/uploads/2020/03/gone.png\"></p>");
    const auto file = newsroom.write_file("export.xml", text);
    newsroom.command.fetch = FetchMissing::yes;
    newsroom.command.fetch_local_port = server.port();
    const auto report = newsroom.import_files({file});
    CHECK(report.noted("files fetched from the old site") == 1);
    CHECK(newsroom.line(dump_queries::media, 3) == "2020/03/quay.png|image/png|77");
    CHECK(newsroom.line(storm_html).find("gone.png") != std::string::npos);
    const auto before = server.requests();
    const auto again = newsroom.import_files({file});
    CHECK(again.noted("files fetched from the old site") == 0);
    CHECK(again.counted(Counted::media, Fate::unchanged) == 1);
    CHECK(server.requests() - before <= 1); // the one that is gone may be back
    newsroom.command.fetch_local_port.reset();
    ImportNewsroom guarded;
    guarded.command.fetch = FetchMissing::yes;
    const auto refused = guarded.import_files({guarded.write_file("export.xml", text)});
    CHECK(refused.counted(Counted::media, Fate::skipped) == 1);
    CHECK(has_problem(refused, 26, "50", "not a public one"));
}

TEST_CASE("a host is asked no faster than it can bear and given up when it stays silent")
{
    fetch::LocalServer server{[](const std::string&) { return fetch::LocalServer::status(500); }};
    FetchQueue queue{server.port()};
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < fetch_failures_max; ++i)
        CHECK(queue.fetch(server.url("/x.png"), [](std::string_view) {}).has_error());
    const auto taken = std::chrono::steady_clock::now() - start;
    CHECK(taken >=
          std::chrono::milliseconds{1'000 / fetches_per_second_max} * (fetch_failures_max - 1));
    const auto refused = queue.fetch(server.url("/y.png"), [](std::string_view) {});
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == Refusal::too_many);
    CHECK(server.requests() == fetch_failures_max);
}

} // namespace masthead::transfer
