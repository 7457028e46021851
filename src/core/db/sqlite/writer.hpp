#pragma once

#include "core/base/id.hpp"
#include "core/db/sqlite/connection.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace masthead::db::sqlite {

/// The one thread that writes and checkpoints: group commit. It takes all waiting verbs, runs each
/// in a savepoint of its own inside one BEGIN IMMEDIATE, commits once, then answers all.
class Writer {
public:
    Writer(Connection& connection, const Clock& clock, std::uint16_t node);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Blocks until `body` is durable or refused (answered false). Throws what the body or the
    /// engine threw; db::Error with code SQLITE_BUSY where the queue is full.
    void run(Lane lane, const std::function<bool(Tx&)>& body);

    /// Runs `step` on the writer's thread between batches, outside any transaction, again and again
    /// until it answers false: posting goes on meanwhile. Blocks until then; throws what it threw.
    void run_between_batches(const std::function<bool()>& step);

    void on_commit(std::function<void()> callback);

private:
    struct Pending;
    struct Side;
    enum class Bulk { run, leave };

    void loop();
    std::vector<Pending*> take_batch();
    void run_batch(std::vector<Pending*> batch);
    bool try_batch(std::vector<Pending*>& batch, Bulk bulk);
    void run_verb(Pending& pending);
    void run_bulk(std::vector<Pending*>& done);
    void commit();
    std::int64_t raise_high_water();
    bool has_bulk();
    void run_side_step();
    void checkpoint_if_large();
    void answer(std::vector<Pending*>& batch);
    void abandon(std::vector<Pending*>& batch);

    Connection& connection_;
    IdSource ids_;
    std::int64_t stored_high_water_;
    std::uint16_t node_;
    std::mutex mutex_;
    std::condition_variable work_;
    std::deque<Pending*> interactive_;
    std::deque<Pending*> bulk_;
    std::deque<Side*> sides_;
    std::function<void()> on_commit_;
    std::mutex callback_mutex_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace masthead::db::sqlite
