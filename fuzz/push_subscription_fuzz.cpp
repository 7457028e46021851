// What a browser may send in the place of a push subscription, and the address in it alone.
#include "core/fetch/https_address.hpp"
#include "core/push/encryption.hpp"
#include "core/push/subscription.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace masthead;

// What was read can be written to, and to nowhere but a name at port 443.
void read_subscription(std::string_view text)
{
    const auto subscription = push::parse_subscription(text);
    if (!subscription)
        return;
    if (!fetch::parse_https_address(subscription->endpoint) ||
        subscription->auth.size() != push::auth_bytes ||
        !push::encrypt(*subscription, "{}", push::MessageKeys::random()))
        __builtin_trap();
}

void read_address(std::string_view text)
{
    const auto address = fetch::parse_https_address(text);
    if (address && (address->host.find_first_of("@:[]%/\\ ") != std::string::npos ||
                    address->origin != "https://" + address->host))
        __builtin_trap();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    read_subscription(text);
    read_address(text);
    return 0;
}
