#include "features/moderation/bans.hpp"
#include "features/moderation/judge.hpp"
#include "features/moderation/moderation_cast.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/moderation/trim_moderation.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace masthead::moderation {

namespace {

using namespace std::chrono_literals;

struct BansCast : test::Cast {
    BanTerms terms(std::optional<Milliseconds> duration = std::nullopt)
    {
        BanTerms made;
        made.staff = mira;
        made.ground = "Rule 3: no insults";
        made.words = "You insulted other readers again and again.";
        made.note = "warned in May";
        if (duration)
            made.until = now() + *duration;
        return made;
    }
    Result<BanId> ban(ReaderId reader, const BanTerms& terms)
    {
        return write([&](db::Tx& tx) { return ban_reader(tx, reader, terms, now()); });
    }
    std::optional<Ban> active(ReaderId reader)
    {
        return read([&](db::Snapshot& snapshot) { return active_ban(snapshot, reader, now()); });
    }
    Verdict judge(ReaderId reader, const std::string& domain, const std::string& network)
    {
        Judged judged;
        judged.comment = CommentId{1};
        judged.reader = reader;
        judged.mail_domain = domain;
        judged.network_key = network;
        const RuleBook book{{}, 0, std::make_shared<RecentFingerprints>()};
        return make([&](db::Tx& tx) { return judge_in_transaction(tx, book, judged, now()); });
    }
};

} // namespace

TEST_CASE("a banned reader is refused with the day it ends, and told why by mail")
{
    BansCast cast;
    cast.give_mail(cast.walt, "walt@paper.example");
    REQUIRE(cast.ban(cast.walt, cast.terms(48h)).has_value());
    const auto verdict = cast.judge(cast.walt, "", "");
    CHECK(verdict.outcome == Outcome::refuse);
    REQUIRE(verdict.findings.size() == 1);
    CHECK(verdict.findings[0].rule == "ban.reader");
    CHECK(verdict.findings[0].words == "2026-11-25T12:00:00.000Z");
    CHECK(cast.judge(cast.ada, "", "").outcome == Outcome::pass);
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].to == "walt@paper.example");
    CHECK(mails[0].kind == "reader_banned");
    CHECK(mails[0].data.find("Rule 3: no insults") != std::string::npos);
    CHECK(mails[0].data.find("2026-11-25T12:00:00.000Z") != std::string::npos);
    CHECK(mails[0].data.find("warned in May") == std::string::npos);
    const auto events = cast.events();
    CHECK(std::ranges::count(events, "moderation.reader_banned") == 1);
}

TEST_CASE("a ban ends by itself at its moment, and one without end does not")
{
    BansCast cast;
    REQUIRE(cast.ban(cast.walt, cast.terms(1h)).has_value());
    REQUIRE(cast.ban(cast.ada, cast.terms()).has_value());
    cast.clock.advance(1h - 1ms);
    CHECK(cast.active(cast.walt));
    cast.clock.advance(1ms);
    CHECK_FALSE(cast.active(cast.walt));
    CHECK(cast.judge(cast.walt, "", "").outcome == Outcome::pass);
    cast.clock.advance(24h * 365 * 20);
    REQUIRE(cast.active(cast.ada));
    CHECK_FALSE(cast.active(cast.ada)->until);
    CHECK(cast.judge(cast.ada, "", "").findings[0].words.empty());
}

TEST_CASE("a new ban replaces the one that stands, also with a shorter one")
{
    BansCast cast;
    REQUIRE(cast.ban(cast.walt, cast.terms()).has_value());
    REQUIRE(cast.ban(cast.walt, cast.terms(1h)).has_value());
    REQUIRE(cast.active(cast.walt));
    CHECK(cast.active(cast.walt)->until == cast.now() + 1h);
    cast.clock.advance(1h);
    CHECK_FALSE(cast.active(cast.walt));
}

TEST_CASE("a lifted ban holds no longer, is told, and can be lifted once")
{
    BansCast cast;
    const auto id = *cast.ban(cast.walt, cast.terms(48h));
    const auto lift = [&](BanId ban) {
        return cast.write([&](db::Tx& tx) { return lift_ban(tx, ban, cast.otto, cast.now()); });
    };
    CHECK(lift(id).has_value());
    CHECK_FALSE(cast.active(cast.walt));
    CHECK(lift(id).error().message_key == "ban.has_ended");
    CHECK(lift(BanId{404}).error().reason == Refusal::not_found);
    const auto decisions = cast.read(
        [&](db::Snapshot& snapshot) { return find_decisions_on_reader(snapshot, cast.walt, 10); });
    REQUIRE(decisions.size() == 2);
    CHECK(decisions[0].action == Action::ban_lifted);
    CHECK(decisions[0].staff == cast.otto);
    CHECK(decisions[1].action == Action::banned);
}

TEST_CASE("a ban that has run out cannot be lifted")
{
    BansCast cast;
    const auto id = *cast.ban(cast.walt, cast.terms(1h));
    cast.clock.advance(1h);
    const auto lifted =
        cast.write([&](db::Tx& tx) { return lift_ban(tx, id, cast.otto, cast.now()); });
    CHECK(lifted.error().message_key == "ban.has_ended");
}

TEST_CASE("a banned mail domain refuses what is beneath it and nothing that only looks like it")
{
    BansCast cast;
    REQUIRE(cast.write([&](db::Tx& tx) {
                    return ban_mail_domain(tx, "Bad.Example", cast.terms(), cast.now());
                })
                .has_value());
    CHECK(cast.judge(cast.ada, "bad.example", "").outcome == Outcome::refuse);
    CHECK(cast.judge(cast.ada, "mail.bad.example", "").findings[0].rule == "ban.mail_domain");
    CHECK(cast.judge(cast.ada, "notbad.example", "").outcome == Outcome::pass);
    CHECK(cast.judge(cast.ada, "bad.example.org", "").outcome == Outcome::pass);
    CHECK(cast.judge(cast.ada, "", "").outcome == Outcome::pass);
    CHECK(cast.mails().empty());
    for (const std::string domain : {"", "example", "a@b.example", "https://b.example"}) {
        CAPTURE(domain);
        CHECK_FALSE(cast.write([&](db::Tx& tx) {
                            return ban_mail_domain(tx, domain, cast.terms(), cast.now());
                        })
                        .has_value());
    }
}

TEST_CASE("a network is known by a key that tells nothing, an IPv6 /64 is one network")
{
    const auto key = [](std::string_view address) { return network_key("secret", address); };
    CHECK(key("192.0.2.7") == key("192.0.2.7"));
    CHECK(key("192.0.2.7") != key("192.0.2.8"));
    CHECK(key("::ffff:192.0.2.7") == key("192.0.2.7"));
    CHECK(key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9"));
    CHECK(key("2001:db8:1:2::1") != key("2001:db8:1:3::1"));
    CHECK(key("192.0.2.7") != network_key("another secret", "192.0.2.7"));
    CHECK(key("192.0.2.7").find("192") != 0);
    CHECK(key("").empty());
    CHECK(key("192.0.2").empty());
    CHECK(key("paper.example").empty());
}

TEST_CASE("a banned network refuses whoever comes from it, and its key goes when the ban is over")
{
    BansCast cast;
    const auto network = network_key("secret", "192.0.2.7");
    REQUIRE(
        cast.write([&](db::Tx& tx) { return ban_network(tx, network, cast.terms(1h), cast.now()); })
            .has_value());
    CHECK(cast.judge(cast.ada, "", network).findings[0].rule == "ban.network");
    CHECK(cast.judge(cast.ada, "", network_key("secret", "192.0.2.8")).outcome == Outcome::pass);
    const auto target = [&] {
        return cast.read([](db::Snapshot& snapshot) { return find_bans(snapshot, 1)[0].target; });
    };
    const auto trim = [&] {
        return cast.make([&](db::Tx& tx) { return trim_moderation(tx, cast.now(), 10); });
    };
    cast.clock.advance(1h + network_keys_kept);
    CHECK(trim() == 0);
    CHECK(target() == "network:" + network);
    cast.clock.advance(1ms);
    CHECK(trim() == 1);
    CHECK(target() == "network:");
    CHECK(trim() == 0);
}

TEST_CASE("a ban without ground, in the past or of too many words is refused and nothing said")
{
    BansCast cast;
    auto terms = cast.terms(1h);
    terms.ground = " ";
    CHECK(cast.ban(cast.walt, terms).error().message_key == "ban.ground");
    terms = cast.terms(0h);
    CHECK(cast.ban(cast.walt, terms).error().message_key == "ban.until");
    terms = cast.terms(ban_duration_max);
    CHECK(cast.ban(cast.walt, terms).has_value());
    const auto events = cast.events().size();
    terms = cast.terms(ban_duration_max + 1ms);
    CHECK(cast.ban(cast.walt, terms).error().message_key == "ban.until");
    terms = cast.terms(1h);
    terms.words.assign(decision_text_bytes_max + 1, 'x');
    CHECK(cast.ban(cast.walt, terms).error().message_key == "ban.words");
    terms = cast.terms(1h);
    terms.note.assign(ban_note_bytes_max + 1, 'x');
    CHECK(cast.ban(cast.walt, terms).error().message_key == "ban.words");
    CHECK(cast.ban(ReaderId{}, cast.terms(1h)).error().reason == Refusal::not_found);
    CHECK(cast.events().size() == events);
}

TEST_CASE("where several bans meet, the longest speaks")
{
    BansCast cast;
    REQUIRE(cast.ban(cast.walt, cast.terms(1h)).has_value());
    REQUIRE(cast.write([&](db::Tx& tx) { return ban_network(tx, "key", cast.terms(), cast.now()); })
                .has_value());
    CHECK(cast.judge(cast.walt, "", "key").findings[0].rule == "ban.network");
    CHECK(cast.judge(cast.walt, "", "").findings[0].rule == "ban.reader");
}

} // namespace masthead::moderation
