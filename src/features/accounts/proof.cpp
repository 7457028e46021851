#include "features/accounts/proof.hpp"

#include "core/crypto/token.hpp"
#include "core/text/unicode_forms.hpp"

namespace masthead::accounts {

namespace {

constexpr std::size_t typed_bytes_max = 100;

// Arabic-Indic and Persian digits (U+0660.., U+06F0..) as keyboards there write them, as ASCII.
std::string plain_digits(std::string_view typed)
{
    std::string digits;
    const auto text = to_nfkc(typed.substr(0, typed_bytes_max));
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
        if (byte >= '0' && byte <= '9')
            digits += text[at];
        else if (byte == 0xd9 && next >= 0xa0 && next <= 0xa9)
            digits += static_cast<char>('0' + (next - 0xa0));
        else if (byte == 0xdb && next >= 0xb0 && next <= 0xb9)
            digits += static_cast<char>('0' + (next - 0xb0));
    }
    return digits;
}

} // namespace

ProofLink make_proof_link()
{
    ProofLink link;
    link.token = crypto::random_token();
    link.hash = crypto::token_hash(link.token);
    return link;
}

ProofCode make_proof_code(std::string_view flow_key)
{
    auto digits = crypto::random_digits(code_digits);
    ProofCode code;
    code.hash = crypto::hmac_hex(flow_key, digits);
    code.shown = digits.insert(code_digits / 2, " ");
    return code;
}

bool is_proof_code(std::string_view flow_key, std::string_view typed, std::string_view hash)
{
    return crypto::equal_in_constant_time(crypto::hmac_hex(flow_key, plain_digits(typed)), hash);
}

} // namespace masthead::accounts
