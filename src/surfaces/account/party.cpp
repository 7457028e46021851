#include "surfaces/account/party.hpp"

namespace masthead::account {

std::string origin_of(const site::Pages& pages, const web::Request& request)
{
    const auto& configured = pages.config().site_url;
    if (!configured.empty())
        return configured;
    return (request.secure ? "https://" : "http://") + request.host;
}

webauthn::RelyingParty relying_party(site::Pages& pages, const web::Request& request,
                                     std::string name)
{
    const auto origin = origin_of(pages, request);
    auto host = origin.substr(origin.find("://") + 3);
    // "[::1]:8080" has colons of its own.
    const auto bracket = host.find(']');
    const auto colon = host.find(':', bracket == std::string::npos ? 0 : bracket);
    return {host.substr(0, colon), std::move(name), origin};
}

} // namespace masthead::account
