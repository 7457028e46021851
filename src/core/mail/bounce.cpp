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

// RFC 3464, section 2.1; RFC 6533, section 3 for addresses beyond ASCII.
bool is_report_part(std::string_view content_type)
{
    const auto type = trim(content_type.substr(0, content_type.find(';')));
    return equals_ignoring_case(type, "message/delivery-status") ||
           equals_ignoring_case(type, "message/global-delivery-status");
}

// "failed", perhaps with a comment behind it.
bool is_failed(std::string_view action)
{
    return equals_ignoring_case(trim(action.substr(0, action.find_first_of(" \t(;"))), "failed");
}

// A long field of the head goes on in lines that begin with white space (RFC 5322, section 2.2.3).
std::string unfold_head(std::string_view message)
{
    std::string out;
    out.reserve(message.size());
    bool in_head = true;
    for (std::size_t i = 0; i < message.size(); ++i) {
        const char next = i + 1 < message.size() ? message[i + 1] : '\0';
        if (in_head && message[i] == '\n' && (next == ' ' || next == '\t')) {
            if (out.ends_with('\r'))
                out.pop_back();
            continue;
        }
        if (message[i] == '\n' && (next == '\n' || next == '\r'))
            in_head = false;
        out += message[i];
    }
    return out;
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
    if (!in_head && is_failed(value_of(line, "Action")))
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
    const auto unfolded = unfold_head(message);
    for (auto line : split(unfolded, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        in_head = in_head && !line.empty();
        is_report = is_report || (!in_head && is_report_part(value_of(line, "Content-Type")));
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
