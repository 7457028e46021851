#include "core/db/sqlite/read_pool.hpp"

namespace masthead::db::sqlite {

namespace {

class ReadSnapshot final : public Snapshot {
public:
    explicit ReadSnapshot(Connection& connection) : connection_(connection)
    {
        connection_.execute("BEGIN");
    }
    ~ReadSnapshot() override
    {
        try {
            if (connection_.in_transaction())
                connection_.execute("COMMIT");
        } catch (const Error&) {
            // Ending a read cannot lose anything; the next BEGIN reports a broken connection.
        }
    }

protected:
    void select(const Query& query, std::span<const Arg> args, void* context,
                RowCallback callback) override
    {
        connection_.run(query, args, context, callback);
    }

private:
    Connection& connection_;
};

} // namespace

ReadPool::ReadPool(std::filesystem::path file, std::size_t most)
    : file_(std::move(file)), most_(most)
{
}

void ReadPool::run(const std::function<void(Snapshot&)>& body)
{
    // The connection goes back whatever happens, after the snapshot has ended.
    struct Lease {
        ReadPool& pool;
        std::unique_ptr<Connection> connection;
        ~Lease() { pool.give_back(std::move(connection)); }
    };
    const Lease lease{*this, take()};
    ReadSnapshot snapshot{*lease.connection};
    body(snapshot);
}

std::unique_ptr<Connection> ReadPool::take()
{
    {
        std::unique_lock lock{mutex_};
        free_.wait(lock, [&] { return !idle_.empty() || open_ < most_; });
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        ++open_;
    }
    try {
        return std::make_unique<Connection>(file_, Mode::read_only);
    } catch (...) {
        const std::lock_guard lock{mutex_};
        --open_;
        free_.notify_one();
        throw;
    }
}

void ReadPool::give_back(std::unique_ptr<Connection> connection)
{
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(connection));
    free_.notify_one();
}

} // namespace masthead::db::sqlite
