#pragma once

#include "features/follows/change_follows.hpp"
#include "features/notifications/choices.hpp"
#include "features/notifications/find_notifications.hpp"
#include "features/notifications/mark_seen.hpp"
#include "features/notifications/take_events.hpp"
#include "forum_cast.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace masthead::test {

/// A forum whose events are told to readers, step by step.
struct NoticesCast : ForumCast {
    notifications::MailTimes times()
    {
        return {std::chrono::minutes{2}, notifications::digest_times(now(), Milliseconds{0})};
    }

    /// Everything that has happened, told.
    void tell()
    {
        while (notifications::tell_next(*database, times(), now()) !=
               notifications::Progress::idle) {
        }
    }

    void follow(ReaderId reader, const follows::FollowTarget& target)
    {
        (void)done([&](db::Tx& tx) { return follows::follow(tx, {reader, target}, now()); });
    }

    void choose(ReaderId reader, notifications::Kind kind, notifications::Choice choice)
    {
        REQUIRE(write([&](db::Tx& tx) {
                    return notifications::choose(tx, reader, kind, choice);
                }).has_value());
    }

    std::vector<notifications::Group> list_of(ReaderId reader)
    {
        return database->read(
            [&](db::Snapshot& s) { return notifications::find_groups(s, reader).groups; });
    }

    int unread(ReaderId reader)
    {
        return database->read(
            [&](db::Snapshot& s) { return notifications::unread_count(s, reader); });
    }

    /// "reply Bo +1", "decision": what the list says, newest first.
    std::vector<std::string> told(ReaderId reader)
    {
        std::vector<std::string> lines;
        for (const auto& group : list_of(reader)) {
            auto line = std::string{notifications::kind_name(group.kind)};
            if (!group.name.empty())
                line += " " + group.name;
            if (group.others > 0)
                line += " +" + std::to_string(group.others);
            lines.push_back(std::move(line));
        }
        return lines;
    }

    void see_all(ReaderId reader)
    {
        REQUIRE(write([&](db::Tx& tx) {
                    return notifications::mark_all_seen(tx, reader, now(), now());
                }).has_value());
    }
};

} // namespace masthead::test
