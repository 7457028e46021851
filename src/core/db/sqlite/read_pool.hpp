#pragma once

#include "core/base/clock.hpp"
#include "core/base/limits.hpp"
#include "core/db/sqlite/connection.hpp"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace masthead::db::sqlite {

/// Read-only connections, opened when first needed, at most `most` of them. A caller waits for a
/// free one. A brief read whose view has lived `brief_max` is ended: its statement is interrupted
/// or its next one refused, with db::Error, and a line in the log names how long it took.
class ReadPool {
public:
    ReadPool(std::filesystem::path file, std::size_t most,
             Milliseconds brief_max = limits::read_snapshot_max);
    void run(ReadSpan span, const std::function<void(Snapshot&)>& body);

private:
    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection);

    std::filesystem::path file_;
    std::size_t most_;
    Milliseconds brief_max_;
    std::size_t open_ = 0;
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

} // namespace masthead::db::sqlite
