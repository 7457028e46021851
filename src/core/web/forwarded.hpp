#pragma once

#include "core/net/address.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::web {

/// Who asked, by which name and how, as far as it can be believed.
struct Client {
    net::Address address;
    std::string host;
    bool secure = false;
};

/// Finds the first or an empty value of a header field by lower-case name; several fields of one
/// name joined by ", ".
using FieldFinder = std::function<std::string(std::string_view)>;

/// Resolves the client of a request. What `X-Forwarded-*` and `Forwarded` say counts only where
/// the peer is listed, walking the chain from the right past listed proxies; what a reader sent
/// himself stands left of that and is never reached. Where both kinds are present and name
/// different clients, one of them was forged through a proxy that knows only the other: then
/// neither counts. A malformed element ends the walk.
Client resolve_client(const net::Address& peer, std::string_view host, const FieldFinder& field,
                      const std::vector<net::Cidr>& trusted);

} // namespace masthead::web
