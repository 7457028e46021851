#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/sign_in.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Statements on sign_in_flows. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

/// waiting: neither link nor code was used. proven: waits for its sign-up form.
enum class FlowState { waiting = 0, proven = 1 };

struct Flow {
    std::int64_t id = 0;
    std::string key_hash;
    std::string link_hash;
    std::string code_hash;
    OwnerKind kind = OwnerKind::reader;
    std::string mail;
    std::int64_t owner = 0; ///< whose address it was when the flow began; 0: nobody's
    std::int64_t begun = 0; ///< position in the order of commits
    FlowState state = FlowState::waiting;
    int tries = 0;
    std::string return_to;
    Identity identity;
    std::string suggested_name;
    Time created_at{};
    Time expires_at{};
};

void insert_flow(db::Tx& tx, const Flow& flow);
std::optional<Flow> find_flow_by_key(db::Snapshot& snapshot, const std::string& key_hash);
std::optional<Flow> find_flow_by_link(db::Snapshot& snapshot, const std::string& link_hash);
void set_tries(db::Tx& tx, std::int64_t id, int tries);
/// The state becomes proven; key, end, identity and suggested name are the flow's.
void set_proven(db::Tx& tx, const Flow& flow);
void delete_flow(db::Tx& tx, std::int64_t id);
std::int64_t delete_expired_flows(db::Tx& tx, Time now, int limit);

} // namespace masthead::accounts::sql
