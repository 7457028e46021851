#include "features/staff/recovery_codes.hpp"

#include "core/base/random.hpp"
#include "core/crypto/token.hpp"
#include "features/staff/invite_staff.hpp"
#include "features/staff/staff_sql.hpp"

#include <array>

namespace masthead::staff {

namespace {

// Thirty-two characters that cannot be taken for each other: five bits each, eighty in all, so that
// a plain hash may be kept of them.
constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz023456789";
static_assert(alphabet.size() == 32);
constexpr std::size_t code_letters = 16;
constexpr std::size_t typed_bytes_max = 100;

std::string new_letters()
{
    std::array<std::uint8_t, code_letters> bytes{};
    fill_random(bytes);
    std::string letters;
    for (const auto byte : bytes)
        letters += alphabet[byte % alphabet.size()];
    return letters;
}

std::string with_dashes(const std::string& letters)
{
    std::string shown;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        if (at > 0 && at % 4 == 0)
            shown += '-';
        shown += letters[at];
    }
    return shown;
}

std::string letters_of(std::string_view typed)
{
    std::string letters;
    for (const char c : typed.substr(0, typed_bytes_max)) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (alphabet.find(lower) != std::string_view::npos)
            letters += lower;
    }
    return letters;
}

} // namespace

std::vector<std::string> replace_recovery_codes(db::Tx& tx, StaffId staff)
{
    sql::delete_recovery_codes(tx, staff);
    std::vector<std::string> codes;
    for (int made = 0; made < recovery_codes_count; ++made) {
        const auto letters = new_letters();
        sql::insert_recovery_code(tx, staff, crypto::token_hash(letters));
        codes.push_back(with_dashes(letters));
    }
    return codes;
}

bool use_recovery_code(db::Tx& tx, StaffId staff, std::string_view typed)
{
    const auto letters = letters_of(typed);
    return letters.size() == code_letters &&
           sql::delete_recovery_code(tx, staff, crypto::token_hash(letters)) == 1;
}

} // namespace masthead::staff
