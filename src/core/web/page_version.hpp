#pragma once

#include "core/base/clock.hpp"
#include "core/net/wire_page.hpp"
#include "core/web/negotiation.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::web {

/// One version of a page in all the forms it has been made in. Immutable: another form makes
/// another version. A 304 stands beside each form, with that form's ETag.
struct PageVersion {
    net::WirePagePtr forms[encodings_count];
    net::WirePagePtr not_modified[encodings_count];
    std::string fields;                ///< the header lines that all forms share
    std::string etag;                  ///< without quotes and without the form's suffix
    std::optional<Time> last_modified; ///< whole seconds; absent where it would be ambiguous
    int status = 200;
    bool compressible = false; ///< other forms can be made
    bool dense = false;        ///< compressed thoroughly

    std::size_t bytes() const;
};
using PageVersionPtr = std::shared_ptr<const PageVersion>;

/// The ETag of a form, with quotes: strong, so other bytes of the same page have another.
std::string quoted_etag(const PageVersion& version, Encoding encoding);

/// The form of this version that answers the request: a 304 where its ETag or date matches. Null
/// only where the reader accepts no form that is made.
net::WirePagePtr choose_form(const PageVersion& version, const Acceptance& acceptance,
                             std::string_view if_none_match, std::string_view if_modified_since,
                             Time now);

} // namespace masthead::web
