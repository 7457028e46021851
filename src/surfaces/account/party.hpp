#pragma once

#include "core/web/request.hpp"
#include "core/webauthn/webauthn.hpp"
#include "surfaces/account/account.hpp"

#include <string>

namespace masthead::account {

/// "https://courier.example": site_url, or where that is empty what the browser asked for.
std::string origin_of(const site::Pages& pages, const web::Request& request);

/// Who we are to a browser's passkeys: the host of the origin, without a port.
webauthn::RelyingParty relying_party(site::Pages& pages, const web::Request& request,
                                     std::string name);

} // namespace masthead::account
