#pragma once

#include "core/db/transaction.hpp"
#include "features/moderation/notices.hpp"

#include <vector>

/// Statements of `notices` and `notice_texts`.
namespace masthead::moderation::sql {

void insert_notice(db::Tx& tx, NoticeId id, const FileNotice& notice, Time now);
std::int64_t count_of_network(db::Snapshot& snapshot, std::string_view network_key, Time since);
std::optional<Notice> find_notice(db::Snapshot& snapshot, NoticeId id);
std::vector<Notice> waiting_notices(db::Snapshot& snapshot, int limit);
std::int64_t count_waiting(db::Snapshot& snapshot);
void save_outcome(db::Tx& tx, const DecideNotice& decision, Time now);

/// Empties the network keys of notices filed before `before`.
std::int64_t forget_notice_networks(db::Tx& tx, Time before, int limit);

/// Deletes the words, names and addresses of notices decided before `before`.
std::int64_t erase_notice_texts(db::Tx& tx, Time before, int limit);

} // namespace masthead::moderation::sql
