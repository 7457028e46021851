#include "core/mail/bounce.hpp"

#include "core/base/text.hpp"

#include <array>

namespace masthead::smtp {

namespace {

// The value of a field's line; empty where it is another field.
std::string_view value_of(std::string_view line, std::string_view field)
{
    if (line.size() <= field.size() || line[field.size()] != ':' ||
        !equals_ignoring_case(line.substr(0, field.size()), field))
        return {};
    return trim(line.substr(field.size() + 1));
}

std::optional<Address> address_in(std::string_view value)
{
    const auto open = value.rfind('<');
    const auto close = value.rfind('>');
    if (open != std::string_view::npos && close != std::string_view::npos && open < close)
        value = value.substr(open + 1, close - open - 1);
    const auto address = parse_address(value);
    return address ? std::optional<Address>{*address} : std::nullopt;
}

bool is_status(std::string_view text)
{
    return text.size() >= 5 && text.size() <= 9 && (text[0] == '4' || text[0] == '5') &&
           text[1] == '.' && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

void read_line(Bounce& bounce, std::string_view line, bool in_head)
{
    constexpr std::array<std::string_view, 3> receivers{"Delivered-To", "X-Original-To", "To"};
    for (const auto field : receivers) {
        const auto value = in_head ? value_of(line, field) : std::string_view{};
        // Mail servers add their own fields above the sender's: the first one counts.
        if (const auto address = value.empty() ? std::nullopt : address_in(value);
            address && bounce.return_path.domain.empty())
            bounce.return_path = *address;
    }
    const auto status = in_head ? std::string_view{} : value_of(line, "Status");
    const auto code = status.substr(0, status.find(' '));
    if (bounce.status.empty() && is_status(code))
        bounce.status = code;
    if (!in_head && equals_ignoring_case(value_of(line, "Action"), "failed"))
        bounce.is_final = true;
}

} // namespace

std::optional<Bounce> read_bounce(std::string_view message)
{
    if (message.size() > bounce_bytes_max)
        return std::nullopt;
    Bounce bounce;
    bool in_head = true;
    bool is_report = false;
    for (auto line : split(message, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        in_head = in_head && !line.empty();
        is_report = is_report ||
                    (!in_head && to_lower_ascii(value_of(line, "Content-Type").substr(0, 23)) ==
                                     "message/delivery-status");
        // What stands before and behind the report is anybody's text.
        if (in_head || (is_report && bounce.status.empty()) || (is_report && !bounce.is_final))
            read_line(bounce, line, in_head);
    }
    if (!is_report || bounce.return_path.domain.empty() || bounce.status.empty())
        return std::nullopt;
    bounce.is_final = bounce.is_final && bounce.status.front() == '5';
    return bounce;
}

} // namespace masthead::smtp
