#include "core/crypto/password_hasher.hpp"

#include "core/base/check.hpp"
#include "core/crypto/password_rules.hpp"
#include "core/crypto/ready.hpp"

#include <sodium.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

namespace masthead::crypto {

/// A few threads and a short line before them.
class PasswordHasher::Pool {
public:
    explicit Pool(int threads)
    {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this] { run(); });
    }
    ~Pool()
    {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        changed_.notify_all();
        for (auto& thread : threads_)
            thread.join();
    }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// Runs `work` in turn and waits for it; what it throws is thrown here.
    template <class Value>
    Value run_in_turn(std::function<Value()> work)
    {
        std::packaged_task<Value()> task{std::move(work)};
        auto done = task.get_future();
        {
            const std::lock_guard lock{mutex_};
            if (waiting_.size() >= password_queue_max)
                throw Busy();
            // The task outlives its turn: the caller waits for the future below.
            waiting_.emplace_back([&task] { task(); });
        }
        changed_.notify_one();
        return done.get();
    }

private:
    void run()
    {
        std::unique_lock lock{mutex_};
        while (true) {
            changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty())
                return;
            const auto work = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_; // last: they use what stands above
};

namespace {

// Any text will do: `verify_nothing` throws its answer away.
constexpr std::string_view nobodys_password = "nobody has this account";

std::string hash_now(std::string_view password, const PasswordCost& cost)
{
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.passes,
                              cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc();
    return hash.data();
}

bool verify_now(std::string_view password, const std::string& hash)
{
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

} // namespace

PasswordHasher::PasswordHasher(int threads, PasswordCost cost) : cost_(cost)
{
    MH_CHECK(threads >= 1 && threads <= password_threads_max);
    ensure_ready();
    nobodys_hash_ = hash_now(nobodys_password, cost_);
    pool_ = std::make_unique<Pool>(threads);
}

PasswordHasher::~PasswordHasher() = default;

std::string PasswordHasher::hash(std::string_view password)
{
    MH_CHECK(password.size() <= password_bytes_max);
    return pool_->run_in_turn<std::string>([&] { return hash_now(password, cost_); });
}

bool PasswordHasher::verify(std::string_view password, std::string_view hash)
{
    if (password.size() > password_bytes_max)
        return false;
    const std::string text{hash};
    return pool_->run_in_turn<bool>([&] { return verify_now(password, text); });
}

bool PasswordHasher::verify_nothing(std::string_view password)
{
    verify(password, nobodys_hash_);
    return false;
}

bool PasswordHasher::is_outdated(std::string_view hash) const
{
    const std::string text{hash};
    return crypto_pwhash_str_needs_rehash(text.c_str(), cost_.passes, cost_.memory_bytes) != 0;
}

} // namespace masthead::crypto
