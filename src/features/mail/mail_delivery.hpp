#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/mail/mail.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace masthead::mail {

std::optional<OutgoingMail> find_mail(db::Snapshot& snapshot, MailId id);

/// Marks a mail as being sent and counts the attempt, before anything goes out. Absent where it has
/// ended, where its address was suppressed meanwhile (it is then given up), or where it was
/// interrupted while its content went out and its kind is not to be sent twice.
std::optional<OutgoingMail> begin_sending(db::Tx& tx, MailId id, Time now);

/// Written before the first byte of its content goes out. Answers whether it may: not where the
/// mail has ended or was erased meanwhile.
bool begin_handing_over(db::Tx& tx, const OutgoingMail& mail, Time now);

/// Nobody knows whether a server has taken it, and it is not sent again.
void leave_uncertain(db::Tx& tx, MailId id, int reply_code, Time now);

/// There is nothing left to say: it ends without having been sent.
void drop_mail(db::Tx& tx, const OutgoingMail& mail, Time now);

/// A server has taken it: what it said is erased.
void mark_sent(db::Tx& tx, MailId id, int reply_code, Time now);

/// Whether a mail has not ended: it waits, or was interrupted while being sent.
bool is_open(MailState state);

/// It failed and may be tried again: answers when, with the job for that added; absent where 48
/// hours are over and the mail is given up.
std::optional<Time> defer_mail(db::Tx& tx, const OutgoingMail& mail, int reply_code, Time now);

/// It will never be sent: what it said is erased. Where the server refused the address itself,
/// nothing is sent there any more.
enum class RefusedWhat { mail, address };
void refuse_mail(db::Tx& tx, const OutgoingMail& mail, RefusedWhat what, int reply_code, Time now);

/// A bounce has come back for a mail that was sent. Answers whether it is known; its address is
/// suppressed.
bool take_bounce(db::Tx& tx, MailId id, int reply_code, Time now);

/// Sends to the address again. Answers whether it was suppressed.
bool lift_suppression(db::Tx& tx, std::string_view mail);

/// Removes mails that ended two weeks ago and suppressions of ninety days; at most `limit` of each.
/// Answers how many rows went.
std::int64_t trim_mails(db::Tx& tx, Time now, int limit);

/// Removes every mail of a reader, also those that wait; at most `limit`. Answers how many.
std::int64_t erase_mails_of(db::Tx& tx, ReaderId reader, int limit);

} // namespace masthead::mail
