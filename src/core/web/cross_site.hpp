#pragma once

#include "core/base/clock.hpp"
#include "core/web/form.hpp"
#include "core/web/request.hpp"
#include "core/web/response.hpp"

#include <string>
#include <string_view>

namespace masthead::web {

/// Where an unsafe request was sent from, as far as its browser says.
enum class SentFrom {
    here,    ///< a page of ours
    abroad,  ///< another site, or a page that hides where it is
    unknown, ///< neither Origin nor Sec-Fetch-Site: an old browser, or none
};

/// Judges by Sec-Fetch-Site, which no script can set; where that is absent by Origin, which must be
/// the scheme and authority by which the reader asked, or those of `site_origin`.
SentFrom sent_from(const Request& request, std::string_view site_origin);

/// Scheme and authority of an address in the form browsers give them in: lower case, without the
/// scheme's own port. Empty where it is none.
std::string origin_of(std::string_view address);

/// Tokens that prove that a form came from a page of ours, for browsers that do not say. A token is
/// good for its path, for the session cookies it was made for (without any: for the reader's
/// network), and until the end of the hour after. Threads: any.
class FormTokens {
public:
    /// An empty secret: a random one.
    explicit FormTokens(std::string secret);

    std::string make(const Request& request, Time now) const;
    bool is_good(const Request& request, std::string_view token, Time now) const;

private:
    std::string token_of_hour(const Request& request, std::int64_t hour) const;

    std::string secret_;
};

/// The plain page that asks whether to send a form: its texts as hidden fields, the token in
/// `csrf`. `words` and `button` are escaped.
struct ConfirmWords {
    std::string words;
    std::string button;
};
Response plain_confirm_page(const Form& form, std::string_view token, const ConfirmWords& words);

} // namespace masthead::web
