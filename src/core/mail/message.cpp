#include "core/mail/message.hpp"

#include "core/mail/encoding.hpp"

#include <algorithm>

namespace masthead::smtp {

namespace {

bool is_token(std::string_view text)
{
    return std::ranges::all_of(text, [](unsigned char byte) {
        return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
               (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '.';
    });
}

bool is_link(std::string_view text)
{
    return text.empty() || (text.starts_with("https://") && text.size() < 900 &&
                            std::ranges::all_of(text, [](unsigned char byte) {
                                return byte > 0x20 && byte < 0x7f && byte != '<' && byte != '>';
                            }));
}

// Addresses are checked again: a struct can be filled by hand.
bool is_sound(const Mailbox& mailbox)
{
    return parse_address(mailbox.address.text()).has_value() && !has_controls(mailbox.name);
}

Result<void> check(const Message& message)
{
    if (!is_sound(message.from) || !is_sound(message.to) || has_controls(message.subject) ||
        message.subject.empty() || !is_token(message.language) || !is_token(message.id) ||
        message.id.empty() || !is_link(message.unsubscribe))
        return refuse(Refusal::invalid, "mail.header");
    if (message.subject.size() > subject_bytes_max || message.from.name.size() > name_bytes_max ||
        message.to.name.size() > name_bytes_max || message.id.size() > 64 ||
        message.text.size() > part_bytes_max || message.html.size() > part_bytes_max)
        return refuse(Refusal::too_large, "mail.message");
    return {};
}

// RFC 5322 wants a zone as a number where HTTP says GMT.
std::string mail_date(Time time)
{
    auto date = format_http_date(time);
    date.replace(date.size() - 3, 3, "+0000");
    return date;
}

void add_mailbox(std::string& out, std::string_view field, const Mailbox& mailbox)
{
    out += field;
    out += ": ";
    if (!mailbox.name.empty())
        out += header_phrase(mailbox.name, field.size() + 2) + "\r\n ";
    out += '<' + mailbox.address.text() + ">\r\n";
}

std::string headers(const Message& message, const std::string& boundary)
{
    std::string out;
    add_mailbox(out, "From", message.from);
    add_mailbox(out, "To", message.to);
    out += "Subject: " + header_text(message.subject, 9) + "\r\n";
    out += "Date: " + mail_date(message.date) + "\r\n";
    out += "Message-ID: <" + message.id + '@' + message.from.address.domain + ">\r\n";
    out += "MIME-Version: 1.0\r\n";
    out += "Auto-Submitted: auto-generated\r\n";
    if (!message.language.empty())
        out += "Content-Language: " + message.language + "\r\n";
    if (!message.unsubscribe.empty())
        out += "List-Unsubscribe:\r\n <" + message.unsubscribe +
               ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    out += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
    return out;
}

// Quoted-printable can be read without a mail program, unless most of it would be escapes.
void add_part(std::string& out, std::string_view type, std::string_view body)
{
    const auto beyond_ascii =
        std::ranges::count_if(body, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const bool is_mostly_ascii = static_cast<std::size_t>(beyond_ascii) * 4 < body.size() + 4;
    out += "Content-Type: ";
    out += type;
    out += "; charset=utf-8\r\nContent-Transfer-Encoding: ";
    out += is_mostly_ascii ? "quoted-printable\r\n\r\n" : "base64\r\n\r\n";
    out += is_mostly_ascii ? quoted_printable(body) : base64_lines(body);
    if (!out.ends_with("\r\n"))
        out += "\r\n";
}

} // namespace

Result<std::string> build_message(const Message& message)
{
    if (const auto checked = check(message); !checked)
        return checked.error();
    // "=_" can stand in neither encoding, so no body can hold the boundary.
    const auto boundary = "=_" + message.id;
    auto out = headers(message, boundary);
    out += "--" + boundary + "\r\n";
    add_part(out, "text/plain", message.text);
    out += "--" + boundary + "\r\n";
    add_part(out, "text/html", message.html);
    out += "--" + boundary + "--\r\n";
    return out;
}

} // namespace masthead::smtp
