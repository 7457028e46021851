#pragma once

#include "core/base/result.hpp"
#include "core/db/dialect.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace masthead::db {

/// The engine failed (disk, corruption, lock): the environment's failure, not the caller's.
class Error : public std::runtime_error {
public:
    Error(int engine_code, const std::string& message)
        : std::runtime_error(message), engine_code_(engine_code)
    {
    }
    int engine_code() const { return engine_code_; }

private:
    int engine_code_;
};

/// Which queue a write waits in: a reader's post never waits behind an import.
enum class Lane { interactive, bulk };

/// How long a read may hold its view. A view that stays open keeps the write-ahead log from being
/// emptied, so ordinary reads end after `limits::read_snapshot_max`.
enum class ReadSpan { brief, lengthy };

/// One newsroom's database. Threads: any.
class Database {
public:
    virtual ~Database() = default;
    virtual Dialect dialect() const = 0;

    /// Runs `body(Snapshot&)` on a consistent view and answers what it answers.
    /// Throws: db::Error, also where a brief read takes too long, and whatever the body throws.
    template <class Body>
    auto read(Body&& body, ReadSpan span = ReadSpan::brief) -> std::invoke_result_t<Body, Snapshot&>
    {
        using T = std::invoke_result_t<Body, Snapshot&>;
        if constexpr (std::is_void_v<T>) {
            run_read(span, [&](Snapshot& snapshot) { body(snapshot); });
        } else {
            std::optional<T> answer;
            run_read(span, [&](Snapshot& snapshot) { answer.emplace(body(snapshot)); });
            return std::move(*answer);
        }
    }

    /// Runs `body(Tx&)`, which answers a Result; a refusal or an exception rolls it back. Returns
    /// after the commit is durable. Blocks: call it from workers, never from I/O threads.
    template <class Body>
    auto write(Body&& body, Lane lane = Lane::interactive) -> std::invoke_result_t<Body, Tx&>
    {
        std::optional<std::invoke_result_t<Body, Tx&>> answer;
        run_write(lane, [&](Tx& tx) {
            answer.emplace(body(tx));
            return answer->has_value();
        });
        return std::move(*answer);
    }

    /// Copies everything, consistent as of its end, into a new file while reading and writing go
    /// on. `watch(done, total)` is told how far it has come; answering false ends it: the file is
    /// then useless. Answers whether the copy is whole. Throws db::Error. Blocks.
    using CopyWatch = std::function<bool(std::uint64_t done, std::uint64_t total)>;
    virtual bool copy_to(const std::filesystem::path& file, const CopyWatch& watch) = 0;

    /// Called on the writer's thread after each commit; must be quick and must not throw.
    virtual void on_commit(std::function<void()> callback) = 0;

protected:
    virtual void run_read(ReadSpan span, const std::function<void(Snapshot&)>& body) = 0;
    virtual void run_write(Lane lane, const std::function<bool(Tx&)>& body) = 0;
};

} // namespace masthead::db
