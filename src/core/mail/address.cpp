#include "core/mail/address.hpp"

#include "core/base/text.hpp"
#include "core/text/unicode_forms.hpp"

#include <algorithm>

namespace masthead::smtp {

namespace {

// RFC 5322's atext; beyond ASCII everything that is UTF-8 and no control (RFC 6531).
bool is_local_byte(unsigned char byte)
{
    constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~.";
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') ||
           signs.find(static_cast<char>(byte)) != std::string_view::npos;
}

bool is_local_part(std::string_view local)
{
    return !local.empty() && local.front() != '.' && local.back() != '.' &&
           local.find("..") == std::string_view::npos &&
           std::ranges::all_of(local, [](unsigned char byte) { return is_local_byte(byte); });
}

// IDNA lets through an underscore and the like in parts that are ASCII; a host name has none.
bool is_host_name(std::string_view domain)
{
    return !domain.empty() && domain.front() != '.' && domain.back() != '.' &&
           std::ranges::all_of(domain, [](unsigned char byte) {
               return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
                      byte == '.';
           });
}

} // namespace

bool has_controls(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next >= 0x80 && next < 0xa0))
            return true;
    }
    return text.find("\xe2\x80\xa8") != std::string_view::npos ||
           text.find("\xe2\x80\xa9") != std::string_view::npos || !is_valid_utf8(text);
}

Result<Address> parse_address(std::string_view text)
{
    if (text.size() > address_bytes_max)
        return refuse(Refusal::too_large, "mail.address");
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || has_controls(text))
        return refuse(Refusal::invalid, "mail.address");
    const auto local = text.substr(0, at);
    const auto domain = domain_to_ascii(text.substr(at + 1));
    if (!is_local_part(local) || !domain || !is_host_name(*domain))
        return refuse(Refusal::invalid, "mail.address");
    Address address{std::string{local}, *domain};
    if (local.size() > local_bytes_max || address.text().size() > address_bytes_max)
        return refuse(Refusal::too_large, "mail.address");
    return address;
}

} // namespace masthead::smtp
