#include "surfaces/transfer/xml_mender.hpp"

#include "core/base/text.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::transfer {

namespace {

std::string mended(std::string_view text, std::size_t chunk, std::vector<Mend>* mends = nullptr)
{
    XmlMender mender;
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += chunk)
        out += mender.feed(text.substr(at, chunk));
    out += mender.finish();
    if (mends)
        *mends = mender.mends();
    return out;
}

// Sections that were closed and opened again between pieces, as the one they mean.
std::string joined(std::string text)
{
    constexpr std::string_view seam = "]]><![CDATA[";
    for (auto at = text.find(seam); at != std::string::npos; at = text.find(seam, at)) {
        const bool is_escape =
            at >= 2 && text.compare(at - 2, 2, "]]") == 0 && text[at + seam.size()] == '>';
        if (is_escape)
            at += seam.size();
        else
            text.erase(at, seam.size());
    }
    return text;
}

} // namespace

TEST_CASE("well-formed bytes pass unchanged in pieces of any size")
{
    const std::string text =
        "<?xml version=\"1.0\"?><a><!-- ]]> <![CDATA[ --><![CDATA[x]]>"
        " <![CDATA[]]]]><![CDATA[> y]]>\n text <b>z</b>]] <![CDATA[<p>]]></a>\n";
    for (std::size_t chunk = 1; chunk < text.size() + 2; ++chunk) {
        CAPTURE(chunk);
        std::vector<Mend> mends;
        CHECK(joined(mended(text, chunk, &mends)) == text);
        CHECK(mends.empty());
    }
}

TEST_CASE("a section that ends too early goes on to its real end")
{
    const std::string text =
        "<a>\n<b><![CDATA[one ]]> & two ]]> three]]></b>\n<c><![CDATA[]]>]]></c></a>";
    for (std::size_t chunk = 1; chunk < text.size() + 2; ++chunk) {
        CAPTURE(chunk);
        std::vector<Mend> mends;
        CHECK(joined(mended(text, chunk, &mends)) ==
              "<a>\n<b><![CDATA[one ]]]]><![CDATA[> & two ]]]]><![CDATA[> three]]></b>\n"
              "<c><![CDATA[]]]]><![CDATA[>]]></c></a>");
        REQUIRE(mends.size() == 3);
        CHECK(mends[0].kind == Mend::Kind::early_cdata_end);
        CHECK(mends[0].line == 2);
        CHECK(mends[2].line == 3);
    }
}

TEST_CASE("control bytes become spaces where bytes are characters, and the line is known")
{
    std::vector<Mend> mends;
    CHECK(mended("<a>\n\x08 b\x1f\t</a>", 3, &mends) == "<a>\n  b \t</a>");
    REQUIRE(mends.size() == 2);
    CHECK(mends[0].line == 2);
    const std::string japanese =
        "<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><a>\x1b$B\x1b(B</a>";
    CHECK(mended(japanese, 7) == japanese);
    const std::string wide{"\xff\xfe<\0a\0/\0>\0\x01\0", 12};
    CHECK(mended(wide, 5) == wide);
}

TEST_CASE(
    "a byte order mark goes, blank lines move behind the declaration, lines keep their numbers")
{
    XmlMender mender;
    std::string out = mender.feed("\xef\xbb\xbf\n\r\n  <?xml version=\"1.0\"?>\n<a>\x01</a>");
    out += mender.finish();
    CHECK(out == "<?xml version=\"1.0\"?>\n\r\n  \n<a> </a>");
    REQUIRE(mender.mends().size() == 1);
    CHECK(mender.mends()[0].line == 4);
}

TEST_CASE("a section longer than the pieces is handed on in whole characters")
{
    std::string text = "<?xml version=\"1.0\"?><a><![CDATA[";
    for (int i = 0; i < 200; ++i)
        text += "\xf0\x9f\x97\x9e\xc3\xa9x]]";
    text += "]]></a>";
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{5}, std::size_t{64}}) {
        XmlMender mender;
        std::string out;
        for (std::size_t at = 0; at < text.size(); at += chunk) {
            const auto& piece = mender.feed(std::string_view{text}.substr(at, chunk));
            CHECK(is_valid_utf8(piece));
            out += piece;
        }
        out += mender.finish();
        CHECK(joined(out) == text);
    }
}

TEST_CASE("what is held back is bounded and remembered mends are too")
{
    XmlMender mender;
    mender.feed(std::string(300, 'x'));
    mender.feed("<![CDATA[a]]>");
    std::size_t passed = 0;
    for (int i = 0; i < 20; ++i)
        passed += mender.feed(std::string(8 * 1024, 'y')).size();
    CHECK(passed >= 20 * 8 * 1024 - XmlMender::held_bytes_max);
    XmlMender many;
    many.feed(std::string(300, '\x01') + std::string(2 * XmlMender::mends_max, '\x02'));
    many.finish();
    CHECK(many.mends().size() == XmlMender::mends_max);
}

} // namespace masthead::transfer
