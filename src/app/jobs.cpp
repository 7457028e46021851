#include "app/jobs.hpp"

#include "core/base/log.hpp"
#include "core/base/random.hpp"
#include "core/db/event_log.hpp"
#include "features/stories/save_story.hpp"

namespace masthead::app {

namespace {

constexpr Milliseconds publish_check_every = std::chrono::minutes{1};
constexpr Milliseconds trim_every = std::chrono::hours{24};
constexpr int stories_a_turn = 100;
constexpr int events_a_turn = 10'000;

// A round belongs to the process that began it: its turns carry this name, and a turn with another
// one is the last of a process that has ended. So there is one round of each kind, however often a
// server is killed.
const std::string& round_name()
{
    static const std::string name = R"({"round":")" + random_hex(8) + R"("})";
    return name;
}

void add_turn(db::Tx& tx, std::string_view kind, Time run_at)
{
    db::add_job(tx, {kind, round_name(), run_at});
}

Time next_publish_check(db::Tx& tx, Time now)
{
    const auto latest = now + publish_check_every;
    const auto scheduled = stories::next_scheduled_at(tx);
    return scheduled ? std::clamp(*scheduled, now, latest) : latest;
}

void publish_due(db::Database& database, const Clock& clock, const db::Job& job)
{
    const auto published = database.write([&](db::Tx& tx) -> Result<int> {
        const auto now = clock.now();
        const int count = stories::publish_due_stories(tx, now, stories_a_turn);
        if (job.payload == round_name())
            add_turn(tx, job_publish_due, next_publish_check(tx, now));
        return count;
    });
    if (*published > 0)
        log::info("stories.published", {{"count", *published}});
}

void trim_events(db::Database& database, const Clock& clock, const db::Job& job)
{
    const auto trimmed = database.write(
        [&](db::Tx& tx) -> Result<std::int64_t> {
            const auto now = clock.now();
            const auto count = db::trim_event_log(tx, now, events_a_turn);
            // A full turn means that more is waiting.
            if (job.payload == round_name())
                add_turn(tx, job_trim_events, count < events_a_turn ? now + trim_every : now);
            return count;
        },
        db::Lane::bulk);
    if (*trimmed > 0)
        log::info("event_log.trimmed", {{"count", *trimmed}});
}

} // namespace

std::map<std::string, db::JobRunner::Handler> job_handlers(db::Database& database,
                                                           const Clock& clock)
{
    return {
        {std::string{job_publish_due},
         [&database, &clock](const db::Job& job) { publish_due(database, clock, job); }},
        {std::string{job_trim_events},
         [&database, &clock](const db::Job& job) { trim_events(database, clock, job); }},
    };
}

void arm_jobs(db::Database& database, const Clock& clock)
{
    const auto armed = database.write([&](db::Tx& tx) -> Result<int> {
        add_turn(tx, job_publish_due, clock.now());
        add_turn(tx, job_trim_events, clock.now());
        return 0;
    });
    if (!armed)
        throw std::runtime_error("the rounds could not be started");
}

} // namespace masthead::app
