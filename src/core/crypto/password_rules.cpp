#include "core/crypto/password_rules.hpp"

#include "core/base/text.hpp"
#include "core/crypto/breached_list.hpp"

#include <algorithm>
#include <set>

namespace masthead::crypto {

namespace {

constexpr std::size_t different_bytes_min = 3;

std::size_t count_characters(std::string_view text)
{
    const auto starts = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts));
}

} // namespace

Result<void> check_password(std::string_view password, const BreachedList* breached)
{
    if (password.size() > password_bytes_max)
        return refuse(Refusal::invalid, "password.too_long");
    if (!is_valid_utf8(password) || password.find('\0') != std::string_view::npos)
        return refuse(Refusal::invalid, "password.not_text");
    if (count_characters(password) < password_characters_min)
        return refuse(Refusal::invalid, "password.too_short");
    if (std::set<char>(password.begin(), password.end()).size() < different_bytes_min)
        return refuse(Refusal::invalid, "password.too_simple");
    if (breached && breached->contains(password))
        return refuse(Refusal::invalid, "password.breached");
    return {};
}

} // namespace masthead::crypto
