#include "surfaces/mailing/draw_mail.hpp"

#include "core/base/embedded.hpp"
#include "core/base/text.hpp"
#include "core/mail/message.hpp"
#include "features/moderation/rule_words.hpp"
#include "shared_data.hpp"
#include "surfaces/mailing/mail_helpers.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <fstream>
#include <regex>

namespace masthead::mailing {

namespace {

const std::vector<std::string> all_kinds{
    "account_deletion", "comment_approved", "comment_held",     "comment_removed",
    "comment_restored", "mail_change_new",  "mail_change_old",  "notice_outcome",
    "notice_received",  "notifications",    "password_changed", "reader_banned",
    "review_outcome",   "sign_in",          "sign_in_way",      "staff_invitation",
    "welcome"};

boost::json::object told(std::string_view kind, int others)
{
    return {{"kind", kind},
            {"name", "Bo <b>"},
            {"others", others},
            {"is_one_other", others == 1},
            {"count", 2},
            {"is_one", false},
            {"words", "So I think."},
            {"story", "Harbour strike"},
            {"path", "/harbour-strike/comments/42/"}};
}

boost::json::object full_data()
{
    return {{"path", "/reader/sign-in/link/?token=abc"},
            {"code", "1234 5678"},
            {"minutes", 15},
            {"hours", 24},
            {"days", 7},
            {"known", true},
            {"says", "confirm"},
            {"name", "Ada"},
            {"what", "password_set"},
            {"due_at", "2026-12-01T12:00:00.000Z"},
            {"until", "2026-12-01T12:00:00.000Z"},
            {"role", "moderator"},
            {"story", "Harbour strike"},
            {"place", "/harbour-strike/comments/42/"},
            {"facts", "The word stands in the second line."},
            {"ground", "Rule 3"},
            {"words", "Please stay polite."},
            {"comment", "My words\nin two lines"},
            {"automated", true},
            {"found_by", "automatic"},
            {"action", "removed"},
            {"number", "77"},
            {"total", 3},
            {"more", 1},
            {"unsubscribe", "/reader/unsubscribe/?token=7-2-abc"},
            {"first", told("reply", 2)},
            {"entries",
             {told("reply", 2), told("mention", 1), told("thread", 0), told("story", 0),
              told("reader", 0), told("new_story", 0), told("follower", 1)}},
            {"acted", true},
            {"overturned", true}};
}

struct Desk {
    MailTheme theme;
    settings::Newsroom newsroom;

    Desk()
    {
        newsroom.title = "The Herald";
        newsroom.timezone = "Europe/Berlin";
    }
    Result<DrawnMail> try_draw(std::string_view kind, const std::string& data) const
    {
        return draw_mail(
            theme, newsroom,
            {kind, data, "https://herald.example", *parse_rfc3339("2026-11-24T12:00:00Z")});
    }
    DrawnMail draw(std::string_view kind, const boost::json::object& data) const
    {
        const auto drawn = try_draw(kind, boost::json::serialize(data));
        REQUIRE_MESSAGE(drawn.has_value(), kind << ": " << drawn.error().detail);
        return *drawn;
    }
};

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("every kind has its three texts, in every language, with all data and with none")
{
    Desk desk;
    CHECK(desk.theme.kinds() == all_kinds);
    for (const auto& kind : all_kinds) {
        for (const auto* language : {"en", "de", "ar", "fr"}) {
            desk.newsroom.language = language;
            for (const auto& data : {full_data(), boost::json::object{}}) {
                const auto mail = desk.draw(kind, data);
                const auto name = kind + "/" + language;
                CHECK_MESSAGE(!mail.subject.empty(), name);
                CHECK_MESSAGE(!smtp::has_controls(mail.subject), name);
                CHECK_MESSAGE(contains(mail.text, "The Herald\nhttps://herald.example/\n"), name);
                CHECK_MESSAGE(contains(mail.html, std::string{"<html lang=\""} + language), name);
                CHECK_MESSAGE(contains(mail.html, std::string_view{language} == "ar"
                                                      ? "dir=\"rtl\""
                                                      : "dir=\"ltr\""),
                              name);
                CHECK_MESSAGE(!contains(mail.text, "\n\n\n"), name);
                CHECK_MESSAGE(!contains(mail.text, "{"), name);
                CHECK_MESSAGE(!contains(mail.text, "undefined"), name);
            }
        }
    }
}

TEST_CASE("every sentence of the mails is said in German and Arabic, with the same slots")
{
    const MailTheme theme;
    const std::regex sentence{R"re(\bt "([^"]*)")re"};
    const std::regex slot{R"(\{[a-z]+\})"};
    std::size_t count = 0;
    for (const auto& file : embedded_files()) {
        if (!file.path.starts_with("themes/mail/") || !file.path.ends_with(".hbs"))
            continue;
        const std::string bytes{file.bytes};
        for (std::sregex_iterator at{bytes.begin(), bytes.end(), sentence}, end; at != end; ++at) {
            const auto words = (*at)[1].str();
            for (const auto* language : {"de", "ar"}) {
                const std::string said{theme.translate(language, words)};
                CHECK_MESSAGE(said != words, file.path << ' ' << language << ": " << words);
                for (std::sregex_iterator s{words.begin(), words.end(), slot}; s != end; ++s)
                    CHECK_MESSAGE(contains(said, s->str()), said);
            }
            ++count;
        }
    }
    CHECK(count > 90);
}

TEST_CASE("a sign-in mail carries a link and a code in both parts, and says that a button is to be "
          "pressed")
{
    const auto mail = Desk{}.draw("sign_in", full_data());
    for (const auto& part : {mail.text, mail.html}) {
        CHECK(contains(part, "1234 5678"));
        CHECK(contains(part, "press its button"));
        CHECK(contains(part, "15 minutes"));
    }
    CHECK(contains(mail.text, "\nhttps://herald.example/reader/sign-in/link/?token=abc\n"));
    CHECK(
        contains(mail.html, "href=\"https://herald.example/reader/sign-in/link/?token&#x3D;abc\""));
    CHECK_FALSE(contains(mail.subject, "1234"));
    auto unknown = full_data();
    unknown["known"] = false;
    CHECK(contains(Desk{}.draw("sign_in", unknown).text, "There is no account with it yet"));
}

TEST_CASE(
    "a statement of reasons names facts, rule, who decided and how to have it looked at again")
{
    const Desk desk;
    for (const auto* kind : {"comment_held", "comment_removed", "reader_banned"}) {
        const auto mail = desk.draw(kind, full_data());
        for (const auto& part : {mail.text, mail.html}) {
            for (const auto* words :
                 {"The word stands in the second line.", "Rule 3", "Please stay polite.",
                  "An automatic check noticed it.", "no person has looked at it", "My words",
                  "six months", "out-of-court",
                  "https://herald.example/harbour-strike/comments/42/"})
                CHECK_MESSAGE(contains(part, words), kind << ": " << words);
        }
        CHECK(contains(mail.text, "> My words\n> in two lines\n"));
        auto by_a_person = full_data();
        by_a_person["automated"] = false;
        CHECK_FALSE(contains(desk.draw(kind, by_a_person).text, "no person has looked at it"));
    }
    CHECK(contains(desk.draw("reader_banned", full_data()).text,
                   "Until 1 December 2026 13:00 (+01:00)"));
    auto rejected = full_data();
    rejected["action"] = "rejected";
    CHECK(desk.draw("comment_removed", rejected).subject == "Your comment was not published");
    CHECK(desk.draw("comment_removed", full_data()).subject == "Your comment was removed");
}

TEST_CASE("a statement of reasons says the rules in the language of the mail, never by short names")
{
    auto data = full_data();
    data["language"] = "de";
    data["ground"] = moderation::describe_rule("words.banned");
    data["facts"] = "words.banned: fool\nlinks.many";
    const auto mail = Desk{}.draw("comment_held", data);
    for (const auto& part : {mail.text, mail.html}) {
        CHECK(contains(part, "ein Wort, das die Redaktion nicht ungelesen durchlässt: fool"));
        CHECK(contains(part, "Der Kommentar hat viele Links"));
        CHECK_FALSE(contains(part, "words.banned"));
        CHECK_FALSE(contains(part, "The comment has"));
    }
}

TEST_CASE(
    "nothing that people wrote is markup in the HTML part, or a line of its own in the subject")
{
    Desk desk;
    auto data = full_data();
    const std::string attack =
        "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{site}}{site}";
    for (const auto* key : {"name", "story", "facts", "ground", "words", "comment", "role", "code"})
        data[key] = attack;
    desk.newsroom.title = "Herald\r\nBcc: eve@example.net <b>";
    for (const auto& kind : all_kinds) {
        const auto mail = desk.draw(kind, data);
        CHECK_MESSAGE(!contains(mail.html, "<script"), kind);
        CHECK_MESSAGE(!contains(mail.html, "<img"), kind);
        CHECK_MESSAGE(!contains(mail.html, "<b>"), kind);
        CHECK_MESSAGE(!smtp::has_controls(mail.subject), kind);
    }
    CHECK(contains(desk.draw("welcome", data).text, "{{site}}{site}"));
}

TEST_CASE("links lead to our own site or nowhere")
{
    const Desk desk;
    for (const auto* place : {"https://evil.example/", "//evil.example/", "/\\evil.example/",
                              "https://herald.example.evil.example/", "javascript:alert(1)"}) {
        auto data = full_data();
        data["place"] = place;
        data["path"] = place;
        for (const auto& kind : all_kinds) {
            const auto mail = desk.draw(kind, data);
            CHECK_MESSAGE(!contains(mail.html, "evil"), kind << ' ' << place);
            CHECK_MESSAGE(!contains(mail.text, "evil"), kind << ' ' << place);
            CHECK_MESSAGE(!contains(mail.html, "javascript"), kind << ' ' << place);
        }
    }
}

TEST_CASE("a long subject is cut between two characters at its limit")
{
    Desk desk;
    desk.newsroom.title.clear();
    for (int i = 0; i < 200; ++i)
        desk.newsroom.title += "\xc3\xbc";
    const auto subject = desk.draw("sign_in", full_data()).subject;
    CHECK(subject.size() <= drawn_subject_bytes_max);
    CHECK(subject.size() > drawn_subject_bytes_max - 4);
    CHECK(is_valid_utf8(subject));
}

TEST_CASE("a mail may speak another language than the newsroom, but only a language")
{
    const Desk desk;
    auto data = full_data();
    data["language"] = "de-AT";
    CHECK(desk.draw("sign_in", data).subject == "Anmelden bei The Herald");
    data["language"] = "de\" onload=\"x";
    CHECK(desk.draw("sign_in", data).language == "en");
}

TEST_CASE("an unknown kind, and data that is none, are refused")
{
    const Desk desk;
    CHECK(desk.try_draw("lottery", "{}").error().reason == Refusal::not_found);
    CHECK(desk.try_draw("layout", "{}").error().reason == Refusal::not_found);
    CHECK(desk.try_draw("../sign_in", "{}").has_error());
    for (const auto* data : {"", "[]", "7", "{\"code\":"})
        CHECK_MESSAGE(desk.try_draw("sign_in", data).error().reason == Refusal::invalid, data);
}

TEST_CASE("a newsroom's theme may say single mails and words differently")
{
    const test::TempDir dir;
    std::filesystem::create_directories(dir.path() / "mail" / "locales");
    std::ofstream{dir.path() / "mail" / "welcome.subject.hbs"} << "Hello {{name}}!\n";
    std::ofstream{dir.path() / "mail" / "locales" / "de.json"}
        << R"({"Sign in to {site}": "Hinein zu {site}"})";
    const MailTheme theme{dir.path()};
    settings::Newsroom newsroom;
    newsroom.language = "de";
    const auto draw = [&](std::string_view kind) {
        return draw_mail(theme, newsroom,
                         {kind, R"({"name":"Ada"})", "https://herald.example", {}});
    };
    CHECK(draw("welcome")->subject == "Hello Ada!");
    CHECK(draw("sign_in")->subject == "Hinein zu Masthead");
    CHECK(draw("password_changed")->subject == "Ihr Passwort bei Masthead");
    std::ofstream{dir.path() / "mail" / "welcome.html.hbs"} << "{{#if}";
    CHECK_THROWS_AS(MailTheme{dir.path()}, std::runtime_error);
}

TEST_CASE("what is put into a sentence is not looked at again")
{
    const auto said = with_slots("{a} and {b} and {c", [](std::string_view name) {
        return name == "a" ? std::optional<std::string>{"{b}"} : std::nullopt;
    });
    CHECK(said == "{b} and {b} and {c");
}

TEST_CASE("a mail about notifications says who did what, links into the site, and out of the mails")
{
    Desk desk;
    auto data = full_data();
    data["is_digest"] = false;
    data["is_one"] = true;
    const auto one = desk.draw("notifications", data);
    CHECK(one.subject == "Bo <b> and 2 others answered your comment");
    CHECK(contains(one.text, "* Bo <b> and one other mentioned you"));
    CHECK(contains(one.text, "https://herald.example/harbour-strike/comments/42/"));
    CHECK(contains(one.html, "Bo &lt;b&gt; and 2 others answered your comment"));
    CHECK(contains(one.html, "href=\"https://herald.example/harbour-strike/comments/42/\""));
    CHECK(one.unsubscribe == "https://herald.example/reader/unsubscribe/?token=7-2-abc");
    data["unsubscribe"] = "//evil.example/";
    CHECK(desk.draw("notifications", data).unsubscribe.empty());
    data["is_one"] = false;
    CHECK(desk.draw("notifications", data).subject == "3 new notifications at The Herald");
    data["is_digest"] = true;
    data["is_weekly"] = true;
    CHECK(desk.draw("notifications", data).subject == "Your week at The Herald");
    desk.newsroom.language = "de";
    CHECK(contains(desk.draw("notifications", data).text,
                   "Bo <b> und 2 weitere haben auf Ihren Kommentar geantwortet"));
}

} // namespace masthead::mailing
