#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"
#include "features/ids.hpp"

#include <string>
#include <string_view>

namespace masthead::mail {

/// A mail that is owed. README.md lists the kinds and the data that each template reads.
struct NewMail {
    std::string to;   ///< one address; empty: nobody to write to, and nothing happens
    std::string kind; ///< "sign_in": names the template
    std::string data; ///< JSON object for the template; erased once the mail is sent
    ReaderId reader;  ///< whose data this is; none for staff and for people without an account
};

/// Stores the mail and the job that sends it. For an empty or suppressed address nothing happens,
/// and the answer is no id: callers must not tell anyone the difference.
MailId queue_mail(db::Tx& tx, const NewMail& mail, Time now);

/// Whether nothing is sent to an address any more, whatever its case.
bool is_suppressed(db::Snapshot& snapshot, std::string_view mail);

} // namespace masthead::mail
