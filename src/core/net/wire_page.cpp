#include "core/net/wire_page.hpp"

#include "core/base/check.hpp"

namespace masthead::net {

namespace {

constexpr std::string_view date_placeholder = "Thu, 01 Jan 1970 00:00:00 GMT";
static_assert(date_placeholder.size() == http_date_bytes);

bool has_no_body(int status)
{
    return status < 200 || status == 204 || status == 304;
}

} // namespace

std::string_view reason_phrase(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 451: return "Unavailable For Legal Reasons";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
    }
}

WirePagePtr make_wire_page(const WireParts& parts)
{
    MH_CHECK(parts.status >= 100 && parts.status <= 999);
    auto page = std::make_shared<WirePage>();
    page->status = static_cast<std::uint16_t>(parts.status);
    page->encoding = parts.encoding;
    page->closes = parts.closes;
    std::string& out = page->bytes;
    out.reserve(160 + parts.fields.size() + parts.body.size());
    out += "HTTP/1.1 ";
    out += std::to_string(parts.status);
    out += ' ';
    out += reason_phrase(parts.status);
    out += "\r\nDate: ";
    page->date_at = static_cast<std::uint16_t>(out.size());
    out += date_placeholder;
    out += "\r\n";
    page->patch_bytes = static_cast<std::uint16_t>(out.size());
    MH_CHECK(page->patch_bytes <= WirePage::patch_bytes_max);
    out += parts.fields;
    const bool bare = has_no_body(parts.status);
    if (!bare && parts.length != WireParts::Length::none) {
        const bool given = parts.length == WireParts::Length::given;
        out += "Content-Length: ";
        out += std::to_string(given ? parts.given_length : parts.body.size());
        out += "\r\n";
    }
    out += "\r\n";
    page->head_bytes = static_cast<std::uint32_t>(out.size());
    if (!bare)
        out += parts.body;
    return page;
}

} // namespace masthead::net
