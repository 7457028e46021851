#pragma once

#include <string>
#include <string_view>

namespace masthead::smtp {

/// How far a conversation with a mail server had come.
enum class Phase {
    connecting,
    greeting,
    starting_tls,
    signing_in,
    sender,
    recipient,
    data,
    content
};

/// What became of one mail.
enum class Outcome {
    sent,
    unreachable,     ///< no server, or it has hung up: nothing else goes out now either
    not_set_up,      ///< it does not know us: certificate, password, sender. The operator must act
    deferred,        ///< "not now" (4xx)
    mail_refused,    ///< never (5xx), which says nothing about the address
    address_refused, ///< there is no such mailbox (5xx)
};

/// The last words of a server. `code` 0: it has said nothing.
struct Reply {
    int code = 0;
    std::string enhanced; ///< "5.1.1" (RFC 3463), empty where it gave none
    std::string text;     ///< may name addresses: never for logs
};

/// Reads one line of a reply: "550 5.1.1 No such user". Code 0 where it is none.
Reply parse_reply(std::string_view line);

/// What a refusal (a code from 400 on) in a phase means. Pure.
Outcome classify(Phase phase, const Reply& reply);

/// "recipient" and so on: for logs.
std::string_view name_of(Phase phase);
std::string_view name_of(Outcome outcome);

} // namespace masthead::smtp
