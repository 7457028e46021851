#pragma once

#include "core/base/clock.hpp"
#include "core/db/database.hpp"
#include "core/db/event_log.hpp"
#include "features/accounts/session.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace masthead::accounts {

/// What a request needs to know of who sent it.
struct RememberedSession {
    Session session;
    std::uint32_t permissions = 0; ///< of a member of staff
};

inline constexpr std::size_t remembered_sessions_max = 50'000;

/// The sessions in use, in memory, so that posting reads none from disk. Bounded: the one longest
/// unused goes first. Events make it forget: `session.closed`, and `reader.changed`,
/// `reader.erased`, `staff.changed` of the owner.  Threads: any.
class SessionMemory {
public:
    /// Answers a staff member's permissions; 0 for readers.
    using FindPermissions = std::function<std::uint32_t(db::Snapshot&, Owner)>;

    explicit SessionMemory(db::Database& database, FindPermissions find_permissions,
                           std::size_t sessions_max = remembered_sessions_max);

    /// The session of a cookie's token, of the wanted kind only. Once in session_seen_every it also
    /// writes that the session is in use. Blocks on the database: workers only.
    std::optional<RememberedSession> find(std::string_view token, OwnerKind kind, Time now);

    /// A subscriber of the event dispatcher.
    void forget(const std::vector<db::Event>& events);

    std::size_t size() const;

private:
    struct Entry {
        std::string token_hash;
        RememberedSession remembered;
    };
    using Entries = std::list<Entry>;

    std::optional<RememberedSession> recall(const std::string& token_hash);
    std::uint64_t generation() const;
    void keep(const std::string& token_hash, const RememberedSession& found,
              std::uint64_t read_in_generation);
    void note_seen(const std::string& token_hash, RememberedSession& found, Time now);
    void drop(Entries::iterator entry);

    db::Database& database_;
    const FindPermissions find_permissions_;
    const std::size_t sessions_max_;
    mutable std::mutex mutex_;
    Entries entries_; // the most recently used first
    std::unordered_map<std::string, Entries::iterator> by_token_;
    std::unordered_multimap<std::int64_t, Entries::iterator> by_id_; // of session and of owner
    std::uint64_t generation_ = 0; // grows with each event that made something forgotten
};

} // namespace masthead::accounts
