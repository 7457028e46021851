#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "features/settings/newsroom.hpp"
#include "surfaces/mailing/mail_theme.hpp"

#include <string>
#include <string_view>

namespace masthead::mailing {

/// What is to be drawn, and for whom.
struct MailToDraw {
    std::string_view kind;
    std::string_view data;     ///< JSON object of the producer
    std::string_view site_url; ///< without a trailing slash
    Time asked_at{};           ///< when the mail was queued
};

/// The three texts of a mail.
struct DrawnMail {
    std::string subject; ///< one line without control characters
    std::string text;
    std::string html;
    std::string language;
    std::string unsubscribe; ///< https address of `unsubscribe` in the data; empty: none
};

inline constexpr std::size_t drawn_subject_bytes_max = 200;

/// Draws a mail in the newsroom's language, or in the one that the data names. Refuses: `not_found`
/// for an unknown kind, `invalid` for data that is no JSON object and for a template that fails,
/// with the place in `detail` and nothing of the data.
Result<DrawnMail> draw_mail(const MailTheme& theme, const settings::Newsroom& newsroom,
                            const MailToDraw& mail);

} // namespace masthead::mailing
