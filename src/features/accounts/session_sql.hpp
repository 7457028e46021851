#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/session.hpp"

#include <optional>
#include <string>
#include <vector>

/// Statements on sessions. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

void insert_session(db::Tx& tx, const Session& session, const std::string& token_hash);
std::optional<Session> find_session(db::Snapshot& snapshot, const std::string& token_hash);
std::optional<Session> find_session(db::Snapshot& snapshot, SessionId id);
std::vector<Session> list_sessions(db::Snapshot& snapshot, Owner owner, int limit);
void set_seen(db::Tx& tx, SessionId id, Time seen_at, Time expires_at);
void set_token(db::Tx& tx, const Session& session, const std::string& token_hash);
void delete_session(db::Tx& tx, SessionId id);
std::int64_t delete_expired_sessions(db::Tx& tx, Time now, int limit);
std::int64_t clear_networks(db::Tx& tx, Time before, int limit);

} // namespace masthead::accounts::sql
