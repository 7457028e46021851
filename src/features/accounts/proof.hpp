#pragma once

#include <string>
#include <string_view>

/// What flows that prove an address have in common: a link that works anywhere, and a code that
/// works only beside the cookie of its flow.
namespace masthead::accounts {

inline constexpr int code_digits = 8;

/// A secret for a mail, and what a table keeps of it.
struct ProofLink {
    std::string token;
    std::string hash;
};
struct ProofCode {
    std::string shown; ///< "1234 5678"
    std::string hash;
};

/// Fresh ones. The code is hashed with the flow's key, which is nowhere stored: ten to the eighth
/// are too few to keep a plain hash of.
ProofLink make_proof_link();
ProofCode make_proof_code(std::string_view flow_key);

/// Whether a typed code is the one; takes the same time for all codes. Spaces and dashes, and the
/// digits of other scripts' keyboards, do not matter.
bool is_proof_code(std::string_view flow_key, std::string_view typed, std::string_view hash);

} // namespace masthead::accounts
