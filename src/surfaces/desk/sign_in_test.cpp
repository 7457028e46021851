#include "desk_house.hpp"

#include "features/accounts/passkeys.hpp"
#include "passkey_device.hpp"

#include <boost/json.hpp>

#include <regex>

namespace masthead::desk::test {

using staff::Role;

namespace {

constexpr std::string_view wrong_words = "Address, password and code do not belong together.";

// "/desk/moderation/{comment}/" with numbers in the place of names.
std::string address_of(std::string pattern)
{
    static const std::regex capture{"\\{[a-z]+\\}"};
    return std::regex_replace(pattern, capture, "42");
}

std::vector<web::Route> staff_routes(DeskHouse& house)
{
    auto routes = house.desk.routes();
    std::erase_if(routes, [](const auto& route) { return route.access != web::Access::staff; });
    return routes;
}

Got ask_route(DeskHouse& house, const web::Route& route, const std::string& cookie)
{
    const auto address = address_of(route.pattern);
    return route.method == web::Method::get ? house.get(address, cookie)
                                            : house.send(address, {{"action", "approve"}}, cookie);
}

// The secret as the page shows it to be typed.
std::string shown_secret(const Got& page)
{
    const std::string mark = "<code class=\"secret\">";
    const auto from = page.body.find(mark) + mark.size();
    auto secret = page.body.substr(from, page.body.find('<', from) - from);
    std::erase(secret, ' ');
    return secret;
}

} // namespace

TEST_CASE("a guest is sent to sign in from every page and action of the desk")
{
    DeskHouse house;
    const auto routes = staff_routes(house);
    REQUIRE(routes.size() > 15);
    for (const auto& route : routes) {
        const auto got = ask_route(house, route, "");
        CHECK_MESSAGE(got.status == 303, route.pattern);
        CHECK_MESSAGE(got.field("Location").starts_with("/desk/sign-in/"), route.pattern);
    }
}

TEST_CASE("a contributor is let in and refused whatever needs a permission")
{
    DeskHouse house;
    const auto contributor = house.member_of_staff("cleo", Role::contributor);
    const auto front = house.get("/desk/", contributor.cookie);
    CHECK(front.status == 200);
    CHECK(front.has("Nothing waits for you here yet."));
    CHECK_FALSE(front.has("/desk/moderation/"));
    for (const auto& route : staff_routes(house)) {
        if (route.permission != 0)
            CHECK_MESSAGE(ask_route(house, route, contributor.cookie).status == 403, route.pattern);
    }
}

TEST_CASE("each role reaches exactly what its permissions say")
{
    DeskHouse house;
    struct Reach {
        Role role;
        std::string address;
        int status;
    };
    const Reach reaches[] = {
        {Role::moderator, "/desk/moderation/", 200}, {Role::moderator, "/desk/rules/", 200},
        {Role::moderator, "/desk/wording/", 403},    {Role::moderator, "/desk/staff/", 403},
        {Role::editor, "/desk/wording/", 200},       {Role::editor, "/desk/rules/", 403},
        {Role::publisher, "/desk/staff/", 403},      {Role::administrator, "/desk/staff/", 200}};
    int number = 0;
    for (const auto& reach : reaches) {
        const auto member = house.member_of_staff("m" + std::to_string(++number), reach.role);
        CHECK_MESSAGE(house.get(reach.address, member.cookie).status == reach.status,
                      reach.address);
    }
}

TEST_CASE("an invitation sets up password and app, shows recovery codes, and works once")
{
    DeskHouse house;
    const auto token = house.invite("mira", Role::moderator);
    const auto address = "/desk/invitation/?token=" + token;
    const auto page = house.get(address);
    REQUIRE(page.status == 200);
    CHECK(page.has("<svg class=\"qr\""));
    CHECK(page.has("mira@tern.example"));
    const auto secret = shown_secret(page);
    const auto code = crypto::totp::code_at(secret, house.now());
    FormFields form{{"token", token},
                    {"sealed", page.value_of("sealed")},
                    {"password", "short"},
                    {"code", code}};
    const auto too_short = house.send("/desk/invitation/", form);
    CHECK(too_short.status == 422);
    CHECK(too_short.has("Choose a longer password"));
    CHECK(shown_secret(too_short) == secret);
    form[2].second = password;
    form[3].second = code == "000000" ? "000001" : "000000";
    const auto wrong_code = house.send("/desk/invitation/", form);
    CHECK(wrong_code.status == 422);
    CHECK(wrong_code.has("That is not the code the app shows now."));
    form[3].second = code;
    const auto in = house.send("/desk/invitation/", form);
    REQUIRE(in.status == 200);
    CHECK(in.has("Each of these codes lets you in once"));
    CHECK(house.get("/desk/moderation/", in.cookie()).status == 200);
    CHECK(house.get(address).status == 410);
    const auto again = house.send("/desk/invitation/", form);
    CHECK(again.status == 410);
    CHECK(again.cookie().empty());
}

TEST_CASE("the secret of one invitation is no good for another, and looking changes nothing")
{
    DeskHouse house;
    const auto first = house.invite("mira", Role::moderator);
    const auto second = house.invite("nils", Role::administrator);
    const auto page = house.get("/desk/invitation/?token=" + first);
    const auto code = crypto::totp::code_at(shown_secret(page), house.now());
    const auto got = house.send("/desk/invitation/", {{"token", second},
                                                      {"sealed", page.value_of("sealed")},
                                                      {"password", std::string{password}},
                                                      {"code", code}});
    CHECK(got.status == 422);
    CHECK(got.has("This page is too old."));
    CHECK(house.get("/desk/invitation/?token=" + second).status == 200);
    CHECK(house.get("/desk/invitation/?token=" + first).status == 200);
    CHECK(house.get("/desk/invitation/?token=nothing").status == 410);
}

TEST_CASE("password and code let in, and the code works once")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    house.next_code();
    const auto code = house.code_of(mira);
    const auto in = house.sign_in(mira.mail, password, code);
    REQUIRE(in.status == 303);
    CHECK(in.field("Location") == "/desk/");
    CHECK(in.field("Set-Cookie").find("HttpOnly") != std::string::npos);
    CHECK(house.get("/desk/", in.cookie()).status == 200);
    const auto again = house.sign_in(mira.mail, password, code);
    CHECK(again.status == 403);
    CHECK(again.has(wrong_words));
    CHECK(again.cookie().empty());
}

TEST_CASE("whatever is wrong, the answer is the same")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    house.next_code();
    const auto code = house.code_of(mira);
    const auto wrong_code = code == "000000" ? "000001" : "000000";
    const auto body = [&](std::string_view word, const std::string& typed) {
        const auto got = house.sign_in(mira.mail, word, typed);
        CHECK(got.status == 403);
        CHECK(got.has(wrong_words));
        return got.body;
    };
    const auto no_password = body("something else entirely", code);
    CHECK(no_password == body(password, wrong_code));
    auto stranger = house.sign_in("zeno@tern.example", password, code);
    CHECK(stranger.status == 403);
    CHECK(stranger.has(wrong_words));
    CHECK(house.sign_in(mira.mail, password, code).status == 303);
}

TEST_CASE("a recovery code stands in for the app, once")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    const auto& code = mira.recovery_codes.front();
    CHECK(house.sign_in(mira.mail, password, code).status == 303);
    CHECK(house.sign_in(mira.mail, password, code).status == 403);
}

TEST_CASE("tries are counted, for addresses that nobody has too")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    house.next_code();
    for (const std::string& mail : {mira.mail, std::string{"zeno@tern.example"}}) {
        for (int tries = 0; tries < 5; ++tries)
            CHECK(house.sign_in(mail, "not this one", "000000").status == 403);
        const auto got = house.sign_in(mail, password, house.code_of(mira));
        CHECK(got.status == 429);
        CHECK(got.has("Too many tries."));
    }
}

TEST_CASE("whoever is disabled is out at once, and signing out ends the session")
{
    DeskHouse house;
    const auto boss = house.member_of_staff("boss", Role::administrator);
    const auto mira = house.member_of_staff("mira");
    CHECK(house.get("/desk/", mira.cookie).status == 200);
    CHECK(house
              .send("/desk/staff/", {{"action", "disable"}, {"staff", to_string(mira.id)}},
                    boss.cookie)
              .status == 303);
    CHECK(house.get("/desk/", mira.cookie).status == 303);
    CHECK(house.send("/desk/sign-out/", {}, boss.cookie).status == 303);
    CHECK(house.get("/desk/", boss.cookie).status == 303);
}

TEST_CASE("a new colleague's link is shown once and works; rights want a fresh session")
{
    DeskHouse house;
    const auto boss = house.member_of_staff("boss", Role::administrator);
    const FormFields form{
        {"action", "add"}, {"name", "Nils <b>"}, {"mail", "nils@tern.example"}, {"role", "editor"}};
    const auto made = house.send("/desk/staff/", form, boss.cookie);
    REQUIRE(made.status == 200);
    const std::string mark = "https://tern.example/desk/invitation/?token&#x3D;";
    const auto at = made.body.find(mark);
    REQUIRE(at != std::string::npos);
    CHECK(made.has("Nils &lt;b&gt;"));
    const auto from = at + mark.size();
    const auto token = made.body.substr(from, made.body.find('<', from) - from);
    CHECK(house.get("/desk/invitation/?token=" + token).status == 200);
    CHECK_FALSE(house.get("/desk/staff/", boss.cookie).has(token));
    const auto twice = house.send("/desk/staff/", form, boss.cookie);
    CHECK(twice.status == 409);
    CHECK(twice.has("Somebody of staff has this address already."));
    const FormFields own{{"action", "role"}, {"staff", to_string(boss.id)}, {"role", "author"}};
    CHECK(house.send("/desk/staff/", own, boss.cookie).status == 403);
    house.clock.advance(accounts::session_fresh_for + std::chrono::seconds{1});
    const auto stale = house.send("/desk/staff/", form, boss.cookie);
    CHECK(stale.status == 303);
    CHECK(stale.field("Location") == "/desk/sign-in/?to=/desk/staff/");
}

TEST_CASE("a passkey that knows its holder is added fresh and lets in alone")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    masthead::test::PasskeyDevice device;
    device.rp_id = "tern.example";
    device.origin = "https://tern.example";
    device.user_handle = accounts::user_handle(accounts::owner_of(mira.id));
    const auto challenge = [&](const std::string& address, const std::string& cookie) {
        const auto got = house.send_json(address, {}, cookie);
        CHECK(got.status == 200);
        return std::string{boost::json::parse(got.body).at("challenge").as_string()};
    };
    const auto add = [&](const boost::json::object& answer) {
        return house.send_json("/desk/passkey/add/", boost::json::serialize(answer), mira.cookie);
    };
    const std::string add_options = "/desk/passkey/add/options/";
    device.flags = 0x01; // present, but nobody was asked who they are
    CHECK(add(device.create(challenge(add_options, mira.cookie))).status == 422);
    device.flags = 0x05;
    const auto made = device.create(challenge(add_options, mira.cookie));
    CHECK(add(made).status == 200);
    CHECK(add(made).status == 410);
    const auto come_in = [&](const boost::json::object& answer) {
        return house.send_json("/desk/passkey/sign-in/?to=//evil.example",
                               boost::json::serialize(answer), "");
    };
    const std::string sign_in_options = "/desk/passkey/sign-in/options/";
    device.flags = 0x01;
    CHECK(come_in(device.get(challenge(sign_in_options, ""))).cookie().empty());
    device.flags = 0x05;
    const auto answer = device.get(challenge(sign_in_options, ""));
    const auto in = come_in(answer);
    REQUIRE(in.status == 200);
    CHECK(boost::json::parse(in.body).at("location") == "/desk/");
    CHECK(house.get("/desk/moderation/", in.cookie()).status == 200);
    CHECK(come_in(answer).status == 410);
    house.clock.advance(accounts::session_fresh_for + std::chrono::seconds{1});
    CHECK(house.send_json(add_options, {}, mira.cookie).status == 401);
}

TEST_CASE("new recovery codes are shown once and end the earlier ones")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    const auto got = house.send("/desk/account/", {{"action", "codes"}}, mira.cookie);
    REQUIRE(got.status == 200);
    const std::string mark = "<li><code>";
    const auto from = got.body.find(mark) + mark.size();
    const auto code = got.body.substr(from, got.body.find('<', from) - from);
    CHECK_FALSE(house.get("/desk/account/", mira.cookie).has(code));
    CHECK(house.sign_in(mira.mail, password, mira.recovery_codes[0]).status == 403);
    CHECK(house.sign_in(mira.mail, password, code).status == 303);
}

TEST_CASE("the way back after signing in is a path of ours")
{
    DeskHouse house;
    const auto mira = house.member_of_staff("mira");
    const auto page = house.get("/desk/sign-in/?to=%2Fdesk%2Fnotices%2F");
    CHECK(page.value_of("to") == "/desk/notices/");
    CHECK(house.get("/desk/sign-in/?to=https%3A%2F%2Fevil.example").value_of("to") == "/desk/");
    const auto in = house.send("/desk/sign-in/", {{"mail", mira.mail},
                                                  {"password", std::string{password}},
                                                  {"code", mira.recovery_codes[0]},
                                                  {"to", "//evil.example/"}});
    CHECK(in.field("Location") == "/desk/");
}

TEST_CASE("the style sheet and the script are served under addresses that change with them")
{
    DeskHouse house;
    const auto page = house.get("/desk/sign-in/");
    for (const std::string file : {"desk.css", "desk.js"}) {
        const auto at = page.body.find("/desk/assets/" + file);
        REQUIRE(at != std::string::npos);
        const auto got = house.get(page.body.substr(at, page.body.find('"', at) - at));
        CHECK(got.status == 200);
    }
    CHECK(page.field("Cache-Control").find("no-store") != std::string::npos);
}

} // namespace masthead::desk::test
