#include "core/db/sqlite/writer.hpp"

#include "core/base/check.hpp"
#include "core/base/limits.hpp"
#include "core/base/log.hpp"

#include <cstdlib>
#include <semaphore>
#include <sqlite3.h>

namespace masthead::db::sqlite {

namespace {

// The page count at which the log is written back: 64 MB of 4 KB pages (design: an ever-growing
// log was measured at 7 GB in 40 s with passive checkpoints alone).
constexpr int wal_pages_max = 64 * 1024 / 4;

// A reader that stays open stalls a checkpoint for the whole busy time-out.
constexpr int checkpoint_timeout_ms = 20;
constexpr int write_timeout_ms = 5'000;

// Ids of the next minute are reserved at once, so that the mark costs one row a minute.
constexpr std::int64_t high_water_step = std::int64_t{60'000} << 22;

constexpr Query select_high_water{"node_state.high_water", R"sql(
    SELECT id_high_water
    FROM node_state
    WHERE node = ?
)sql"};

constexpr Query upsert_high_water{"node_state.raise", R"sql(
    INSERT INTO node_state (node, id_high_water)
    VALUES (?, ?)
    ON CONFLICT (node) DO UPDATE SET id_high_water = excluded.id_high_water
)sql"};

class WriterTx final : public Tx {
public:
    WriterTx(Connection& connection, IdSource& ids) : connection_(connection), ids_(ids) {}

protected:
    void select(const Query& query, std::span<const Arg> args, void* context,
                RowCallback callback) override
    {
        connection_.run(query, args, context, callback);
    }
    std::int64_t execute(const Query& query, std::span<const Arg> args) override
    {
        return connection_.run(query, args);
    }
    std::int64_t next_id() override { return ids_.next(); }

private:
    Connection& connection_;
    IdSource& ids_;
};

std::int64_t read_high_water(Connection& connection, std::uint16_t node)
{
    std::int64_t mark = 0;
    const Arg args[]{Arg{node}};
    connection.run(select_high_water, args, &mark, [](void* out, const Row& row) {
        *static_cast<std::int64_t*>(out) = row.integer(0);
    });
    return mark;
}

} // namespace

struct Writer::Pending {
    const std::function<bool(Tx&)>* body = nullptr;
    std::exception_ptr error;
    bool killed_batch = false;
    std::binary_semaphore done{0};
};

/// Work that goes on beside the batches, one step after each.
struct Writer::Side {
    const std::function<bool()>* step = nullptr;
    std::exception_ptr error;
    std::binary_semaphore done{0};
};

Writer::Writer(Connection& connection, const Clock& clock, std::uint16_t node)
    : connection_(connection), ids_(clock, node, read_high_water(connection, node)),
      stored_high_water_(ids_.high_water()), node_(node)
{
    thread_ = std::thread{[this] { loop(); }};
}

Writer::~Writer()
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    work_.notify_all();
    thread_.join();
}

void Writer::run(Lane lane, const std::function<bool(Tx&)>& body)
{
    Pending pending;
    pending.body = &body;
    {
        const std::lock_guard lock{mutex_};
        if (interactive_.size() + bulk_.size() >= limits::write_queue_max)
            throw Error(SQLITE_BUSY, "too many writes are waiting");
        (lane == Lane::interactive ? interactive_ : bulk_).push_back(&pending);
    }
    work_.notify_one();
    pending.done.acquire();
    if (pending.error)
        std::rethrow_exception(pending.error);
}

void Writer::run_between_batches(const std::function<bool()>& step)
{
    Side side;
    side.step = &step;
    {
        const std::lock_guard lock{mutex_};
        sides_.push_back(&side);
    }
    work_.notify_one();
    side.done.acquire();
    if (side.error)
        std::rethrow_exception(side.error);
}

void Writer::on_commit(std::function<void()> callback)
{
    const std::lock_guard lock{callback_mutex_};
    on_commit_ = std::move(callback);
}

void Writer::loop()
{
    for (;;) {
        {
            std::unique_lock lock{mutex_};
            work_.wait(lock, [&] {
                return stopping_ || !interactive_.empty() || !bulk_.empty() || !sides_.empty();
            });
            if (stopping_ && interactive_.empty() && bulk_.empty() && sides_.empty())
                return;
        }
        if (auto batch = take_batch(); !batch.empty() || has_bulk())
            run_batch(std::move(batch));
        run_side_step();
        checkpoint_if_large();
    }
}

std::vector<Writer::Pending*> Writer::take_batch()
{
    const std::lock_guard lock{mutex_};
    std::vector<Pending*> batch;
    while (!interactive_.empty() && batch.size() < limits::write_batch_max) {
        batch.push_back(interactive_.front());
        interactive_.pop_front();
    }
    return batch;
}

bool Writer::has_bulk()
{
    const std::lock_guard lock{mutex_};
    return !bulk_.empty();
}

void Writer::run_side_step()
{
    Side* side = nullptr;
    {
        const std::lock_guard lock{mutex_};
        if (sides_.empty())
            return;
        side = sides_.front();
    }
    bool more = false;
    try {
        more = (*side->step)();
    } catch (...) {
        side->error = std::current_exception();
    }
    if (more)
        return;
    {
        const std::lock_guard lock{mutex_};
        sides_.pop_front();
    }
    side->done.release();
}

void Writer::run_batch(std::vector<Pending*> batch)
{
    if (try_batch(batch, Bulk::run))
        return;
    // An error ended the whole transaction, released savepoints included. The verb at fault keeps
    // its error; the others run again once, each alone so that a second failure stays with its own.
    std::vector<Pending*> again;
    for (auto* pending : batch) {
        if (pending->killed_batch)
            pending->done.release();
        else
            again.push_back(pending);
    }
    for (auto* pending : again) {
        std::vector<Pending*> alone{pending};
        pending->error = nullptr;
        if (!try_batch(alone, Bulk::leave))
            abandon(alone);
    }
}

// Answers false where the transaction died and nothing of the batch was kept or answered.
bool Writer::try_batch(std::vector<Pending*>& batch, Bulk bulk)
{
    try {
        connection_.execute("BEGIN IMMEDIATE");
        for (auto* pending : batch) {
            run_verb(*pending);
            if (pending->killed_batch)
                return false;
        }
        if (bulk == Bulk::run)
            run_bulk(batch);
        if (!batch.empty() && batch.back()->killed_batch)
            return false;
        const auto mark = raise_high_water();
        commit();
        stored_high_water_ = mark;
    } catch (...) {
        if (connection_.in_transaction())
            connection_.execute("ROLLBACK");
        for (auto* pending : batch)
            pending->error = std::current_exception();
        answer(batch);
        return true;
    }
    answer(batch);
    const std::lock_guard lock{callback_mutex_};
    if (on_commit_)
        on_commit_();
    return true;
}

void Writer::run_verb(Pending& pending)
{
    WriterTx tx{connection_, ids_};
    bool keep = false;
    connection_.execute("SAVEPOINT verb");
    try {
        keep = (*pending.body)(tx);
    } catch (...) {
        pending.error = std::current_exception();
    }
    if (!connection_.in_transaction()) {
        pending.killed_batch = true;
        if (!pending.error)
            pending.error = std::make_exception_ptr(Error(SQLITE_ABORT, "transaction ended early"));
        return;
    }
    if (!keep)
        connection_.execute("ROLLBACK TO verb");
    connection_.execute("RELEASE verb");
}

// Import and retention get what is left of ten milliseconds a batch, and always at least one turn.
void Writer::run_bulk(std::vector<Pending*>& done)
{
    const auto start = std::chrono::steady_clock::now();
    do {
        Pending* next = nullptr;
        {
            const std::lock_guard lock{mutex_};
            if (bulk_.empty())
                return;
            next = bulk_.front();
            bulk_.pop_front();
        }
        run_verb(*next);
        done.push_back(next);
        if (next->killed_batch)
            return;
    } while (std::chrono::steady_clock::now() - start < limits::bulk_batch_budget);
}

void Writer::commit()
{
    try {
        connection_.execute("COMMIT");
    } catch (const Error& error) {
        // After a failed fsync the kernel may have dropped the pages: what the disk holds is
        // unknown, so the only honest thing is to stop and let recovery read it afresh.
        if (error.engine_code() == SQLITE_IOERR_FSYNC) {
            log::error("database.fsync_failed", {{"error", error.what()}});
            std::_Exit(EXIT_FAILURE);
        }
        throw;
    }
}

// Answers the mark that will be stored once the transaction is committed.
std::int64_t Writer::raise_high_water()
{
    if (ids_.high_water() <= stored_high_water_)
        return stored_high_water_;
    const auto mark = ids_.high_water() + high_water_step;
    const Arg args[]{Arg{node_}, Arg{mark}};
    connection_.run(upsert_high_water, args);
    return mark;
}

void Writer::checkpoint_if_large()
{
    if (connection_.wal_pages() < wal_pages_max)
        return;
    sqlite3_busy_timeout(connection_.handle(), checkpoint_timeout_ms);
    int log_pages = 0;
    int moved_pages = 0;
    const int result = sqlite3_wal_checkpoint_v2(
        connection_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, &log_pages, &moved_pages);
    if (result != SQLITE_OK && result != SQLITE_BUSY)
        log::warn("database.checkpoint_failed", {{"code", result}});
    sqlite3_busy_timeout(connection_.handle(), write_timeout_ms);
}

void Writer::answer(std::vector<Pending*>& batch)
{
    for (auto* pending : batch)
        pending->done.release();
}

void Writer::abandon(std::vector<Pending*>& batch)
{
    for (auto* pending : batch) {
        if (!pending->error)
            pending->error = std::make_exception_ptr(Error(SQLITE_ABORT, "transaction failed"));
    }
    answer(batch);
}

} // namespace masthead::db::sqlite
