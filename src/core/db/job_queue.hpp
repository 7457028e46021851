#pragma once

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::db {

using JobId = Id<struct JobTag>;

/// Work that is owed and survives a restart: added in the transaction that owes it.
struct Job {
    JobId id;
    std::string kind;    ///< "stories.publish_due"
    std::string payload; ///< JSON, ids only
    int attempt = 0;     ///< 1 for the first try
};

/// A runner takes jobs of its lane one after another; lanes run beside each other.
enum class JobLane {
    ordinary = 0,
    outward = 1, ///< waits for other people's servers, which may be slow
    mail = 2     ///< the same for mails alone, of which several are under way at once
};

/// What a verb owes; `payload` is JSON and holds ids only.
struct NewJob {
    std::string_view kind;
    std::string_view payload = "{}";
    Time run_at{};
    JobLane lane = JobLane::ordinary;
};

/// Adds a job. Answers its id.
JobId add_job(Tx& tx, const NewJob& job);

/// Takes the next due job of a lane for `lease`: if the process dies meanwhile, the job is due
/// again when the lease is over. Absent where nothing is due.
std::optional<Job> claim_job(Tx& tx, Time now, Milliseconds lease,
                             JobLane lane = JobLane::ordinary);

/// The work is done; the row goes.
void finish_job(Tx& tx, JobId id);

/// The work failed: due again after a growing pause, or kept as failed with its reason after
/// limits::job_attempts_max attempts. Answers the time of the next try.
std::optional<Time> retry_job(Tx& tx, const Job& job, std::string_view reason, Time now);

/// When the next waiting job of a lane is due. Absent where none waits.
std::optional<Time> next_job_at(Snapshot& snapshot, JobLane lane = JobLane::ordinary);

/// Seconds until the try after `attempt`: 5, 10, 20 … at most an hour.
Milliseconds job_pause_after(int attempt);

} // namespace masthead::db
