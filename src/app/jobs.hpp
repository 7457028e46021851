#pragma once

#include "core/db/job_runner.hpp"

#include <map>
#include <string>
#include <string_view>

namespace masthead::app {

inline constexpr std::string_view job_publish_due = "stories.publish_due";
inline constexpr std::string_view job_trim_events = "event_log.trim";

/// What the server does of itself, by the name of the job. Each job that comes round again adds its
/// next turn in the transaction of its work.
std::map<std::string, db::JobRunner::Handler> job_handlers(db::Database& database,
                                                           const Clock& clock);

/// Starts the rounds of this process. Those an earlier process left run once more and end.
void arm_jobs(db::Database& database, const Clock& clock);

} // namespace masthead::app
