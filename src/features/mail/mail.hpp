#pragma once

#include "core/base/clock.hpp"
#include "features/ids.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::mail {

/// What has become of a mail. `sending` is written before anything goes out, `handing_over` before
/// the first byte of its content: a mail found in the latter state was interrupted, and nobody
/// knows whether the server has it. `uncertain`: so it ended.
enum class MailState {
    waiting = 0,
    sending = 1,
    sent = 2,
    refused = 3,
    given_up = 4,
    handing_over = 5,
    uncertain = 6
};

/// What is done with a mail of which nobody knows whether the server has it. See
/// docs/decisions/2026-11-29-mails-once.md.
enum class AfterDoubt { send_again, let_be };

/// A reader who waits to sign in, or has a right to a reason, is better sent it twice than never;
/// what stands on the site anyway is better sent never than twice.
AfterDoubt after_doubt(std::string_view kind);

/// One outgoing mail.
struct OutgoingMail {
    MailId id;
    std::string kind;      ///< "sign_in": names the template
    std::string recipient; ///< one address, as its owner writes it
    ReaderId reader;       ///< none for staff and for people without an account
    std::string data;      ///< JSON object for the template; empty once the mail has ended
    MailState state = MailState::waiting;
    int attempts = 0;
    int reply_code = 0; ///< the server's last; 0: none was heard
    Time created_at{};
};

/// Why nothing is sent to an address.
enum class SuppressionReason { rejected = 0, bounced = 1 };

inline constexpr std::string_view job_send = "mail.send";

/// Retries end this long after a mail was queued (RFC 5321, section 4.5.4.1 asks for 4-5 days for
/// relays; ours carry links that are old by then).
inline constexpr Milliseconds tried_for = std::chrono::hours{48};

/// How long an ended mail is remembered, for bounces that come late.
inline constexpr Milliseconds ended_kept = std::chrono::hours{24 * 14};

/// A mailbox may come back to life: after this long an address is tried again.
inline constexpr Milliseconds suppressed_for = std::chrono::hours{24 * 90};

inline constexpr std::size_t mail_data_bytes_max = 1024 * 1024;

/// Minutes until the try after `attempt`: 1, 2, 4 … at most two hours.
Milliseconds pause_after(int attempt);

/// The form in which addresses are compared: folded case, the domain in ASCII. What is no address
/// is only folded.
std::string mail_key(std::string_view mail);

/// What a job says of the mail it sends, and the way back. Absent where it is not ours.
std::string payload_of(MailId id);
std::optional<MailId> mail_of_payload(std::string_view payload);

} // namespace masthead::mail
