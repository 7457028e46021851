#pragma once

#include "core/db/transaction.hpp"
#include "features/accounts/change_mail.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Statements on mail_changes. Nobody outside this folder includes it.
namespace masthead::accounts::sql {

/// One end of a change: what proves it, and since when it is proven (epoch: not yet).
struct MailEnd {
    std::string link_hash;
    std::string code_hash;
    Time confirmed_at{};
};

struct StoredMailChange {
    std::int64_t id = 0;
    Owner owner;
    std::string new_mail;
    std::string key_hash;
    MailEnd old_end;
    MailEnd new_end;
    int tries = 0;
    Time created_at{};
    Time expires_at{};
};

void insert_change(db::Tx& tx, const StoredMailChange& change);
std::optional<StoredMailChange> find_change_of(db::Snapshot& snapshot, Owner owner);
std::optional<StoredMailChange> find_change_by_link(db::Snapshot& snapshot,
                                                    const std::string& link_hash);
std::optional<StoredMailChange> find_change_by_key(db::Snapshot& snapshot,
                                                   const std::string& key_hash);
void set_change(db::Tx& tx, const StoredMailChange& change);
void delete_change_of(db::Tx& tx, Owner owner);
std::int64_t delete_expired_changes(db::Tx& tx, Time now, int limit);

} // namespace masthead::accounts::sql
