#pragma once

#include "features/moderation/bans.hpp"
#include "surfaces/desk/parts.hpp"

/// The form of a ban, wherever it stands. For this folder only.
namespace masthead::desk {

/// What was typed: how long ("7" days, "forever"), the rule or law, words to the reader and a note
/// for staff.
struct BanSays {
    std::string days = "7";
    std::string ground;
    std::string words;
    std::string note;
};

BanSays ban_says_of(const web::Form& form);

/// Refuses `invalid` "ban.until" for a duration that the form does not offer.
Result<moderation::BanTerms> terms_of(const BanSays& says, StaffId staff, Time now);

/// For the form: what was typed, and the durations.
handlebars::Object terms_context(const BanSays& says);

/// A ban as it stands. A network's key is not shown: it means nothing to anybody.
handlebars::Object ban_context(const DeskPage& page, const moderation::Ban& ban);

} // namespace masthead::desk
