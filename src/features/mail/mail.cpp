#include "features/mail/mail.hpp"

#include "core/base/text.hpp"
#include "core/text/unicode_forms.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace masthead::mail {

Milliseconds pause_after(int attempt)
{
    constexpr auto first = std::chrono::minutes{1};
    constexpr Milliseconds longest = std::chrono::hours{2};
    const int doublings = std::clamp(attempt - 1, 0, 10);
    return std::min<Milliseconds>(first * (1 << doublings), longest);
}

AfterDoubt after_doubt(std::string_view kind)
{
    return kind == "notifications" ? AfterDoubt::let_be : AfterDoubt::send_again;
}

std::string mail_key(std::string_view mail)
{
    const auto trimmed = trim(mail);
    const auto at = trimmed.rfind('@');
    const auto domain =
        at == std::string_view::npos ? std::nullopt : domain_to_ascii(trimmed.substr(at + 1));
    return domain ? fold_case(trimmed.substr(0, at)) + '@' + *domain : fold_case(trimmed);
}

std::string payload_of(MailId id)
{
    return R"({"mail":")" + to_string(id) + R"("})";
}

std::optional<MailId> mail_of_payload(std::string_view payload)
{
    boost::system::error_code error;
    const auto parsed = boost::json::parse(payload, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const auto* id = object ? object->if_contains("mail") : nullptr;
    return id && id->is_string() ? parse_id<MailId>(std::string_view{id->get_string()})
                                 : std::nullopt;
}

} // namespace masthead::mail
