#include "app/jobs.hpp"

#include "app/erase_reader.hpp"
#include "core/base/log.hpp"
#include "core/base/random.hpp"
#include "core/db/event_log.hpp"
#include "features/comments/decide_comment.hpp"
#include "features/stories/save_story.hpp"

#include <boost/json.hpp>

namespace masthead::app {

namespace {

constexpr Milliseconds publish_check_every = std::chrono::minutes{1};
constexpr Milliseconds trim_every = std::chrono::hours{24};
constexpr Milliseconds erase_every = std::chrono::hours{1};
constexpr Milliseconds retention_every = std::chrono::hours{1};
constexpr int told_a_turn = 100;
constexpr int rows_a_retention_turn = 500;
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

// The next turn is added in a transaction of its own, whatever became of the work: a fault that
// lasts longer than a job's attempts must not end the rounds until somebody restarts the server.
template <class Work, class NextAt>
void take_turn(db::Database& database, const db::Job& job, Work&& work, NextAt&& next_at)
{
    try {
        work();
    } catch (const std::exception& error) {
        log::error("round.failed", {{"kind", job.kind}, {"error", error.what()}});
    }
    if (job.payload != round_name())
        return;
    const auto added = database.write([&](db::Tx& tx) -> Result<int> {
        add_turn(tx, job.kind, next_at(tx));
        return 0;
    });
    if (!added)
        throw std::runtime_error("the next turn could not be added");
}

void publish_due(const JobServices& services, const db::Job& job)
{
    auto& database = services.database;
    const auto& clock = services.clock;
    const auto work = [&] {
        // Until rules that could not be read are read, every comment is held.
        if (!services.rule_books.current()->is_available())
            services.rule_books.reload(database);
        const auto published = database.write([&](db::Tx& tx) -> Result<int> {
            return stories::publish_due_stories(tx, clock.now(), stories_a_turn);
        });
        if (*published > 0)
            log::info("stories.published", {{"count", *published}});
    };
    take_turn(database, job, work, [&](db::Tx& tx) { return next_publish_check(tx, clock.now()); });
}

void trim_events(db::Database& database, const Clock& clock, const db::Job& job)
{
    std::int64_t count = 0;
    const auto work = [&] {
        const auto trimmed = database.write(
            [&](db::Tx& tx) -> Result<std::int64_t> {
                return db::trim_event_log(tx, clock.now(), events_a_turn);
            },
            db::Lane::bulk);
        count = *trimmed;
        if (count > 0)
            log::info("event_log.trimmed", {{"count", count}});
    };
    // A full turn means that more is waiting.
    take_turn(database, job, work, [&](db::Tx&) {
        return count < events_a_turn ? clock.now() + trim_every : clock.now();
    });
}

void erase_due(const JobServices& services, const db::Job& job)
{
    const auto work = [&] {
        erase_due_readers(services.database, services.media, services.clock.now());
    };
    take_turn(services.database, job, work,
              [&](db::Tx&) { return services.clock.now() + erase_every; });
}

void let_go_of_due(const JobServices& services, const db::Job& job)
{
    std::int64_t gone = 0;
    const auto work = [&] {
        const auto done = services.database.write(
            [&](db::Tx& tx) -> Result<std::int64_t> {
                return privacy::let_go_of_everything_due(tx, services.periods, services.clock.now(),
                                                         rows_a_retention_turn);
            },
            db::Lane::bulk);
        gone = *done;
        if (gone > 0)
            log::info("privacy.let_go", {{"rows", gone}});
    };
    take_turn(services.database, job, work, [&](db::Tx&) {
        return services.clock.now() +
               (gone < rows_a_retention_turn ? retention_every : Milliseconds{0});
    });
}

struct HeldBy {
    StoryId story;
    StaffId staff;
};

std::optional<HeldBy> held_by(const db::Job& job)
{
    boost::system::error_code error;
    const auto payload = boost::json::parse(job.payload, error);
    const auto* object = error ? nullptr : payload.if_object();
    const auto text = [&](std::string_view name) {
        const auto* value = object ? object->if_contains(name) : nullptr;
        return value && value->is_string() ? std::string{value->as_string()} : std::string{};
    };
    const auto story = parse_id<StoryId>(text("story"));
    const auto staff = parse_id<StaffId>(text("staff"));
    if (!story || !staff)
        return std::nullopt;
    return HeldBy{*story, *staff};
}

// Holding a whole conversation is done at once; telling each author why takes its time.
void tell_held(const JobServices& services, const db::Job& job)
{
    const auto held = held_by(job);
    if (!held)
        throw std::runtime_error("a job without story and staff");
    int told = 1;
    while (told > 0) {
        const auto done = services.database.write(
            [&](db::Tx& tx) -> Result<int> {
                return comments::tell_held(tx, held->story, held->staff, services.clock.now(),
                                           told_a_turn);
            },
            db::Lane::bulk);
        told = done ? *done : 0;
    }
}

} // namespace

std::map<std::string, db::JobRunner::Handler> job_handlers(const JobServices& services)
{
    auto& database = services.database;
    const auto& clock = services.clock;
    return {
        {std::string{job_erase_due}, [services](const db::Job& job) { erase_due(services, job); }},
        {std::string{comments::job_tell_held},
         [services](const db::Job& job) { tell_held(services, job); }},
        {std::string{job_retention},
         [services](const db::Job& job) { let_go_of_due(services, job); }},
        {std::string{job_publish_due},
         [services](const db::Job& job) { publish_due(services, job); }},
        {std::string{job_trim_events},
         [&database, &clock](const db::Job& job) { trim_events(database, clock, job); }},
    };
}

void arm_jobs(db::Database& database, const Clock& clock)
{
    const auto armed = database.write([&](db::Tx& tx) -> Result<int> {
        add_turn(tx, job_publish_due, clock.now());
        add_turn(tx, job_trim_events, clock.now());
        add_turn(tx, job_erase_due, clock.now());
        add_turn(tx, job_retention, clock.now());
        return 0;
    });
    if (!armed)
        throw std::runtime_error("the rounds could not be started");
}

} // namespace masthead::app
