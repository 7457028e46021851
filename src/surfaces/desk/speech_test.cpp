#include "surfaces/desk/speech.hpp"

#include "desk_house.hpp"
#include "features/moderation/bans.hpp"
#include "features/settings/newsroom.hpp"
#include "surfaces/desk/words.hpp"

namespace masthead::desk::test {

namespace {

using staff::Role;

struct Abroad : DeskHouse {
    Member mira = member_of_staff("mira", Role::administrator);

    void speak(std::string_view language)
    {
        auto newsroom = database->read([](db::Snapshot& s) { return settings::load_newsroom(s); });
        newsroom.language = language;
        (void)done([&](db::Tx& tx) { return settings::save_newsroom(tx, newsroom, now()); });
    }
};

const WordLists& lists()
{
    static const WordLists all;
    return all;
}

} // namespace

TEST_CASE("a language is spoken with its own words, with those of its first part, or in English")
{
    struct Row {
        std::string_view asked;
        std::string_view language;
        std::string_view direction;
        std::string_view word;
    };
    constexpr Row rows[]{{"en", "en", "ltr", "Undo"},
                         {"de", "de", "ltr", "Rückgängig"},
                         {"de-AT", "de-AT", "ltr", "Rückgängig"},
                         {"ar", "ar", "rtl", "تراجع"},
                         {"tlh", "en", "ltr", "Undo"},
                         {"he", "en", "ltr", "Undo"},
                         {"", "en", "ltr", "Undo"},
                         {"-", "en", "ltr", "Undo"}};
    for (const auto& row : rows) {
        CAPTURE(row.asked);
        const Speech speech{lists(), row.asked};
        CHECK(speech.language() == row.language);
        CHECK(speech.direction() == row.direction);
        CHECK(speech.word("Undo") == row.word);
        CHECK(speech.word("no word of ours") == "no word of ours");
    }
}

TEST_CASE(
    "what fills a slot is not looked at again, and stands apart where the page runs leftwards")
{
    const Speech english{lists(), "en"};
    CHECK(english.say("by {name}, {date}", {{"name", "{date}"}, {"date", "[now]"}}) ==
          "by {date}, [now]");
    const Speech arabic{lists(), "ar"};
    CHECK(arabic.say("Remove {name}", {{"name", "Mira"}}) == "إزالة \u2068Mira\u2069");
}

TEST_CASE("a refusal says in the newsroom's language how long to wait")
{
    const Failure failure{Refusal::too_many, "password.too_many", "300"};
    CHECK(words_for(failure, Speech{lists(), "en"}) == "Too many tries. Try again in 5 minutes.");
    CHECK(words_for(failure, Speech{lists(), "de"}) ==
          "Zu viele Versuche. Versuchen Sie es in 5 Minuten wieder.");
}

TEST_CASE("the desk's pages name their language and direction and speak it")
{
    Abroad abroad;
    CHECK(abroad.get("/desk/", abroad.mira.cookie).has("<html lang=\"en\" dir=\"ltr\">"));
    abroad.speak("de-AT");
    const auto german = abroad.get("/desk/staff/", abroad.mira.cookie);
    CHECK(german.has("<html lang=\"de-AT\" dir=\"ltr\">"));
    CHECK(german.has("<h1>Personal</h1>"));
    CHECK(german.has("<option value=\"moderator\">Moderation</option>"));
    abroad.speak("ar");
    const auto arabic = abroad.get("/desk/?done=saved", abroad.mira.cookie);
    CHECK(arabic.has("<html lang=\"ar\" dir=\"rtl\">"));
    CHECK(arabic.has("<h1>مكتب التحرير</h1>"));
    CHECK(arabic.has("تسجيل الخروج"));
    abroad.speak("fi");
    CHECK(abroad.get("/desk/", abroad.mira.cookie).has("<html lang=\"en\" dir=\"ltr\">"));
}

TEST_CASE("what somebody typed stays as typed, and marks nothing, in any language")
{
    Abroad abroad;
    const auto reader = abroad.member("Ada [Plinth] {mail}");
    abroad.speak("de");
    const auto both = abroad.beside_reader(abroad.mira, reader);
    CHECK(abroad.get("/desk/account/", both).has("als <b>Ada [Plinth] {mail}</b> angemeldet"));
    FormFields ban{{"action", "ban"}, {"days", "forever"}, {"ground", "Advertising"}};
    const auto at = "/desk/readers/" + to_string(reader) + "/";
    REQUIRE(abroad.send(at, ban, abroad.mira.cookie).status == 303);
    const auto record = abroad.get(at, abroad.mira.cookie);
    CHECK(record.has("Gesperrt bis auf Widerruf"));
    CHECK(record.has("<bdi>Advertising</bdi>"));
    ban[1].second = "fortnight";
    CHECK(abroad.send(at, ban, abroad.mira.cookie).has("Wählen Sie, wie lange die Sperre gilt."));
}

TEST_CASE("the desk's words are no files of it that anybody may fetch")
{
    Abroad abroad;
    CHECK(abroad.get("/desk/assets/locales/de.json", {}).status == 404);
}

} // namespace masthead::desk::test
