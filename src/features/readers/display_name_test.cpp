#include "features/readers/display_name.hpp"

#include "features/readers/sign_up.hpp"
#include "features/settings/newsroom.hpp"
#include "people_cast.hpp"

#include <doctest/doctest.h>

#include <string>

namespace masthead::readers {

namespace {

std::string refusal_of(std::string_view name)
{
    const auto form = read_display_name(name);
    return form ? "" : form.error().message_key;
}

bool look_alike(std::string_view one, std::string_view other)
{
    const auto first = read_display_name(one);
    const auto second = read_display_name(other);
    REQUIRE(first);
    REQUIRE(second);
    return first->key == second->key || first->look == second->look;
}

struct Cast : test::PeopleCast {
    Result<ReaderId> sign_up_as(std::string name, std::string mail)
    {
        return write([&](db::Tx& tx) {
            SignUp form;
            form.display_name = name;
            form.mail = mail;
            form.rules_version = "2026-11";
            form.minimum_age_confirmed = 16;
            return sign_up(tx, form, now());
        });
    }
    Result<NameForm> check(std::string_view name, ReaderId self = {})
    {
        return read(
            [&](db::Snapshot& snapshot) { return check_display_name(snapshot, name, self); });
    }
    AuthorId author(std::string_view name)
    {
        static constexpr db::Query insert{"test.author", R"sql(
            INSERT INTO authors (id, slug, name, bio, mail, created_at_ms)
            VALUES (?, ?, ?, '', '', 0)
        )sql"};
        return change([&](db::Tx& tx) {
            const auto id = tx.new_id<AuthorId>();
            tx.run(insert, {id, name, name});
            return id;
        });
    }
};

} // namespace

TEST_CASE("names in every script are taken as people write them")
{
    CHECK(read_display_name("  Ada   Plinth ")->shown == "Ada Plinth");
    CHECK(read_display_name("\xef\xbc\xa1"
                            "da")
              ->shown == "Ada"); // a full-width A
    for (const std::string_view name :
         {"Zo\xc3\xab O'Brien-M\xc3\xbcller", "محمد علي", "Ольга", "山田太郎", "ヤマダ ハナコ",
          "김민준", "Δήμητρα", "शांति", "J. R. Quill", "Ada 🚀", "Ahmad أحمد", "Nguyễn Văn An",
          "R2D2", "שָׁלוֹם"}) {
        CAPTURE(name);
        CHECK(refusal_of(name) == "");
    }
}

TEST_CASE("a name at the limits is taken, one past them is not")
{
    CHECK(refusal_of("Al") == "");
    CHECK(refusal_of("A") == "reader.name_too_short");
    CHECK(refusal_of("") == "reader.name_too_short");
    CHECK(refusal_of("  \t") != "");
    CHECK(refusal_of("--") == "reader.name_too_short");
    CHECK(refusal_of(std::string(name_characters_max, 'a')) == "");
    CHECK(refusal_of(std::string(name_characters_max + 1, 'a')) == "reader.name_too_long");
    CHECK(refusal_of(std::string(1'000'000, 'a')) == "reader.name_too_long");
    std::string accents;
    for (std::size_t made = 0; made < name_characters_max; ++made)
        accents += "\xc3\xa9";
    CHECK(refusal_of(accents) == "");
    CHECK(refusal_of(accents + "\xc3\xa9") == "reader.name_too_long");
}

TEST_CASE("what is not seen has no place in a name")
{
    const std::string_view names[] = {
        "Ada\xe2\x80\x8bPlinth", // zero-width space
        "Ada\xe2\x80\x8dPlinth", // zero-width joiner
        "\xe2\x80\xae"
        "hniP adA",             // direction override
        "Ada\xe2\x81\xa6x",     // direction isolate
        "Ada\xef\xbb\xbf",      // byte order mark
        "Ada\xc2\xad",          // soft hyphen
        "Ada\xe3\x85\xa4x",     // Hangul filler
        "Ada\xe2\xa0\x80x",     // empty Braille pattern
        "Ada\xef\xb8\x8fx",     // variation selector
        "Ada\xf3\xa0\x81\xa1x", // tag letter
        "Ada\xee\x80\x80x",     // private use
        "Ada\nPlinth",
        "Ada\x01",
        "Ada\xff",                                           // no UTF-8
        "Ada\xef\xbf\xbd",                                   // the sign of broken text
        "Z\xcc\x82\xcc\x82\xcc\x82\xcc\x82\xcc\x82\xcc\x82", // piled-up marks
    };
    for (const auto name : names) {
        CAPTURE(name);
        CHECK(refusal_of(name) == "reader.name_hidden_characters");
    }
}

TEST_CASE("scripts that look alike are not mixed in one name")
{
    CHECK(refusal_of("\xd0\x90"
                     "da Plinth") == "reader.name_mixed_scripts");         // Cyrillic A
    CHECK(refusal_of("Ada Pl\xce\xb9nth") == "reader.name_mixed_scripts"); // Greek iota
    CHECK(refusal_of("Ada \xd9\xa1"
                     "1") == "reader.name_mixed_scripts"); // digits of two scripts
}

TEST_CASE("addresses, markup and offices are no names")
{
    for (const std::string_view name : {"ada@news.example", "http://evil.example",
                                        "www.evil.example", "<b>Ada</b>", "a\\b", "＠ada"}) {
        CAPTURE(name);
        CHECK(refusal_of(name) == "reader.name_like_address");
    }
    for (const std::string_view name :
         {"Admin", "ADMIN", "Adm1n", "The Moderators", "Editor Anna", "anna-editor", "Staff!",
          "N e w s r o o m", "m0derator", "deleted", "Anonymous", "Redaktion", "Rédaction",
          "Modérateur", "المشرف", "AdmIn", "adrnin"}) {
        CAPTURE(name);
        CHECK(refusal_of(name) == "reader.name_reserved");
    }
    for (const std::string_view name : {"Adminah", "Edith", "Stafford", "Modesty", "Guestave"}) {
        CAPTURE(name);
        CHECK(refusal_of(name) == "");
    }
}

TEST_CASE("names that can be taken for each other share a key or a drawing")
{
    CHECK(look_alike("Ada Plinth", "ADA PLINTH"));
    CHECK(look_alike("Ada Plinth", "Ada_Plinth"));
    CHECK(look_alike("Ada Plinth", "AdaPlinth"));
    CHECK(look_alike("Ida", "lda")); // a capital i, a small L
    CHECK(look_alike("Otto", "0tto"));
    CHECK(look_alike("Barn", "Bam"));
    CHECK(look_alike("Eva", "\xd0\x95\xd0\xb2\xd0\xb0") == false); // в is no v
    CHECK(look_alike("cope", "\xd1\x81\xd0\xbe\xd1\x80\xd0\xb5")); // all Cyrillic
    CHECK_FALSE(look_alike("Gail", "Gali"));
    CHECK_FALSE(look_alike("Ada", "Adam"));
    CHECK_FALSE(look_alike("Anna", "\xc3\x84nna"));
}

TEST_CASE("an active reader's name is nobody else's, an imported one's may be shared")
{
    Cast cast;
    const auto ada = cast.sign_up_as("Ada Plinth", "ada@news.example");
    REQUIRE(ada);
    CHECK(cast.check("ada plinth").error().message_key == "reader.name_taken");
    CHECK(cast.check("Ada_P1inth").error().reason == Refusal::conflict);
    CHECK(cast.check("ada plinth", *ada));
    cast.run([&](db::Tx& tx) {
        add_unclaimed_reader(tx, {"Bob", "", {}}, cast.now());
        add_unclaimed_reader(tx, {"Bob", "", {}}, cast.now());
    });
    CHECK(cast.check("Bob"));
    const auto found = cast.read([](db::Snapshot& snapshot) {
        return find_reader_by_name_key(snapshot, name_key_of("ADA plinth"));
    });
    REQUIRE(found);
    CHECK(found->id == *ada);
    CHECK_FALSE(cast.read([](db::Snapshot& snapshot) {
        return find_reader_by_name_key(snapshot, name_key_of("Bob"));
    }));
}

TEST_CASE("nobody speaks as the newsroom or as one of its authors, but the author may")
{
    Cast cast;
    CHECK(cast.write([&](db::Tx& tx) {
        settings::Newsroom newsroom;
        newsroom.title = "The Harbour";
        return settings::save_newsroom(tx, newsroom, cast.now());
    }));
    const auto author = cast.author("Mira Quill");
    CHECK(cast.check("The Harbour").error().message_key == "reader.name_reserved");
    CHECK(cast.check("The Harb0ur Team").error().message_key == "reader.name_reserved");
    CHECK(cast.check("mira quiII").error().message_key == "reader.name_reserved");
    CHECK(cast.check("Mira Quillon"));
    const auto imported = cast.change([&](db::Tx& tx) {
        return add_unclaimed_reader(tx, {"Mira", "mira@news.example", author}, cast.now());
    });
    CHECK(cast.check("Mira Quill", imported));
    CHECK(cast.sign_up_as("Mira Quill", "mira@news.example"));
}

} // namespace masthead::readers
