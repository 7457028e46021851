#include "features/moderation/moderation_cast.hpp"
#include "features/moderation/notices.hpp"
#include "features/moderation/trim_moderation.hpp"

#include <doctest/doctest.h>

namespace masthead::moderation {

namespace {

using namespace std::chrono_literals;

struct NoticesCast : test::Cast {
    FileNotice notice()
    {
        FileNotice made;
        made.place = "https://paper.example/harbour-strike/comments/7/";
        made.comment = CommentId{7};
        made.story = story;
        made.why = "It calls for violence against the crew of the ferry.";
        made.name = "Frida Ott";
        made.mail = "frida@mail.example";
        made.good_faith = GoodFaith::confirmed;
        made.network_key = "key";
        return made;
    }
    Result<NoticeId> file(const FileNotice& filed)
    {
        return write([&](db::Tx& tx) { return file_notice(tx, filed, now()); });
    }
    Result<void> decide(const DecideNotice& decision)
    {
        return write([&](db::Tx& tx) { return decide_notice(tx, decision, now()); });
    }
    std::optional<Notice> find(NoticeId id)
    {
        return read([&](db::Snapshot& snapshot) { return find_notice(snapshot, id); });
    }
    std::int64_t waiting()
    {
        return read([](db::Snapshot& snapshot) { return count_waiting_notices(snapshot); });
    }
    std::string refusal_of(const FileNotice& filed)
    {
        const auto answer = file(filed);
        return answer ? "" : answer.error().message_key;
    }
};

} // namespace

TEST_CASE("a notice is stored, acknowledged by mail, and is one event without a word of it")
{
    NoticesCast cast;
    const auto id = *cast.file(cast.notice());
    const auto notice = cast.find(id);
    REQUIRE(notice);
    CHECK(notice->state == NoticeState::waiting);
    CHECK(notice->comment == CommentId{7});
    CHECK(notice->why == "It calls for violence against the crew of the ferry.");
    CHECK(notice->mail == "frida@mail.example");
    CHECK(cast.events() == std::vector<std::string>{"moderation.notice_filed"});
    const auto mails = cast.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].to == "frida@mail.example");
    CHECK(mails[0].kind == "notice_received");
    CHECK(mails[0].data.find(to_string(id)) != std::string::npos);
    CHECK(cast.waiting() == 1);
}

TEST_CASE("a notice without what the law asks for is refused by the missing part's name")
{
    NoticesCast cast;
    auto notice = cast.notice();
    notice.place = " ";
    CHECK(cast.refusal_of(notice) == "notice.place");
    notice = cast.notice();
    notice.why = "";
    CHECK(cast.refusal_of(notice) == "notice.why");
    notice = cast.notice();
    notice.name = "";
    CHECK(cast.refusal_of(notice) == "notice.name");
    for (const std::string mail : {"", "frida", "frida@", "a@b.example, c@d.example"}) {
        CAPTURE(mail);
        notice = cast.notice();
        notice.mail = mail;
        CHECK(cast.refusal_of(notice) == "notice.mail");
    }
    notice = cast.notice();
    notice.good_faith = GoodFaith::not_confirmed;
    CHECK(cast.refusal_of(notice) == "notice.good_faith");
    CHECK(cast.waiting() == 0);
    CHECK(cast.events().empty());
    CHECK(cast.mails().empty());
}

TEST_CASE("whoever notifies abuse of children need not say who they are, but may")
{
    NoticesCast cast;
    auto notice = cast.notice();
    notice.kind = NoticeKind::child_abuse;
    notice.name = "";
    notice.mail = "";
    CHECK(cast.file(notice).has_value());
    CHECK(cast.mails().empty());
    notice.mail = "frida@mail.example";
    CHECK(cast.file(notice).has_value());
    CHECK(cast.mails().size() == 1);
    notice.mail = "no address";
    CHECK(cast.refusal_of(notice) == "notice.mail");
}

TEST_CASE("texts at their limits are kept and one byte more refused")
{
    NoticesCast cast;
    auto notice = cast.notice();
    notice.place.assign(notice_place_bytes_max, 'x');
    notice.why.assign(notice_why_bytes_max, 'x');
    notice.name.assign(notice_name_bytes_max, 'x');
    CHECK(cast.file(notice).has_value());
    auto longer = notice;
    longer.place += 'x';
    CHECK(cast.refusal_of(longer) == "notice.place");
    longer = notice;
    longer.why += 'x';
    CHECK(cast.refusal_of(longer) == "notice.why");
    longer = notice;
    longer.name += 'x';
    CHECK(cast.refusal_of(longer) == "notice.name");
}

TEST_CASE("one network files so many notices a day, another is not hindered")
{
    NoticesCast cast;
    auto notice = cast.notice();
    const auto file = [&](int number) {
        notice.mail = "frida" + std::to_string(number) + "@mail.example";
        return cast.refusal_of(notice);
    };
    for (int i = 0; i < notices_a_day_max; ++i)
        REQUIRE(file(i).empty());
    CHECK(file(notices_a_day_max) == "notice.too_many");
    notice.network_key = "another";
    CHECK(file(notices_a_day_max).empty());
    cast.clock.advance(24h);
    notice.network_key = "key";
    CHECK(file(0).empty());
}

TEST_CASE("one mail address, however it is written, gets so many acknowledgements a day")
{
    NoticesCast cast;
    auto notice = cast.notice();
    const auto file = [&](const std::string& mail, int network) {
        notice.mail = mail;
        notice.network_key = "net-" + std::to_string(network);
        return cast.refusal_of(notice);
    };
    for (int i = 0; i < notices_of_mail_a_day_max; ++i)
        REQUIRE(file("frida@mail.example", i).empty());
    const auto mails = cast.mails().size();
    CHECK(file("Frida+more@MAIL.example", 100) == "notice.too_many_of_mail");
    CHECK(cast.mails().size() == mails);
    CHECK(cast.waiting() == notices_of_mail_a_day_max);
    CHECK(file("otto@mail.example", 100).empty());
    notice.kind = NoticeKind::child_abuse;
    CHECK(file("", 100).empty()); // nobody to write to, nobody to be bothered
    cast.clock.advance(24h);
    CHECK(file("frida@mail.example", 100).empty());
}

TEST_CASE("a notice is decided once, in words, by staff, and the outcome is told")
{
    NoticesCast cast;
    DecideNotice decision;
    decision.notice = *cast.file(cast.notice());
    decision.outcome = NoticeState::acted;
    decision.words = "The comment was removed.";
    CHECK(cast.decide(decision).error().message_key == "notice.needs_staff");
    decision.staff = cast.mira;
    decision.outcome = NoticeState::waiting;
    CHECK(cast.decide(decision).error().message_key == "notice.outcome");
    decision.outcome = NoticeState::acted;
    decision.words = "";
    CHECK(cast.decide(decision).error().message_key == "notice.words");
    decision.words.assign(notice_answer_bytes_max + 1, 'x');
    CHECK(cast.decide(decision).error().reason == Refusal::too_large);
    decision.words.assign(notice_answer_bytes_max, 'x');
    CHECK(cast.decide(decision).has_value());
    CHECK(cast.decide(decision).error().reason == Refusal::conflict);
    decision.notice = NoticeId{404};
    CHECK(cast.decide(decision).error().reason == Refusal::not_found);
    CHECK(cast.waiting() == 0);
    CHECK(cast.events().back() == "moderation.notice_decided");
    REQUIRE(cast.mails().size() == 2);
    CHECK(cast.mails()[1].kind == "notice_outcome");
    CHECK(cast.mails()[1].data.find("\"acted\":true") != std::string::npos);
}

TEST_CASE("waiting notices are listed oldest first")
{
    NoticesCast cast;
    const auto first = *cast.file(cast.notice());
    cast.clock.advance(1ms);
    const auto second = *cast.file(cast.notice());
    cast.read([&](db::Snapshot& snapshot) {
        const auto waiting = find_waiting_notices(snapshot, 10);
        REQUIRE(waiting.size() == 2);
        CHECK(waiting[0].id == first);
        CHECK(waiting[1].id == second);
        CHECK(find_waiting_notices(snapshot, 1).size() == 1);
    });
}

TEST_CASE("the network of a notice goes after thirty days, its words a year after the decision")
{
    NoticesCast cast;
    const auto trim = [&] {
        return cast.make([&](db::Tx& tx) { return trim_moderation(tx, cast.now(), 10); });
    };
    DecideNotice decision;
    decision.notice = *cast.file(cast.notice());
    const auto undecided = *cast.file(cast.notice());
    cast.clock.advance(network_keys_kept);
    CHECK(trim() == 0);
    cast.clock.advance(1ms);
    CHECK(trim() == 2);
    decision.staff = cast.mira;
    decision.words = "Nothing illegal in it.";
    REQUIRE(cast.decide(decision).has_value());
    cast.clock.advance(notice_texts_kept);
    CHECK(trim() == 0);
    cast.clock.advance(1ms);
    CHECK(trim() == 1);
    CHECK(cast.find(decision.notice)->mail.empty());
    CHECK(cast.find(decision.notice)->why.empty());
    CHECK(cast.find(undecided)->mail == "frida@mail.example");
}

} // namespace masthead::moderation
