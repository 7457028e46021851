// Measures the verb of posting alone: threads that write through the one writer, each comment with
// its counts, verdict, event, network and fingerprint, durable when it is answered.
// Usage: post_comments [THREADS] [SECONDS] [REPLIES_PERCENT] [READERS]. Works in a temporary folder
// beside the current one, so that the figure is of a real disk.

#include "core/base/clock.hpp"
#include "core/db/migrator.hpp"
#include "core/db/sqlite/sqlite_database.hpp"
#include "features/comments/post_comment.hpp"
#include "features/moderation/judge_text.hpp"
#include "features/readers/edit_profile.hpp"
#include "features/readers/sign_up.hpp"
#include "features/stories/save_story.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace masthead;
using Steady = std::chrono::steady_clock;

struct Plan {
    int threads = 64;
    int seconds = 10;
    int replies_percent = 50;
    int readers = 2'000;
};

struct Forum {
    db::Database& database;
    const Clock& clock;
    StoryId story;
    std::vector<ReaderId> readers;
    std::shared_ptr<const moderation::RuleBook> rule_book;
    comments::ForumRules rules;
};

StoryId make_story(db::Database& database, Time now)
{
    stories::SaveStory story;
    story.slug = "harbour-strike";
    story.headline = "Harbour strike";
    story.state = stories::StoryState::published;
    stories::StoryBody body;
    body.html = "<p>Body.</p>";
    story.body = stories::prepare_body(std::move(body), "en");
    return database.write([&](db::Tx& tx) { return stories::save_story(tx, story, now); })
        .value()
        .id;
}

ReaderId make_reader(db::Tx& tx, int number, Time now)
{
    readers::SignUp sign_up;
    sign_up.display_name = "Reader " + std::to_string(number);
    sign_up.mail = "reader" + std::to_string(number) + "@reader.example";
    sign_up.rules_version = "1";
    sign_up.minimum_age_confirmed = readers::minimum_age_default;
    const auto id = readers::sign_up(tx, sign_up, now - std::chrono::hours{72}).value();
    readers::count_comment(tx, id, {0, 0, comments::established_comments_min});
    return id;
}

std::vector<ReaderId> make_readers(db::Database& database, int count, Time now)
{
    return database
        .write([&](db::Tx& tx) -> Result<std::vector<ReaderId>> {
            std::vector<ReaderId> readers;
            for (int i = 0; i < count; ++i)
                readers.push_back(make_reader(tx, i, now));
            return readers;
        })
        .value();
}

// Words that no other comment has, some 300 bytes of them.
std::string some_words(std::mt19937_64& random)
{
    std::string words;
    while (words.size() < 300) {
        for (auto letters = 3 + random() % 8; letters > 0; --letters)
            words += static_cast<char>('a' + random() % 26);
        words += ' ';
    }
    return words;
}

comments::PostComment next_post(const Forum& forum, std::mt19937_64& random)
{
    comments::PostComment command;
    command.story = forum.story;
    command.reader = forum.readers[random() % forum.readers.size()];
    command.text = comments::prepare_comment(some_words(random)).value();
    command.submission_key = std::to_string(random()) + std::to_string(random());
    moderation::Submission submission;
    submission.text = command.text.plain;
    moderation::Standing standing;
    standing.reader = command.reader;
    standing.approved_count = comments::established_comments_min;
    command.verdict_before =
        moderation::judge_text(*forum.rule_book, submission, standing, forum.clock.now());
    command.fingerprint = moderation::text_fingerprint(command.text.plain);
    command.sealed_network = std::string(64, 's');
    command.network_key = std::to_string(random() % 1'000'000);
    command.rule_book = forum.rule_book;
    command.rules = forum.rules;
    return command;
}

double thread_cpu_us()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

struct Tally {
    std::vector<double> latencies_ms;
    double verb_us = 0; // CPU of the writer's thread inside the verb, the commit left out
    int refused = 0;
    int held = 0;
};

void post_until(const Forum& forum, const Plan& plan, Steady::time_point end, int seed,
                Tally& tally)
{
    std::mt19937_64 random{static_cast<std::uint64_t>(seed)};
    CommentId last;
    while (Steady::now() < end) {
        auto command = next_post(forum, random);
        if (static_cast<int>(random() % 100) < plan.replies_percent)
            command.parent = last;
        const auto begin = Steady::now();
        const auto posted = forum.database.write([&](db::Tx& tx) {
            const auto start = thread_cpu_us();
            auto answer = comments::post_comment(tx, command, forum.clock.now());
            tally.verb_us += thread_cpu_us() - start;
            return answer;
        });
        tally.latencies_ms.push_back(
            std::chrono::duration<double, std::milli>(Steady::now() - begin).count());
        tally.refused += posted ? 0 : 1;
        if (!posted)
            continue;
        const bool seen = posted->state == comments::CommentState::visible;
        tally.held += seen ? 0 : 1;
        // Chains stay short, as conversations are.
        last = seen && random() % 4 != 0 ? posted->id : CommentId{};
    }
}

double at_share(const std::vector<double>& sorted, double share)
{
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void measure(const Forum& forum, const Plan& plan)
{
    std::vector<Tally> tallies(static_cast<std::size_t>(plan.threads));
    std::vector<std::thread> threads;
    const auto end = Steady::now() + std::chrono::seconds{plan.seconds};
    for (int i = 0; i < plan.threads; ++i) {
        auto& tally = tallies[static_cast<std::size_t>(i)];
        threads.emplace_back([&, i] { post_until(forum, plan, end, i + 1, tally); });
    }
    for (auto& thread : threads)
        thread.join();
    Tally all;
    for (auto& tally : tallies) {
        all.latencies_ms.insert(all.latencies_ms.end(), tally.latencies_ms.begin(),
                                tally.latencies_ms.end());
        all.verb_us += tally.verb_us;
        all.refused += tally.refused;
        all.held += tally.held;
    }
    std::sort(all.latencies_ms.begin(), all.latencies_ms.end());
    std::printf("%d threads, %d%% replies, %d readers: %.0f comments/s, p50 %.1f ms, p99 %.1f ms, "
                "worst %.1f ms, verb %.1f us CPU (%zu posts, %d refused, %d held)\n",
                plan.threads, plan.replies_percent, plan.readers,
                static_cast<double>(all.latencies_ms.size()) / plan.seconds,
                at_share(all.latencies_ms, 0.5), at_share(all.latencies_ms, 0.99),
                all.latencies_ms.back(), all.verb_us / static_cast<double>(all.latencies_ms.size()),
                all.latencies_ms.size(), all.refused, all.held);
}

int argument(int argc, char** argv, int place, int otherwise)
{
    return argc > place ? std::atoi(argv[place]) : otherwise;
}

} // namespace

int main(int argc, char** argv)
{
    Plan plan;
    plan.threads = argument(argc, argv, 1, plan.threads);
    plan.seconds = argument(argc, argv, 2, plan.seconds);
    plan.replies_percent = argument(argc, argv, 3, plan.replies_percent);
    plan.readers = argument(argc, argv, 4, plan.readers);
    const auto folder = std::filesystem::current_path() / "post_comments.tmp";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    {
        const SystemClock clock;
        const auto database =
            db::sqlite::open_database(folder / "masthead.db", clock, db::embedded_migrations());
        Forum forum{*database, clock, make_story(*database, clock.now()), {}, {}, {}};
        forum.readers = make_readers(*database, plan.readers, clock.now());
        forum.rule_book = std::make_shared<const moderation::RuleBook>(
            std::vector<moderation::Rule>{}, 0, std::make_shared<moderation::RecentFingerprints>());
        // Readers of a benchmark never rest: their pace is looked up, but lets them.
        forum.rules.established = {{200, std::chrono::seconds{30}}, {200, std::chrono::hours{1}}};
        measure(forum, plan);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
