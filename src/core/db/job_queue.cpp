#include "core/db/job_queue.hpp"

#include "core/base/limits.hpp"

namespace masthead::db {

namespace {

enum class State { waiting = 0, failed = 1 };

constexpr Query insert_job{"job_queue.insert", R"sql(
    INSERT INTO job_queue (id, kind, payload, run_at_ms, attempts, state, lane)
    VALUES (?, ?, ?, ?, 0, 0, ?)
)sql"};

constexpr Query select_due{"job_queue.due", R"sql(
    SELECT id, kind, payload, attempts
    FROM job_queue
    WHERE state = 0
      AND lane = ?
      AND run_at_ms <= ?
    ORDER BY run_at_ms, id
    LIMIT 1
)sql"};

constexpr Query lease_job{"job_queue.lease", R"sql(
    UPDATE job_queue
    SET run_at_ms = ?,
        attempts = attempts + 1
    WHERE id = ?
)sql"};

constexpr Query delete_job{"job_queue.delete", R"sql(
    DELETE FROM job_queue
    WHERE id = ?
)sql"};

constexpr Query delay_job{"job_queue.delay", R"sql(
    UPDATE job_queue
    SET run_at_ms = ?,
        state = ?,
        last_error = ?
    WHERE id = ?
)sql"};

constexpr Query select_next_time{"job_queue.next_time", R"sql(
    SELECT run_at_ms
    FROM job_queue
    WHERE state = 0
      AND lane = ?
    ORDER BY run_at_ms
    LIMIT 1
)sql"};

} // namespace

JobId add_job(Tx& tx, const NewJob& job)
{
    const auto id = tx.new_id<JobId>();
    tx.run(insert_job, {id, job.kind, job.payload, job.run_at, job.lane});
    return id;
}

std::optional<Job> claim_job(Tx& tx, Time now, Milliseconds lease, JobLane lane)
{
    const auto job = tx.find(select_due, {lane, now}, [](const Row& row) {
        return Job{row.id<JobId>(0), row.string(1), row.string(2),
                   static_cast<int>(row.integer(3)) + 1};
    });
    if (job)
        tx.run(lease_job, {now + lease, job->id});
    return job;
}

void finish_job(Tx& tx, JobId id)
{
    tx.run(delete_job, {id});
}

std::optional<Time> retry_job(Tx& tx, const Job& job, std::string_view reason, Time now)
{
    const bool over = job.attempt >= limits::job_attempts_max;
    const auto next = now + job_pause_after(job.attempt);
    tx.run(delay_job, {next, over ? State::failed : State::waiting, reason, job.id});
    return over ? std::nullopt : std::optional<Time>{next};
}

std::optional<Time> next_job_at(Snapshot& snapshot, JobLane lane)
{
    return snapshot.find(select_next_time, {lane}, [](const Row& row) { return row.time(0); });
}

Milliseconds job_pause_after(int attempt)
{
    constexpr auto first = std::chrono::seconds{5};
    constexpr Milliseconds longest = std::chrono::hours{1};
    const int doublings = std::clamp(attempt - 1, 0, 10);
    return std::min<Milliseconds>(first * (1 << doublings), longest);
}

} // namespace masthead::db
