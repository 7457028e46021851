// What a browser may send in the place of a passkey's answer. The first byte says which part: whole
// answers, attestation objects, authenticator data, or public keys.
#include "core/webauthn/authenticator_data.hpp"
#include "core/webauthn/cose_key.hpp"
#include "core/webauthn/webauthn.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace masthead::webauthn;

const RelyingParty paper{"paper.example", "The Paper", "https://paper.example"};
const Expected expected{"Y2hhbGxlbmdl", UserVerification::preferred};

void read_data(std::string_view bytes)
{
    const auto data = read_authenticator_data(bytes);
    // The views must lie in the bytes; reading their ends shows the sanitizer.
    if (data && data->credential &&
        (data->credential->id.empty() || data->credential->public_key.empty()))
        __builtin_trap();
}

void read_answers(std::string_view text)
{
    const auto made = verify_registration(paper, expected, text);
    if (made && (made->credential_id.empty() || made->public_key.empty()))
        __builtin_trap();
    const auto response = read_assertion(text);
    const StoredPasskey without_key{response ? response->credential_id : "", {}, 0, {}};
    if (response && verify_assertion(paper, expected, *response, without_key))
        __builtin_trap(); // no key has signed it
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
    if (data[0] % 4 == 0) {
        read_answers(rest);
    } else if (data[0] % 4 == 1) {
        if (const auto found = find_authenticator_data(rest))
            read_data(*found);
    } else if (data[0] % 4 == 2) {
        read_data(rest);
    } else {
        CborReader reader{rest};
        if (read_cose_key(reader) && reader.position() > rest.size())
            __builtin_trap();
    }
    return 0;
}
