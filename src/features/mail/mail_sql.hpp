#pragma once

#include "core/db/transaction.hpp"
#include "features/mail/mail.hpp"

#include <optional>
#include <string_view>

/// Every statement on outgoing_mails and suppressed_addresses.
namespace masthead::mail::sql {

void insert_mail(db::Tx& tx, const OutgoingMail& mail);
std::optional<OutgoingMail> find_mail(db::Snapshot& snapshot, MailId id);

/// A mail goes on: its state, attempts and last reply.
void put_open(db::Tx& tx, const OutgoingMail& mail, Time now);

/// A mail ends: its data goes. Answers how many rows were changed.
std::int64_t put_ended(db::Tx& tx, MailId id, MailState state, int reply_code, Time now);

void suppress(db::Tx& tx, std::string_view key, SuppressionReason reason, Time now);
bool is_suppressed(db::Snapshot& snapshot, std::string_view key);
std::int64_t delete_suppression(db::Tx& tx, std::string_view key);

std::int64_t delete_ended_before(db::Tx& tx, Time before, int limit);
std::int64_t delete_suppressed_before(db::Tx& tx, Time before, int limit);
std::int64_t delete_mails_of(db::Tx& tx, ReaderId reader, int limit);

} // namespace masthead::mail::sql
