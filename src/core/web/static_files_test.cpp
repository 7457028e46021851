#include "core/net/raw_client.hpp"
#include "core/net/server.hpp"
#include "core/web/app.hpp"
#include "core/web/beneath.hpp"
#include "core/web/static_files.hpp"
#include "shared_data.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <filesystem>
#include <fstream>

using namespace masthead;
using namespace masthead::web;
using net::test::get;
using net::test::RawClient;
using net::test::Received;

namespace {

constexpr std::string_view style = "body { color: black }";

std::shared_ptr<const EmbeddedFiles> embedded()
{
    return std::make_shared<const EmbeddedFiles>(std::vector<EmbeddedFile>{
        {"css/screen.css", style}, {"a.js", "alert(1)"}, {"logo.svg", "<svg/>"}});
}

/// A site with assets in the binary and media in a directory that has a secret beside it.
struct Site {
    Site() : files(embedded()), app(Router{routes()}, cache, clock), server(listen(), app)
    {
        write("media/picture.jpg", std::string(100, 'p'));
        write("media/2026/11/a b.png", "png");
        for (const char* name : {"drawing.svg", "page.html", "page.xhtml", "run.js", "run.mjs",
                                 "look.css", "data.json", "data.xml", "feed.map", "face.woff2",
                                 "list.csv", "read.md", "plain.txt", "book.epub", "nothing"})
            write(std::string{"media/"} + name, "<script>alert(1)</script>");
        for (const char* name : {"paper.pdf", "song.mp3", "talk.ogg", "words.vtt", "face.webp"})
            write(std::string{"media/"} + name, "bytes");
        write("media/.hidden", "hidden");
        write("media/.git/config", "hidden");
        write("media/empty.txt", "");
        std::string letters;
        for (int i = 0; i < 3'000'000; ++i)
            letters += static_cast<char>('a' + i % 26);
        write("media/film.mp4", letters);
        write("secret.txt", "secret");
        std::filesystem::create_symlink(folder.path() / "secret.txt",
                                        folder.path() / "media/link.txt");
        std::filesystem::create_directory_symlink(folder.path(), folder.path() / "media/up");
        server.start();
    }
    ~Site()
    {
        server.drain();
        server.wait();
    }

    static net::ServerOptions listen()
    {
        net::ServerOptions options;
        options.listen = {"127.0.0.1:0"};
        options.tick = options.linger_timeout = Milliseconds{20};
        return options;
    }

    std::vector<Route> routes()
    {
        std::vector<Route> table;
        table.push_back(embedded_files_route("/assets/", files));
        table.push_back(
            directory_route("/media/", {folder.path() / "media", "public, max-age=60"}));
        return table;
    }

    void write(const std::string& name, std::string_view bytes) const
    {
        std::filesystem::create_directories((folder.path() / name).parent_path());
        std::ofstream{folder.path() / name, std::ios::binary} << bytes;
    }

    Received ask(const std::string& target, const std::string& fields = "")
    {
        RawClient client{server.port()};
        const auto answer = client.ask(get(target, fields));
        REQUIRE(answer);
        return *answer;
    }

    test::TempDir folder;
    std::shared_ptr<const EmbeddedFiles> files;
    SystemClock clock;
    PageCache cache{clock};
    App app;
    net::Server server;
};

} // namespace

TEST_CASE("an embedded file is kept for a year under its hash and checked without it")
{
    Site site;
    const std::string hash{site.files->hash("css/screen.css")};
    CHECK(hash.size() == 10);
    const auto kept = site.ask("/assets/css/screen.css?v=" + hash);
    CHECK(kept.body == style);
    CHECK(kept.field("content-type") == "text/css; charset=utf-8");
    CHECK(kept.field("cache-control") == "public, max-age=31536000, immutable");
    CHECK(
        site.ask("/assets/css/screen.css").field("cache-control").starts_with("public, no-cache"));
    const auto pages = site.cache.counts().pages;
    for (int i = 0; i < 5; ++i) {
        const auto wrong = site.ask("/assets/css/screen.css?v=" + std::to_string(i));
        CHECK(wrong.body == style);
        CHECK(wrong.field("cache-control") == "no-store");
    }
    CHECK(site.cache.counts().pages == pages); // made-up hashes fill no cache
    CHECK(site.ask("/assets/none.css").status == 404);
    CHECK(site.files->hash("none.css").empty());
}

TEST_CASE("a file is served with its type, date and tag, and confirmed by them")
{
    Site site;
    const auto picture = site.ask("/media/picture.jpg");
    CHECK(picture.status == 200);
    CHECK(picture.body == std::string(100, 'p'));
    CHECK(picture.field("content-type") == "image/jpeg");
    CHECK(picture.field("cache-control") == "public, max-age=60");
    CHECK(picture.field("accept-ranges") == "bytes");
    CHECK(site.ask("/media/2026/11/a%20b.png").body == "png");
    CHECK(site.ask("/media/empty.txt").status == 200);
    const auto etag = picture.field("etag");
    CHECK(site.ask("/media/picture.jpg", "If-None-Match: " + etag + "\r\n").status == 304);
    CHECK(site.ask("/media/picture.jpg",
                   "If-Modified-Since: " + picture.field("last-modified") + "\r\n")
              .status == 304);
    CHECK(site.ask("/media/picture.jpg", "If-None-Match: \"x\"\r\nIf-Modified-Since: " +
                                             picture.field("last-modified") + "\r\n")
              .status == 200);
}

TEST_CASE("a file that could run as the newspaper is a download without a type")
{
    Site site;
    for (const char* name : {"drawing.svg", "page.html", "page.xhtml", "run.js", "run.mjs",
                             "look.css", "data.json", "data.xml", "feed.map", "face.woff2",
                             "list.csv", "read.md", "plain.txt", "book.epub", "nothing"}) {
        CAPTURE(name);
        const auto file = site.ask(std::string{"/media/"} + name);
        CHECK(file.status == 200);
        CHECK(file.field("content-type") == "application/octet-stream");
        CHECK(file.field("content-disposition") == "attachment");
        CHECK(file.field("x-content-type-options") == "nosniff");
    }
}

TEST_CASE("pictures, sound, films, captions and PDF are shown where they are asked for")
{
    Site site;
    struct Row {
        const char* name;
        const char* type;
    };
    for (const auto& row :
         {Row{"picture.jpg", "image/jpeg"}, Row{"face.webp", "image/webp"},
          Row{"film.mp4", "video/mp4"}, Row{"song.mp3", "audio/mpeg"}, Row{"talk.ogg", "audio/ogg"},
          Row{"paper.pdf", "application/pdf"}, Row{"words.vtt", "text/vtt; charset=utf-8"}}) {
        CAPTURE(row.name);
        const auto file = site.ask(std::string{"/media/"} + row.name);
        CHECK(file.field("content-type") == row.type);
        CHECK(file.field("content-disposition") == "");
        CHECK(file.field("x-content-type-options") == "nosniff");
    }
}

TEST_CASE("single ranges are served, all others are not split")
{
    Site site;
    const auto range = [&](const std::string& value) {
        return site.ask("/media/film.mp4", "Range: " + value + "\r\n");
    };
    const auto middle = range("bytes=26-51");
    CHECK(middle.status == 206);
    CHECK(middle.body == "abcdefghijklmnopqrstuvwxyz");
    CHECK(middle.field("content-range") == "bytes 26-51/3000000");
    CHECK(range("bytes=2999999-").body.size() == 1);
    CHECK(range("bytes=-10").body.size() == 10);
    CHECK(range("bytes=-4000000").body.size() == 3'000'000);
    CHECK(range("bytes=0-99999999").field("content-range") == "bytes 0-2999999/3000000");
    const auto past = range("bytes=3000000-");
    CHECK(past.status == 416);
    CHECK(past.field("content-range") == "bytes */3000000");
    CHECK(range("bytes=-0").status == 416);
    for (const char* value : {"bytes=0-1,5-6", "bytes=5-1", "bytes=a-b", "bytes=", "bytes=-",
                              "lines=0-1", "bytes=0-1x", "bytes=99999999999999999999-"}) {
        CAPTURE(value);
        const auto whole = range(value);
        CHECK(whole.status == 200);
        CHECK(whole.body.size() == 3'000'000);
    }
    std::string many = "bytes=0-";
    for (int i = 0; i < 1'000; ++i)
        many += ",0-";
    CHECK(range(many).status == 200);
    const auto etag = middle.field("etag");
    const std::string fields = "Range: bytes=0-3\r\nIf-Range: ";
    CHECK(site.ask("/media/film.mp4", fields + etag + "\r\n").status == 206);
    CHECK(site.ask("/media/film.mp4", fields + "\"old\"\r\n").status == 200);
    CHECK(site.ask("/media/film.mp4", fields + middle.field("last-modified") + "\r\n").status ==
          206);
}

TEST_CASE("nothing outside the directory is reachable")
{
    Site site;
    for (const char* target :
         {"/media/../secret.txt", "/media/%2e%2e/secret.txt", "/media/..%2fsecret.txt",
          "/media/..%5csecret.txt", "/media/link.txt", "/media/up/secret.txt", "/media/.hidden",
          "/media/.git/config", "/media//etc/passwd", "/media/%2fetc/passwd", "/media/2026",
          "/media/2026/", "/media/", "/media/picture.jpg/", "/media/picture.jpg%00.txt",
          "/media/./picture.jpg", "/media/2026//11/a%20b.png"}) {
        CAPTURE(target);
        const auto answer = site.ask(target);
        CHECK((answer.status == 404 || answer.status == 400));
        CHECK(answer.body.find("secret") == std::string::npos);
    }
}

TEST_CASE("both ways of opening stay below the root")
{
    Site site;
    const File root{::open((site.folder.path() / "media").c_str(), O_RDONLY | O_DIRECTORY)};
    for (const auto open : {open_beneath, open_beneath_by_segments}) {
        CHECK(open(root.get(), "picture.jpg"));
        CHECK(open(root.get(), "2026/11/a b.png"));
        for (const char* path :
             {"", "/", "..", "../secret.txt", "2026/../../secret.txt", "link.txt", "up/secret.txt",
              "/etc/passwd", ".hidden", "2026//11/a b.png", "picture.jpg/", "none", "none/none"}) {
            CAPTURE(path);
            CHECK_FALSE(open(root.get(), path));
        }
    }
}

TEST_CASE("no line of the traversal list reaches a file")
{
    const auto list = test::shared_data("suites/injection/path-traversal-a.txt");
    if (!list)
        return test::skip("path traversal");
    Site site;
    std::ifstream lines{*list};
    for (std::string line; std::getline(lines, line);) {
        std::erase(line, '\r');
        CAPTURE(line);
        const auto answer = site.ask("/media/" + line);
        CHECK((answer.status == 404 || answer.status == 400));
    }
}

TEST_CASE("types come from the list and from nothing else")
{
    CHECK(media_type_for("a.JPG") == "image/jpeg");
    CHECK(media_type_for("a.tar.woff2") == "font/woff2");
    for (const char* name : {"a", "a.", "a.html", "a.htm", "a.xhtml", "a.php", ".jpg.exe"})
        CHECK(media_type_for(name) == "application/octet-stream");
}
