#include "features/accounts/account_mails.hpp"
#include "features/accounts/session.hpp"
#include "features/media/media.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/erase_reader.hpp"
#include "features/readers/reader_data.hpp"
#include "features/readers/sign_up.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::readers {

namespace {

SignUp form_of(std::string name, std::string mail)
{
    SignUp form;
    form.display_name = std::move(name);
    form.mail = std::move(mail);
    form.rules_version = "2026-11";
    form.minimum_age_confirmed = minimum_age_default;
    form.language = "en";
    return form;
}

struct Cast : test::PeopleCast {
    Result<ReaderId> join(const SignUp& form)
    {
        return write([&](db::Tx& tx) { return sign_up(tx, form, now()); });
    }
    ReaderId ada() { return *join(form_of("Ada Plinth", "ada@news.example")); }
    Reader find(ReaderId id)
    {
        return *read([&](db::Snapshot& snapshot) { return find_reader(snapshot, id); });
    }
    ReaderId imported(std::string name, std::string mail)
    {
        return change([&](db::Tx& tx) {
            return add_unclaimed_reader(tx, {std::move(name), std::move(mail), {}}, now());
        });
    }
    Result<void> edit(ReaderId id, std::string name, std::string bio, std::string language = "")
    {
        return write([&](db::Tx& tx) {
            return edit_profile(tx, {id, std::move(name), std::move(bio), std::move(language)},
                                now());
        });
    }
    MediaId picture()
    {
        media::Media file;
        file.path = "readers/a.webp";
        file.mime = "image/webp";
        return *write([&](db::Tx& tx) { return media::save_media(tx, file); });
    }
    void erase(ReaderId id)
    {
        run([&](db::Tx& tx) { erase_reader_part(tx, id, now()); });
    }
    std::vector<ReaderId> due()
    {
        return read([&](db::Snapshot& snapshot) { return find_due_erasures(snapshot, now(), 10); });
    }
};

} // namespace

TEST_CASE("signing up makes an active reader who accepted these rules and is old enough")
{
    Cast cast;
    const auto id = cast.ada();
    const auto ada = cast.find(id);
    CHECK(ada.is_active());
    CHECK(ada.display_name == "Ada Plinth");
    CHECK(ada.rules_version == "2026-11");
    CHECK(ada.rules_accepted_at == cast.now());
    CHECK(ada.minimum_age_confirmed == 16);
    CHECK(ada.age_confirmed_at == cast.now());
    CHECK(ada.signed_up_at == cast.now());
    CHECK(ada.public_parts == PublicParts{});
    CHECK_FALSE(ada.is_staff);
    CHECK_FALSE(ada.picture);
    CHECK_FALSE(ada.wants_deletion());
    CHECK(reader_url(id) == "/reader/" + to_string(id) + "/");
    CHECK(cast.events() == std::vector<std::string>{"reader.signed_up"});
    REQUIRE(cast.mails().size() == 1);
    CHECK(cast.mails()[0].kind == "welcome");
    CHECK(cast.mails()[0].text("name") == "Ada Plinth");
    const auto newest = cast.read([&](db::Snapshot& snapshot) {
        return newest_readers(snapshot, cast.now() + Milliseconds{1}, 10);
    });
    REQUIRE(newest.size() == 1);
    CHECK(newest[0].id == id);
}

TEST_CASE("without rules, age, a good name or a free address nobody joins")
{
    Cast cast;
    auto form = form_of("Ada Plinth", "ada@news.example");
    form.rules_version.clear();
    CHECK(cast.join(form).error().message_key == "reader.rules_not_accepted");
    form = form_of("Ada Plinth", "ada@news.example");
    form.minimum_age_confirmed = minimum_age_default - 1;
    CHECK(cast.join(form).error().message_key == "reader.minimum_age_not_confirmed");
    form.minimum_age = minimum_age_default - 1;
    CHECK(cast.join(form));
    CHECK(cast.join(form_of("Admin", "b@news.example")).error().message_key ==
          "reader.name_reserved");
    CHECK(cast.join(form_of("ada plinth", "b@news.example")).error().message_key ==
          "reader.name_taken");
    CHECK(cast.join(form_of("Bob", "ADA@news.example")).error().message_key == "mail.taken");
    CHECK(cast.join(form_of("Bob", "no address")).error().message_key == "mail.invalid");
    CHECK(cast.events() == std::vector<std::string>{"reader.signed_up"});
    CHECK(cast.mails().size() == 1);
}

TEST_CASE("who proves the address becomes the imported reader; older ones are merged")
{
    Cast cast;
    const auto oldest = cast.imported("Ada P.", "Ada@News.example");
    const auto other = cast.imported("Bob", "bob@news.example");
    const auto newest = cast.imported("Ada", "ada@news.example");
    cast.run([&](db::Tx& tx) {
        count_comment(tx, oldest, {3, 2, 3});
        count_comment(tx, newest, {1, 1, 1});
    });
    const auto id = cast.ada();
    CHECK(id == newest);
    const auto ada = cast.find(id);
    CHECK(ada.display_name == "Ada Plinth");
    CHECK(ada.is_active());
    CHECK(ada.comment_count == 4);
    CHECK(ada.respect_received == 3);
    CHECK(cast.find(oldest).state == ReaderState::merged);
    CHECK(cast.find(oldest).merged_into == id);
    CHECK(cast.find(other).state == ReaderState::unclaimed);
    CHECK(cast.read([&](db::Snapshot& snapshot) { return merged_into(snapshot, id); }) ==
          std::vector{oldest});
    CHECK(cast.events() == std::vector<std::string>{"reader.merged", "reader.signed_up"});
    static constexpr db::Query left{"test.left_reader_mails", R"sql(
        SELECT COUNT(*) FROM reader_mails WHERE mail_key = ?
    )sql"};
    CHECK(cast.count(left, {"ada@news.example"}) == 0);
    CHECK(cast.count(left, {"bob@news.example"}) == 1);
}

TEST_CASE("an address proven later claims what was imported under it")
{
    Cast cast;
    const auto id = cast.ada();
    const auto old = cast.imported("A. Plinth", "plinth@old.example");
    CHECK(cast.change([&](db::Tx& tx) {
        return claim_unclaimed(tx, id, "PLINTH@old.example", cast.now());
    }) == 1);
    CHECK(cast.find(old).merged_into == id);
    CHECK(cast.change([&](db::Tx& tx) {
        return claim_unclaimed(tx, id, "PLINTH@old.example", cast.now());
    }) == 0);
}

TEST_CASE("a profile's words are plain, bounded, and said once")
{
    Cast cast;
    const auto id = cast.ada();
    CHECK(cast.edit(id, "Ada Plinth", "  Reads\r\nslowly\x01 \xe2\x80\xae. ", "de"));
    CHECK(cast.find(id).bio == "Reads\nslowly .");
    CHECK(cast.find(id).language == "de");
    CHECK(cast.edit(id, "Ada Plinth", "Reads\nslowly .", "de"));
    CHECK(cast.events() == std::vector<std::string>{"reader.signed_up", "reader.changed"});
    CHECK(cast.edit(id, "Ada Plinth", std::string(bio_characters_max, 'b')));
    CHECK(
        cast.edit(id, "Ada Plinth", std::string(bio_characters_max + 1, 'b')).error().message_key ==
        "reader.bio_too_long");
    CHECK(cast.edit(id, "Ada Plinth", "", "<script>").error().message_key == "reader.language");
    CHECK(cast.edit(ReaderId{1}, "Ada", "").error().reason == Refusal::not_found);
    const auto bob = cast.imported("Bob", "");
    CHECK(cast.edit(bob, "Bob", "").error().reason == Refusal::not_found);
}

TEST_CASE("a name changes once a week, and by the rules")
{
    Cast cast;
    const auto id = cast.ada();
    CHECK(cast.edit(id, "Ada Quay", ""));
    CHECK(cast.find(id).display_name == "Ada Quay");
    cast.clock.advance(name_change_pause - Milliseconds{1});
    const auto soon = cast.edit(id, "Ada Shore", "");
    CHECK(soon.error().message_key == "reader.name_too_soon");
    CHECK(soon.error().detail == "1");
    CHECK(cast.edit(id, "Ada Quay", "only words"));
    cast.clock.advance(Milliseconds{1});
    CHECK(cast.edit(id, "Moderator", "").error().message_key == "reader.name_reserved");
    CHECK(cast.edit(id, "Ada Shore", ""));
    // The name that was given up is free again.
    CHECK(cast.join(form_of("Ada Quay", "quay@news.example")));
}

TEST_CASE("picture, public parts and marks change with an event each, and only where they differ")
{
    Cast cast;
    const auto id = cast.ada();
    const auto picture = cast.picture();
    const auto set = [&](MediaId media) {
        return cast.write([&](db::Tx& tx) { return set_picture(tx, id, media, cast.now()); });
    };
    CHECK(set(MediaId{99}).error().message_key == "media.not_found");
    CHECK_FALSE(*set(picture));
    CHECK(*set(picture) == picture);
    CHECK(cast.find(id).picture == picture);
    CHECK(*set({}) == picture);
    CHECK_FALSE(cast.find(id).picture);
    const PublicParts parts{false, true, false, true};
    for (int twice = 0; twice < 2; ++twice) {
        CHECK(cast.write([&](db::Tx& tx) { return choose_public(tx, id, parts, cast.now()); }));
        CHECK(cast.write(
            [&](db::Tx& tx) { return show_supporter(tx, id, SupporterMark::shown, cast.now()); }));
    }
    CHECK(cast.find(id).public_parts == parts);
    CHECK(cast.find(id).shows_supporter);
    CHECK(cast.events().size() == 5);
    const auto bob = cast.imported("Bob", "");
    CHECK_FALSE(cast.write([&](db::Tx& tx) { return choose_public(tx, bob, {}, cast.now()); }));
    CHECK_FALSE(cast.write([&](db::Tx& tx) { return set_picture(tx, bob, {}, cast.now()); }));
}

TEST_CASE("counters add up and never fall below nothing, without an event")
{
    Cast cast;
    const auto id = cast.ada();
    const auto count = [&](CountedChange change) {
        cast.run([&](db::Tx& tx) { count_comment(tx, id, change); });
    };
    count({2, 5, 1});
    count({-1, -2, 0});
    CHECK(cast.find(id).comment_count == 1);
    CHECK(cast.find(id).respect_received == 3);
    CHECK(cast.find(id).approved_count == 1);
    count({-5, -5, -5});
    CHECK(cast.find(id).comment_count == 0);
    CHECK(cast.find(id).respect_received == 0);
    CHECK(cast.find(id).approved_count == 0);
    CHECK(cast.events().size() == 1);
}

TEST_CASE("a deletion waits seven days and can be taken back until then")
{
    Cast cast;
    const auto id = cast.ada();
    const auto request = [&] {
        return cast.write([&](db::Tx& tx) { return request_deletion(tx, id, cast.now()); });
    };
    const auto take_back = [&] {
        return cast.write([&](db::Tx& tx) { return take_back_deletion(tx, id, cast.now()); });
    };
    CHECK(take_back().error().message_key == "reader.no_deletion");
    const auto due = cast.now() + deletion_pause;
    CHECK(*request() == due);
    cast.clock.advance(deletion_pause - Milliseconds{1});
    CHECK(*request() == due);
    CHECK(cast.due().empty());
    CHECK(cast.find(id).is_active());
    CHECK(take_back());
    cast.clock.advance(deletion_pause);
    CHECK(cast.due().empty());
    CHECK(request());
    cast.clock.advance(deletion_pause);
    CHECK(cast.due() == std::vector{id});
    CHECK(cast.mails().back().kind == "account_deletion");
    CHECK(cast.events() == std::vector<std::string>{"reader.signed_up", "reader.changed",
                                                    "reader.changed", "reader.changed"});
    CHECK_FALSE(
        cast.write([&](db::Tx& tx) { return request_deletion(tx, ReaderId{1}, cast.now()); }));
}

TEST_CASE("an erased reader leaves a row without a person, and nothing else")
{
    Cast cast;
    const auto old = cast.imported("Ada the Elder", "ada@news.example");
    cast.imported("Ada", "ada@news.example");
    const auto id = cast.ada();
    const auto bob = *cast.join(form_of("Bob", "bob@news.example"));
    CHECK(cast.edit(id, "Ada Plinth", "Likes quays"));
    const auto picture = cast.picture();
    CHECK(cast.write([&](db::Tx& tx) { return set_picture(tx, id, picture, cast.now()); }));
    const auto session = cast.change([&](db::Tx& tx) {
        return accounts::open_session(tx, {accounts::owner_of(id), "", ""}, cast.now());
    });
    CHECK(cast.read([&](db::Snapshot& snapshot) { return picture_of(snapshot, id); }) == picture);
    cast.erase(id);

    const auto erased = cast.find(id);
    CHECK(erased.state == ReaderState::erased);
    CHECK(erased.display_name == "deleted");
    CHECK(erased.name_key.empty());
    CHECK(erased.bio.empty());
    CHECK_FALSE(erased.picture);
    CHECK(erased.rules_version.empty());
    CHECK(erased.public_parts == PublicParts{false, false, false, false});
    CHECK(cast.find(old).display_name == "deleted");
    cast.read([&](db::Snapshot& snapshot) {
        CHECK_FALSE(accounts::find_session(snapshot, session.token, cast.now()));
        CHECK_FALSE(accounts::find_mail(snapshot, accounts::owner_of(id)));
        CHECK_FALSE(export_reader_data(snapshot, id, cast.now()));
        CHECK(accounts::find_mail(snapshot, accounts::owner_of(bob)));
    });
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].to == "bob@news.example");
    CHECK(cast.find(bob).display_name == "Bob");
    CHECK(cast.events().back() == "reader.erased");
    // The name and the address are free again.
    CHECK(cast.ada() != id);
}

TEST_CASE("erasures are remembered in order, and repeating one does no harm")
{
    Cast cast;
    const auto ada = cast.ada();
    const auto bob = *cast.join(form_of("Bob", "bob@news.example"));
    const auto first_at = cast.now();
    cast.erase(ada);
    cast.clock.advance(Milliseconds{5});
    cast.erase(bob);
    cast.erase(ada);
    cast.erase(ReaderId{12'345});
    const auto since = [&](const Erasure& after, int limit) {
        return cast.read(
            [&](db::Snapshot& snapshot) { return erasures_since(snapshot, after, limit); });
    };
    const auto all = since({}, 10);
    REQUIRE(all.size() == 2);
    CHECK(all[0].reader == ada);
    CHECK(all[0].erased_at == first_at);
    CHECK(all[1].reader == bob);
    CHECK(since({}, 1).size() == 1);
    CHECK(since(all[0], 10).size() == 1);
    CHECK(since(all[1], 10).empty());
}

TEST_CASE("a reader's export holds all that is kept, and no secret")
{
    Cast cast;
    const auto id = cast.ada();
    const auto session = cast.change([&](db::Tx& tx) {
        return accounts::open_session(
            tx, {accounts::owner_of(id), "Firefox on Linux", "sealed-network"}, cast.now());
    });
    const auto data = cast.read(
        [&](db::Snapshot& snapshot) { return export_reader_data(snapshot, id, cast.now()); });
    REQUIRE(data);
    const auto json = reader_data_json(*data);
    const auto& profile = json.at("profile").as_object();
    CHECK(profile.at("id").as_string() == to_string(id));
    CHECK(profile.at("display_name").as_string() == "Ada Plinth");
    CHECK(profile.at("minimum_age_confirmed").as_int64() == 16);
    CHECK(profile.at("deletion_due_at").is_null());
    const auto& account = json.at("account").as_object();
    CHECK(account.at("mail").as_string() == "ada@news.example");
    CHECK(account.at("sessions").as_array().size() == 1);
    const auto text = boost::json::serialize(json);
    CHECK(text.find(session.token) == std::string::npos);
    CHECK(text.find("sealed-network") == std::string::npos);
    const auto bob = cast.imported("Bob", "bob@news.example");
    CHECK_FALSE(cast.read(
        [&](db::Snapshot& snapshot) { return export_reader_data(snapshot, bob, cast.now()); }));
}

TEST_CASE("marks of staff and authors come and go with an event")
{
    Cast cast;
    const auto id = cast.ada();
    CHECK(cast.write([&](db::Tx& tx) { return mark_staff(tx, id, StaffId{5}, cast.now()); }));
    CHECK(cast.find(id).is_staff);
    CHECK(cast.find(id).staff == StaffId{5});
    CHECK(cast.write([&](db::Tx& tx) { return mark_staff(tx, id, {}, cast.now()); }));
    CHECK_FALSE(cast.find(id).is_staff);
    const auto bob = cast.imported("Bob", "");
    CHECK_FALSE(
        cast.write([&](db::Tx& tx) { return mark_staff(tx, bob, StaffId{5}, cast.now()); }));
    CHECK(cast.events() == std::vector<std::string>{"reader.signed_up", "reader.changed",
                                                    "reader.named", "reader.changed",
                                                    "reader.named"});
}

} // namespace masthead::readers
