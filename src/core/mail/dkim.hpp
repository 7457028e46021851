#pragma once

#include "core/base/clock.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace masthead::smtp {

/// What a mail is signed with; the public half stands at SELECTOR._domainkey.DOMAIN in the DNS.
struct DkimKey {
    std::string domain;
    std::string selector;
    std::string pem; ///< private key: RSA of 2,048 bits or more, or Ed25519
};

/// Signs mails (RFC 6376, 8463): relaxed/relaxed, rsa-sha256 or ed25519-sha256 by the key's kind.
/// From, To, Subject, Date, Message-ID, the MIME and the unsubscribing fields are covered, From, To
/// and Subject against being added a second time. Threads: one at a time.
class DkimSigner {
public:
    /// Throws std::runtime_error where the key, domain or selector is of no use.
    explicit DkimSigner(DkimKey key);
    ~DkimSigner();
    DkimSigner(const DkimSigner&) = delete;
    DkimSigner& operator=(const DkimSigner&) = delete;

    /// The message with its DKIM-Signature field in front. `message` has lines in CRLF.
    std::string sign(std::string_view message, Time now);

private:
    struct Data;
    std::unique_ptr<Data> data_;
};

} // namespace masthead::smtp
