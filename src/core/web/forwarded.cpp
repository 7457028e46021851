#include "core/web/forwarded.hpp"

#include "core/base/text.hpp"
#include "core/net/head_parser.hpp"

#include <algorithm>
#include <optional>

namespace masthead::web {

namespace {

constexpr std::size_t hops_max = 32;

/// What one proxy says about who asked it.
struct Hop {
    std::optional<net::Address> address; ///< absent: hidden, unknown or malformed
    std::string_view proto;
    std::string_view host;
};

std::string_view unquoted(std::string_view text)
{
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        return text.substr(1, text.size() - 2);
    return text;
}

/// "192.0.2.1", "192.0.2.1:443", "2001:db8::1", "[2001:db8::1]:443".
std::optional<net::Address> parse_node(std::string_view text)
{
    text = unquoted(trim(text));
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        return close == std::string_view::npos ? std::nullopt
                                               : net::parse_address(text.substr(1, close - 1));
    }
    if (std::ranges::count(text, ':') == 1)
        text = text.substr(0, text.find(':'));
    return net::parse_address(text);
}

/// The last elements of a list, the rightmost first: a long list was not written by our proxies.
std::vector<std::string_view> from_the_right(std::string_view list)
{
    std::vector<std::string_view> elements;
    while (!list.empty() && elements.size() < hops_max) {
        const auto comma = list.rfind(',');
        elements.push_back(trim(comma == std::string_view::npos ? list : list.substr(comma + 1)));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
    }
    return elements;
}

Hop parse_forwarded_element(std::string_view element)
{
    Hop hop;
    for (const std::string_view pair : split(element, ';')) {
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos)
            continue;
        const auto name = trim(pair.substr(0, equals));
        const auto value = unquoted(trim(pair.substr(equals + 1)));
        if (equals_ignoring_case(name, "for"))
            hop.address = parse_node(value);
        else if (equals_ignoring_case(name, "proto"))
            hop.proto = value;
        else if (equals_ignoring_case(name, "host"))
            hop.host = value;
    }
    return hop;
}

std::vector<Hop> forwarded_hops(std::string_view field)
{
    std::vector<Hop> hops;
    for (const std::string_view element : from_the_right(field))
        hops.push_back(parse_forwarded_element(element));
    return hops;
}

/// Proto and host are lists only where each proxy appends; most set one value.
std::vector<Hop> x_forwarded_hops(std::string_view addresses, std::string_view protos,
                                  std::string_view hosts)
{
    const auto proto_list = from_the_right(protos);
    const auto host_list = from_the_right(hosts);
    std::vector<Hop> hops;
    const auto at = [](const std::vector<std::string_view>& list, std::size_t i) {
        return list.empty() ? std::string_view{} : list[std::min(i, list.size() - 1)];
    };
    for (const std::string_view element : from_the_right(addresses))
        hops.push_back(
            {parse_node(element), at(proto_list, hops.size()), at(host_list, hops.size())});
    if (hops.empty())
        hops.push_back({std::nullopt, at(proto_list, 0), at(host_list, 0)});
    return hops;
}

bool is_trusted(const net::Address& address, const std::vector<net::Cidr>& trusted)
{
    return std::ranges::any_of(trusted, [&](const auto& one) { return one.contains(address); });
}

/// Goes from proxy to proxy for as long as each is one of ours; the last word counts.
Client walk(const Client& peer, const std::vector<Hop>& hops, const std::vector<net::Cidr>& trusted)
{
    Client client = peer;
    for (const Hop& hop : hops) {
        if (!is_trusted(client.address, trusted))
            break;
        if (equals_ignoring_case(hop.proto, "https") || equals_ignoring_case(hop.proto, "http"))
            client.secure = equals_ignoring_case(hop.proto, "https");
        if (net::is_valid_authority(hop.host))
            client.host = hop.host;
        if (!hop.address)
            break;
        client.address = *hop.address;
    }
    return client;
}

} // namespace

Client resolve_client(const net::Address& peer, std::string_view host, const FieldFinder& field,
                      const std::vector<net::Cidr>& trusted)
{
    const Client direct{peer, std::string{host}, false};
    if (!is_trusted(peer, trusted))
        return direct;
    const std::string forwarded = field("forwarded");
    const std::string addresses = field("x-forwarded-for");
    const std::string protos = field("x-forwarded-proto");
    const std::string hosts = field("x-forwarded-host");
    const bool has_x = !addresses.empty() || !protos.empty() || !hosts.empty();
    if (forwarded.empty() && !has_x)
        return direct;
    const auto by_x = walk(direct, x_forwarded_hops(addresses, protos, hosts), trusted);
    if (forwarded.empty())
        return by_x;
    const auto by_forwarded = walk(direct, forwarded_hops(forwarded), trusted);
    if (!has_x)
        return by_forwarded;
    return by_x.address == by_forwarded.address && by_x.secure == by_forwarded.secure ? by_x
                                                                                      : direct;
}

} // namespace masthead::web
