#pragma once

#include "app/demo_files.hpp"
#include "core/base/clock.hpp"
#include "core/db/database.hpp"

#include <filesystem>

namespace masthead::app {

/// What the demonstration brought.
struct DemoReport {
    int stories = 0;
    int pages = 0;
    int pictures = 0;
    int comments = 0;
};

/// Whether the newsroom holds any story, of whatever state.
bool has_stories(db::Snapshot& snapshot);

/// The moment at which the demonstration is told: the last 19:05 of its town. Its stories name the
/// hours of one stormy evening, so they keep the hour and only the day moves with the calendar.
Time evening_of_the_storm(Time now, std::string_view timezone);

/// Copies the pictures into `media`/demo and stores everything else in one transaction, so that a
/// kill half-way leaves no half newsroom. Refuses `conflict` where there are stories already: a
/// real newsroom is never mixed with the demonstration. Throws where a file cannot be written.
Result<DemoReport> store_demo(db::Database& database, const Clock& clock,
                              const std::filesystem::path& media, const DemoContent& content);

} // namespace masthead::app
