#pragma once

#include "core/base/result.hpp"
#include "core/db/transaction.hpp"
#include "features/readers/reader.hpp"

#include <string>
#include <string_view>

namespace masthead::readers {

/// A name as shown, and what it shares with every name that could be taken for it.
struct NameForm {
    std::string shown; ///< NFKC, white space folded
    std::string key;   ///< without case, spaces and punctuation; one for letters that look alike
    std::string look;  ///< one for names drawn alike as they stand: "Ida" and "lda"
};

/// The rules of a name that need no database. Refuses `invalid`: "reader.name_too_short",
/// "reader.name_too_long", "reader.name_hidden_characters", "reader.name_mixed_scripts",
/// "reader.name_like_address", "reader.name_reserved".  Pure, linear.
Result<NameForm> read_display_name(std::string_view name);

/// The key alone, of any text ("@Ada" in a comment, without the @): for finding who is meant.
std::string name_key_of(std::string_view name);

/// All rules: also the newsroom's title, its authors' names, and names taken by active readers.
/// `self` may keep their own. Refuses as read_display_name, and `conflict` "reader.name_taken".
Result<NameForm> check_display_name(db::Snapshot& snapshot, std::string_view name,
                                    ReaderId self = {});

} // namespace masthead::readers
