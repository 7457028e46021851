#include "desk_house.hpp"
#include "features/staff/change_staff.hpp"

namespace masthead::desk::test {

namespace {

constexpr auto own_reader = "/desk/account/reader/";
const FormFields link{{"action", "link"}};
const FormFields unlink{{"action", "unlink"}};

/// Mira moderates and is Ada among the readers; Ines manages staff.
struct Two : DeskHouse {
    StoryId strike = story("strike");
    ReaderId ada = member("Ada Plinth");
    ReaderId bo = member("Bo Quill");
    Member mira = member_of_staff("mira");
    Member ines = member_of_staff("ines", staff::Role::administrator);

    bool is_marked(ReaderId reader) { return reader_now(reader).is_staff; }
    ReaderId linked(const Member& member)
    {
        return database->read([&](db::Snapshot& s) { return staff::find_staff(s, member.id); })
            ->reader;
    }
};

} // namespace

TEST_CASE("who is signed in at the desk and as a reader gives their comments the newsroom's mark")
{
    Two two;
    const auto comment = two.say(two.strike, two.ada).id;
    CHECK(two.get("/desk/account/", two.mira.cookie).has("Sign in <a href=\"/reader/sign-in/"));
    const auto both = two.beside_reader(two.mira, two.ada);
    const auto page = two.get("/desk/account/", both);
    CHECK(page.has("signed in as the reader <b>Ada Plinth</b>"));
    CHECK(page.has("This is me"));
    CHECK(two.send(own_reader, link, both).field("Location") == "/desk/account/?done=saved");
    CHECK(two.linked(two.mira) == two.ada);
    CHECK(two.comment_now(two.strike, comment)->marks.staff);
    CHECK(two.get("/desk/account/", two.mira.cookie)
              .has(">Ada Plinth</a> carries the newsroom’s mark."));
    CHECK(two.send(own_reader, unlink, two.mira.cookie).status == 303);
    CHECK_FALSE(two.is_marked(two.ada));
    CHECK_FALSE(two.linked(two.mira));
}

TEST_CASE("without the proof, for guests and readers, and from elsewhere no mark is given")
{
    Two two;
    CHECK(two.send(own_reader, link).field("Location").starts_with("/desk/sign-in/"));
    const auto both = two.beside_reader(two.mira, two.ada);
    const auto reader_alone = "x; " + both.substr(both.find("masthead="));
    CHECK(two.send(own_reader, link, reader_alone).field("Location").starts_with("/desk/sign-in/"));
    const auto bare = two.send(own_reader, link, two.mira.cookie);
    CHECK(bare.status == 403);
    CHECK(bare.has("Sign in as this reader once more"));
    auto foreign = two.request(net::Verb::post, own_reader, both);
    foreign.fields.emplace_back("content-type", "application/x-www-form-urlencoded");
    foreign.fields.emplace_back("sec-fetch-site", "cross-site");
    foreign.fields.emplace_back("content-length", "11");
    foreign.body = "action=link";
    CHECK(two.ask(std::move(foreign)).status == 403);
    CHECK_FALSE(two.is_marked(two.ada));
}

TEST_CASE("a credential that was shown a while ago proves neither the reader nor the colleague")
{
    Two two;
    const auto both = two.beside_reader(two.mira, two.ada);
    two.clock.advance(accounts::session_fresh_for + std::chrono::seconds{1});
    CHECK(two.send(own_reader, link, both).field("Location") == "/desk/sign-in/?to=/desk/account/");
    const auto came_back = two.member_of_staff("nils");
    const auto with_old_reader = came_back.cookie + both.substr(both.find(';'));
    const auto refused = two.send(own_reader, link, with_old_reader);
    CHECK(refused.status == 403);
    CHECK(refused.has("Sign in as this reader once more"));
    CHECK_FALSE(two.is_marked(two.ada));
}

TEST_CASE("a reader is one colleague's, and another reader takes the first one's mark away")
{
    Two two;
    REQUIRE(two.send(own_reader, link, two.beside_reader(two.mira, two.ada)).status == 303);
    const auto taken = two.send(own_reader, link, two.beside_reader(two.ines, two.ada));
    CHECK(taken.status == 409);
    CHECK(taken.has("This reader is another member of staff already."));
    REQUIRE(two.send(own_reader, link, two.beside_reader(two.mira, two.bo)).status == 303);
    CHECK(two.is_marked(two.bo));
    CHECK_FALSE(two.is_marked(two.ada));
}

TEST_CASE("who manages staff sees which reader somebody is and takes the mark away; others do not")
{
    Two two;
    REQUIRE(two.send(own_reader, link, two.beside_reader(two.mira, two.ada)).status == 303);
    const auto page = two.get("/desk/staff/", two.ines.cookie);
    CHECK(page.has("writes as <a href=\"/reader/" + to_string(two.ada) + "/\">Ada Plinth</a>"));
    const FormFields part{{"action", "unlink"}, {"staff", to_string(two.mira.id)}};
    const auto nils = two.member_of_staff("nils");
    CHECK(two.send("/desk/staff/", part, nils.cookie).status == 403);
    CHECK(two.is_marked(two.ada));
    const auto before = two.position();
    CHECK(two.send("/desk/staff/", part, two.ines.cookie).status == 303);
    CHECK_FALSE(two.is_marked(two.ada));
    CHECK_FALSE(two.linked(two.mira));
    std::vector<std::string> names;
    for (const auto& event :
         two.database->read([&](db::Snapshot& s) { return db::events_after(s, before, 10); }))
        names.push_back(event.name);
    CHECK(names == std::vector<std::string>{"reader.changed", "reader.named", "staff.changed"});
}

} // namespace masthead::desk::test
