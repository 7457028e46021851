#pragma once

#include "core/base/clock.hpp"
#include "core/net/application.hpp"
#include "core/web/negotiation.hpp"
#include "core/web/page_cache.hpp"
#include "core/web/response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::web {

/// Turns what handlers answer into the bytes that are sent: status line, the fields that every
/// answer carries (security, type, caching), body. A field that a handler may not set, or whose
/// value could break out of its line, is dropped and logged. Threads: any; immutable.
class Finisher {
public:
    Finisher(std::string content_security_policy, bool strict_transport);

    /// An answer that is not kept. Compressed where `encoding` says so and the answer allows it.
    net::Answer answer(const Response& response, Encoding encoding = Encoding::identity) const;

    /// A plain page for an error; `fields` are whole header lines.
    net::WirePagePtr plain(int status, std::string_view fields, bool closes) const;

    /// The first version of a drawn page: its gzip form, or identity where that is too small, of
    /// the wrong kind, or `wants_identity`. Where the bytes are those of `previous`, that one.
    PageVersionPtr version(const Response& response, Time drawn, const PageVersionPtr& previous,
                           bool wants_identity) const;

    /// The same version with one form more; null where it cannot be made.
    PageVersionPtr with_form(const PageVersion& version, Encoding encoding) const;

    /// The same version with its compressed forms made anew, thoroughly; null where it has none or
    /// they are so already.
    PageVersionPtr denser(const PageVersion& version) const;

private:
    std::string common_fields(const Response& response) const;
    void add_form(PageVersion& version, Encoding encoding, std::string_view body) const;

    std::string content_security_policy_;
    bool strict_transport_;
};

} // namespace masthead::web
