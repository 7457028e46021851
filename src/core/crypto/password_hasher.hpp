#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace masthead::crypto {

inline constexpr int password_threads_max = 2;
/// Callers wait for their turn, and a waiting caller is a worker that serves nobody: about a second
/// of work per thread may stand in line.
inline constexpr std::size_t password_queue_max = 16;

/// Too many passwords are being tried at once; the caller answers "try again in a moment".
class Busy : public std::runtime_error {
public:
    Busy() : std::runtime_error("too many passwords are being checked") {}
};

/// What one hash costs. The default takes about 60 ms; tests may take the least that Argon2 allows.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 64 * 1024 * 1024;

    static PasswordCost least() { return {1, 8 * 1024}; }
};

/// Argon2id on threads of its own, so that no number of sign-ins can take more than these from the
/// pages. Each call blocks until its turn is over. Give it NFC text that `check_password` let pass.
/// Throws: Busy.  Threads: any.
class PasswordHasher {
public:
    explicit PasswordHasher(int threads = 1, PasswordCost cost = {});
    ~PasswordHasher();
    PasswordHasher(const PasswordHasher&) = delete;
    PasswordHasher& operator=(const PasswordHasher&) = delete;

    /// The text that a table keeps ("$argon2id$…"), with its own salt.
    std::string hash(std::string_view password);

    /// Whether `password` gave `hash`. False, and at once, for one longer than any password may be.
    bool verify(std::string_view password, std::string_view hash);

    /// Takes as long as `verify` and is always false: for mail addresses that nobody has.
    bool verify_nothing(std::string_view password);

    /// Whether the hash was made at another cost and should be made anew at the next sign-in.
    bool is_outdated(std::string_view hash) const;

private:
    class Pool;
    PasswordCost cost_;
    std::string nobodys_hash_;
    std::unique_ptr<Pool> pool_; // last: its threads end before what they use
};

} // namespace masthead::crypto
