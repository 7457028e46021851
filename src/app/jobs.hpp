#pragma once

#include "core/db/job_runner.hpp"
#include "features/moderation/rule_book.hpp"
#include "features/privacy/personal_data.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace masthead::app {

inline constexpr std::string_view job_publish_due = "stories.publish_due";
inline constexpr std::string_view job_trim_events = "event_log.trim";
inline constexpr std::string_view job_erase_due = "readers.erase_due";
inline constexpr std::string_view job_retention = "privacy.retention";

/// What the jobs are given. Everything named by reference outlives them.
struct JobServices {
    db::Database& database;
    const Clock& clock;
    std::filesystem::path media;
    privacy::Periods periods;
    moderation::RuleBooks& rule_books;
};

/// What the server does of itself, by the name of the job. Each job that comes round again adds its
/// next turn when its work is done.
std::map<std::string, db::JobRunner::Handler> job_handlers(const JobServices& services);

/// Starts the rounds of this process. Those an earlier process left run once more and end.
void arm_jobs(db::Database& database, const Clock& clock);

} // namespace masthead::app
