#pragma once

#include "core/base/clock.hpp"
#include "core/db/transaction.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace masthead::privacy {

/// Periods that the operator sets; the others are the program's own and stand in the rows' words.
struct Periods {
    Milliseconds networks_kept = std::chrono::hours{24 * 30};
};

/// Lets go of what is past its time, at most about `limit` rows; answers how many went.
using LetGo = std::int64_t (*)(db::Tx& tx, const Periods& periods, Time now, int limit);

/// One kind of personal data: the only list of them. It draws the privacy page, it drives the
/// retention job, and a test fails for a table that nobody has judged. Texts are English sentences
/// that themes translate; "{days}" stands for Periods::networks_kept.
struct PersonalData {
    std::string_view what;
    std::string_view purpose;
    std::string_view basis;                   ///< the ground in law (GDPR, article 6)
    std::string_view period;                  ///< how long
    std::string_view recipients;              ///< who else is given it; empty: nobody
    std::span<const std::string_view> tables; ///< where it is stored
    LetGo let_go = nullptr; ///< null: it ends with the account, or by its owner's hand
};

/// All rows, in the order of the privacy page.
std::span<const PersonalData> personal_data();

/// Tables that hold nothing about a person, judged one by one.
std::span<const std::string_view> impersonal_tables();

/// One turn of the retention job over all rows: answers how many rows went. A full turn (at least
/// `limit`) means that more may be waiting.
std::int64_t let_go_of_everything_due(db::Tx& tx, const Periods& periods, Time now, int limit);

} // namespace masthead::privacy
