#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::accounts {

inline constexpr Milliseconds reader_session_idle_max = std::chrono::hours{24 * 30};
inline constexpr Milliseconds reader_session_max = std::chrono::hours{24 * 180};
inline constexpr Milliseconds staff_session_idle_max = std::chrono::hours{12};
inline constexpr Milliseconds staff_session_max = std::chrono::hours{24 * 7};
inline constexpr Milliseconds session_seen_every = std::chrono::minutes{10};
inline constexpr Milliseconds session_fresh_for = std::chrono::minutes{15};
inline constexpr int sessions_per_owner_max = 30;

/// One signed-in device.
struct Session {
    SessionId id;
    Owner owner;
    std::string device;         ///< "Firefox on Linux"
    std::string sealed_network; ///< encrypted, empty once erased
    Time created_at{};
    Time seen_at{};   ///< to the ten minutes
    Time proved_at{}; ///< when a credential was last shown
    Time expires_at{};
};

/// Whether a credential was shown recently enough to change credentials, the address, or to delete.
bool is_fresh(const Session& session, Time now);

/// "Firefox on Linux": two short words at most of a User-Agent field, never more of it.
std::string device_words(std::string_view user_agent);

/// What a new session is made of.
struct NewSession {
    Owner owner;
    std::string device;
    std::string sealed_network;
};

/// `token` goes into the cookie and nowhere else; only its hash is stored.
struct OpenedSession {
    SessionId id;
    std::string token;
    Time expires_at{};
};

/// Opens a session. Beyond sessions_per_owner_max the one longest unseen is closed.
OpenedSession open_session(db::Tx& tx, const NewSession& session, Time now);

/// The session of a token; absent where it is unknown, closed or expired. Reads only.
std::optional<Session> find_session(db::Snapshot& snapshot, std::string_view token, Time now);

/// The same by its id.
std::optional<Session> find_session(db::Snapshot& snapshot, SessionId id, Time now);

/// Notes that the session is in use: slides its end. Writes at most once in session_seen_every.
void see_session(db::Tx& tx, SessionId id, Time now);

/// A new token for the same session after a credential was shown (proved_at becomes `now`); the old
/// token is worth nothing from the commit on. Refuses `not_found`.
Result<OpenedSession> rotate_session(db::Tx& tx, SessionId id, Time now);

/// Closes one session of `owner`. Refuses `not_found` for another owner's.
Result<void> close_session(db::Tx& tx, Owner owner, SessionId id, Time now);

/// Closes all sessions of an owner but `except`; answers how many.
int close_sessions_of(db::Tx& tx, Owner owner, SessionId except, Time now);

/// The open sessions of an owner, last seen first.
std::vector<Session> sessions_of(db::Snapshot& snapshot, Owner owner, Time now);

} // namespace masthead::accounts
