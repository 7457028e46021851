#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/accounts/owner.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::accounts {

inline constexpr Milliseconds sign_in_flow_valid = std::chrono::minutes{15};
inline constexpr Milliseconds proven_mail_valid = std::chrono::hours{1};
inline constexpr int sign_in_tries_max = 5;
inline constexpr int sign_in_mails_per_network_and_mail = 5; // an hour
inline constexpr int sign_in_mails_per_mail = 20;            // an hour
inline constexpr int sign_in_mails_per_network = 60;         // an hour

/// An account at an OpenID Connect provider. `issuer` empty: none.
struct Identity {
    std::string issuer;
    std::string subject;

    explicit operator bool() const { return !issuer.empty(); }
};

/// Somebody typed an address. Sign-up and sign-in are one: the mail knows, the answer does not
/// tell.
struct BeginSignIn {
    std::string mail;
    std::string network_key;    ///< hash of the network, for limits; never an address
    std::string return_to;      ///< path of ours to go on to; anything else becomes "/"
    Identity identity;          ///< to be linked once the address is proven
    std::string suggested_name; ///< of the identity, for the sign-up form
};

/// `flow_key` goes into the cookie `masthead-flow`: the code works only together with it.
struct BegunSignIn {
    std::string flow_key;
    Time expires_at{};
};

/// Sends a mail with a link and a code of eight digits: the same work, answer and time whether the
/// address has an account or not. Mail kind "sign_in": {"path", "code", "known", "minutes"}.
/// Refuses: `invalid` "mail.invalid"; `too_many` "sign_in.too_many" with seconds in `detail`, for
/// known and unknown addresses alike.
Result<BegunSignIn> begin_sign_in(db::Tx& tx, const BeginSignIn& command, Time now);

/// A proven address and what to do with it: an `owner` signs in (open_session), nobody signs up
/// (put `flow_key` into the cookie, then readers::sign_up with take_proven_mail).
struct ProvenMail {
    std::string mail;
    std::optional<Owner> owner;
    std::string flow_key;
    std::string return_to = "/";
    Identity identity;      ///< already linked where there is an owner
    std::int64_t begun = 0; ///< when, for is_still_under_way
    std::string suggested_name;
};

/// What the page behind a link may say before its button is pressed: whether the link still works.
/// Changes nothing: mail scanners open links.
bool is_link_open(db::Snapshot& snapshot, std::string_view token, Time now);

/// The link's button, in any browser: ProvenMail.flow_key is a new one for that browser. Only with
/// the `flow_key` of the browser that began is the identity linked that waits for this proof: else
/// a stranger could have theirs linked by whoever presses the button in the mail. Refuses: `gone`
/// "sign_in.link_expired" (unknown, used, expired, and ended by a change of credentials alike).
Result<ProvenMail> redeem_link(db::Tx& tx, std::string_view token, Time now,
                               std::string_view flow_key = {});

/// How a typed code fared. A wrong one must be counted, hence is no refusal, which would roll back.
enum class CodeAnswer { right, wrong, expired };
struct RedeemedCode {
    CodeAnswer answer = CodeAnswer::expired; ///< expired: unknown flow, too late, or too many tries
    int tries_left = 0;
    ProvenMail proven; ///< where right
};

/// The typed code; spaces and dashes in it do not count. Never refuses: the try must be committed.
Result<RedeemedCode> redeem_code(db::Tx& tx, std::string_view flow_key, std::string_view code,
                                 Time now);

/// The proven address that waits for its sign-up form; absent after proven_mail_valid.
std::optional<ProvenMail> find_proven_mail(db::Snapshot& snapshot, std::string_view flow_key,
                                           Time now);

/// The same, used up: call it in the transaction of readers::sign_up. Refuses `gone`
/// "sign_in.link_expired".
Result<ProvenMail> take_proven_mail(db::Tx& tx, std::string_view flow_key, Time now);

/// A path of ours ("/harbour-strike/#comment-1"), or "/" for anything that leads elsewhere.
std::string safe_return_path(std::string_view path);

} // namespace masthead::accounts
