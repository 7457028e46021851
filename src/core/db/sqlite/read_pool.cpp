#include "core/db/sqlite/read_pool.hpp"

#include "core/base/log.hpp"

namespace masthead::db::sqlite {

namespace {

class ReadSnapshot final : public Snapshot {
public:
    ReadSnapshot(Connection& connection, std::optional<Milliseconds> lives_max)
        : connection_(connection), lives_max_(lives_max)
    {
        connection_.execute("BEGIN");
        if (lives_max_)
            connection_.end_at(began_ + *lives_max_);
    }
    ~ReadSnapshot() override
    {
        // Ending the view must not itself be ended.
        connection_.end_at(Connection::Moment::max());
        const auto lived =
            std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - began_);
        if (lives_max_ && lived >= *lives_max_)
            log::warn("db.read_too_long", {{"took_ms", lived.count()}});
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
    const std::optional<Milliseconds> lives_max_;
    const Connection::Moment began_ = std::chrono::steady_clock::now();
};

} // namespace

ReadPool::ReadPool(std::filesystem::path file, std::size_t most, Milliseconds brief_max)
    : file_(std::move(file)), most_(most), brief_max_(brief_max)
{
}

void ReadPool::run(ReadSpan span, const std::function<void(Snapshot&)>& body)
{
    // The connection goes back whatever happens, after the snapshot has ended.
    struct Lease {
        ReadPool& pool;
        std::unique_ptr<Connection> connection;
        ~Lease() { pool.give_back(std::move(connection)); }
    };
    const Lease lease{*this, take()};
    ReadSnapshot snapshot{*lease.connection,
                          span == ReadSpan::brief ? std::optional{brief_max_} : std::nullopt};
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
