#include "features/accounts/mail_address.hpp"

#include "core/base/text.hpp"
#include "core/text/unicode_forms.hpp"

#include <algorithm>
#include <optional>

namespace masthead::accounts {

namespace {

// What RFC 5321 lets stand unquoted, and everything beyond ASCII (RFC 6531).
bool is_local_byte(unsigned char byte)
{
    if (byte >= 0x80)
        return true;
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') ||
           std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(static_cast<char>(byte)) !=
               std::string_view::npos;
}

bool is_local_part(std::string_view local)
{
    if (local.empty() || local.front() == '.' || local.back() == '.' ||
        local.find("..") != std::string_view::npos)
        return false;
    for (const unsigned char byte : local) {
        if (!is_local_byte(byte))
            return false;
    }
    return true;
}

// A domain with a dot and no number at its end: nobody reads mail at "localhost" or "10.0.0.1".
bool is_public_domain(std::string_view ascii)
{
    const auto dot = ascii.rfind('.');
    if (dot == std::string_view::npos || dot + 1 == ascii.size())
        return false;
    const auto top = ascii.substr(dot + 1);
    return top.find_first_not_of("0123456789") != std::string_view::npos;
}

std::size_t ascii_count(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
}

// Lower case; absent where that would make ASCII of something else, such as the Kelvin sign:
// whoever reads such a mailbox must not come into the account of its plain namesake.
std::optional<std::string> local_key_of(std::string_view local)
{
    auto key = to_lower(local);
    if (ascii_count(key) > ascii_count(local))
        return std::nullopt;
    return key;
}

std::string alias_of(std::string_view local, std::string_view domain)
{
    std::string alias{local.substr(0, local.find('+'))};
    const bool is_gmail = domain == "gmail.com" || domain == "googlemail.com";
    if (is_gmail)
        std::erase(alias, '.');
    return alias + '@' + (is_gmail ? "gmail.com" : std::string{domain});
}

// Characters that are drawn as nothing or turn the direction would make two addresses look alike.
bool hides_something(std::string_view text)
{
    return !is_valid_utf8(text) || to_nfkc(text).find(' ') != std::string::npos ||
           text.find("\xe2\x80") != std::string_view::npos ||
           text.find("\xe2\x81") != std::string_view::npos ||
           text.find("\xef\xbb\xbf") != std::string_view::npos ||
           text.find("\xc2\xad") != std::string_view::npos;
}

} // namespace

Result<MailAddress> parse_mail(std::string_view text)
{
    const auto trimmed = trim(text);
    if (trimmed.size() > mail_bytes_max)
        return refuse(Refusal::too_large, "mail.too_long");
    const auto at = trimmed.rfind('@');
    if (at == std::string_view::npos || hides_something(trimmed))
        return refuse(Refusal::invalid, "mail.invalid");
    const auto local = trimmed.substr(0, at);
    const auto domain = domain_to_ascii(trimmed.substr(at + 1));
    if (!is_local_part(local) || !domain || !is_public_domain(*domain))
        return refuse(Refusal::invalid, "mail.invalid");
    const auto found = local_key_of(local);
    if (!found)
        return refuse(Refusal::invalid, "mail.invalid");
    const auto& local_key = *found;
    if (local.size() > mail_local_bytes_max ||
        local_key.size() + 1 + domain->size() > mail_bytes_max)
        return refuse(Refusal::too_large, "mail.too_long");
    MailAddress address;
    address.shown = trimmed;
    address.key = local_key + '@' + *domain;
    address.alias_key = alias_of(local_key, *domain);
    address.domain = *domain;
    return address;
}

} // namespace masthead::accounts
