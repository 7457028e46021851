#pragma once

#include "core/db/transaction.hpp"
#include "features/moderation/decision.hpp"

namespace masthead::moderation {

/// Queues the statement of reasons to the reader it concerns; nothing where they have no address.
void queue_statement(db::Tx& tx, const Decision& decision, const NewDecision& said, Time now);

} // namespace masthead::moderation
