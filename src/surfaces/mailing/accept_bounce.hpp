#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "core/mail/bounce.hpp"

#include <string_view>

namespace masthead::mailing {

/// Takes a report about a mail that could not be delivered: where it is ours and final, the address
/// is marked. Refuses `invalid` "bounce.unreadable" for what is no report, `not_found`
/// "bounce.unknown" for one that names no mail of ours or carries a wrong code, `conflict`
/// "bounce.not_final" for a delay.
Result<void> accept_bounce(db::Tx& tx, std::string_view message, std::string_view secret, Time now);

/// The same where the report has been read already.
Result<void> accept_bounce(db::Tx& tx, const smtp::Bounce& bounce, std::string_view secret,
                           Time now);

} // namespace masthead::mailing
