#include "core/web/finishing.hpp"

#include "core/base/log.hpp"
#include "core/base/text.hpp"
#include "core/web/compress.hpp"

#include <algorithm>
#include <array>

namespace masthead::web {

namespace {

constexpr std::size_t compressed_bytes_min = 512; // below, the frame eats what is won

// Browsers ask each time, with the ETag; a cache in front may answer for a second and then, while
// it asks us, for half a minute. RFC 9213's field is for those who obey `no-cache` to the letter.
constexpr std::string_view page_caching =
    "Cache-Control: public, no-cache, s-maxage=1, stale-while-revalidate=30\r\n"
    "CDN-Cache-Control: public, max-age=1, stale-while-revalidate=30\r\n";

/// What the server alone may say.
constexpr std::array<std::string_view, 8> reserved_fields{
    "connection", "content-length",    "date",    "keep-alive",
    "trailer",    "transfer-encoding", "upgrade", "content-type"};

void append_field(std::string& out, std::string_view name, std::string_view value)
{
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

bool is_field_name(std::string_view name)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-';
    };
    return !name.empty() && std::ranges::all_of(name, fits);
}

bool is_field_value(std::string_view value)
{
    return std::ranges::none_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool has_header(const Response& response, std::string_view name)
{
    return std::ranges::any_of(response.headers, [&](const auto& header) {
        return equals_ignoring_case(header.first, name);
    });
}

void append_handler_fields(std::string& out, const Response& response)
{
    for (const auto& [name, value] : response.headers) {
        const std::string lower = to_lower_ascii(name);
        const bool reserved = std::ranges::find(reserved_fields, lower) != reserved_fields.end();
        if (reserved || !is_field_name(name) || !is_field_value(value)) {
            log::error("web.field_refused", {{"name", name}, {"status", response.status}});
            continue;
        }
        append_field(out, name, value);
    }
}

bool is_origin(std::string_view origin)
{
    const auto scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos)
        return false;
    const auto scheme = origin.substr(0, scheme_end);
    const auto authority = origin.substr(scheme_end + 3);
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view{".-:[]"}.find(c) != std::string_view::npos;
    };
    return (scheme == "https" || scheme == "http") && !authority.empty() &&
           std::ranges::all_of(authority, fits);
}

/// The policy with more origins behind `form-action`. A policy that does not name it allows all.
std::string with_form_action(std::string policy, const std::vector<std::string>& origins)
{
    constexpr std::string_view directive = "form-action ";
    auto at = policy.find(directive);
    while (at != std::string::npos && at > 0 && policy[at - 1] != ' ' && policy[at - 1] != ';')
        at = policy.find(directive, at + 1);
    if (at == std::string::npos)
        return policy;
    const auto end = std::min(policy.find(';', at), policy.size());
    std::string more;
    for (const std::string& origin : origins) {
        if (is_origin(origin))
            more += " " + origin;
        else
            log::error("web.origin_refused", {{"origin", origin}});
    }
    return policy.insert(end, more);
}

std::string_view body_of(const net::WirePage& page)
{
    return std::string_view{page.bytes}.substr(page.head_bytes);
}

/// What the forms of a version say, from whichever is there; absent where no form can be made.
std::optional<std::string> plain_body_of(const PageVersion& version)
{
    const auto& identity = version.forms[index_of(Encoding::identity)];
    const auto& zipped = version.forms[index_of(Encoding::gzip)];
    if (!version.compressible || (!identity && !zipped))
        return std::nullopt;
    return identity ? std::string{body_of(*identity)} : gunzip(body_of(*zipped));
}

} // namespace

Finisher::Finisher(std::string content_security_policy, bool strict_transport)
    : content_security_policy_(std::move(content_security_policy)),
      strict_transport_(strict_transport)
{
    if (!is_field_value(content_security_policy_))
        throw std::invalid_argument("content_security_policy holds a control character");
}

/// Everything but Date, Content-Length, caching, coding and ETag.
std::string Finisher::common_fields(const Response& response) const
{
    struct Standing {
        std::string_view name;
        std::string_view value;
    };
    const std::string policy =
        response.form_action_origins.empty()
            ? content_security_policy_
            : with_form_action(content_security_policy_, response.form_action_origins);
    const Standing standing[] = {
        {"Content-Security-Policy", policy},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "strict-origin-when-cross-origin"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Strict-Transport-Security", strict_transport_ ? "max-age=31536000" : ""},
    };
    std::string out;
    if (!response.content_type.empty() && is_field_value(response.content_type))
        append_field(out, "Content-Type", response.content_type);
    for (const Standing& field : standing) {
        if (!field.value.empty() && !has_header(response, field.name))
            append_field(out, field.name, field.value);
    }
    append_handler_fields(out, response);
    return out;
}

net::Answer Finisher::answer(const Response& response, Encoding encoding) const
{
    std::string fields = common_fields(response);
    if (!has_header(response, "Cache-Control"))
        append_field(fields, "Cache-Control", "no-store");
    net::WireParts parts;
    parts.status = response.status;
    std::string packed;
    if (response.live) {
        // The end of the connection ends it, in 1.0 and 1.1 alike: a chunk around every frame
        // would tell nobody anything, for what is cut is resumed in any case.
        parts.length = net::WireParts::Length::none;
        parts.closes = true;
    } else if (response.stream) {
        parts.length = net::WireParts::Length::given;
        parts.given_length = response.stream_bytes;
    } else if (is_compressible(response.content_type) &&
               response.body.size() >= compressed_bytes_min && response.status != 206 &&
               !has_header(response, "Content-Encoding")) {
        append_field(fields, "Vary", "Accept-Encoding");
        if (encoding == Encoding::gzip) {
            packed = gzip(response.body);
            append_field(fields, "Content-Encoding", "gzip");
            parts.encoding = "gzip";
        }
    }
    parts.fields = fields;
    parts.body = packed.empty() ? std::string_view{response.body} : std::string_view{packed};
    return {net::make_wire_page(parts), response.stream, false, response.live};
}

net::WirePagePtr Finisher::plain(int status, std::string_view more_fields, bool closes) const
{
    Response response = text(status, std::string{net::reason_phrase(status)} + "\n");
    if (status == 204)
        response.content_type.clear();
    std::string fields = common_fields(response);
    append_field(fields, "Cache-Control", "no-store");
    fields += more_fields;
    net::WireParts parts;
    parts.status = status;
    parts.fields = fields;
    parts.body = response.body;
    parts.closes = closes;
    return net::make_wire_page(parts);
}

PageVersionPtr Finisher::version(const Response& response, Time drawn,
                                 const PageVersionPtr& previous, bool wants_identity) const
{
    if (has_header(response, "Set-Cookie")) {
        // What is kept goes to everybody: a cookie in it would make all of them one reader.
        log::error("web.cookie_in_kept_page", {{"status", response.status}});
        Response without = response;
        std::erase_if(without.headers, [](const auto& header) {
            return equals_ignoring_case(header.first, "Set-Cookie");
        });
        return this->version(without, drawn, previous, wants_identity);
    }
    auto made = std::make_shared<PageVersion>();
    made->status = response.status;
    made->fields = common_fields(response);
    if (!has_header(response, "Cache-Control"))
        made->fields += page_caching;
    made->compressible =
        is_compressible(response.content_type) && response.body.size() >= compressed_bytes_min;
    if (made->compressible)
        append_field(made->fields, "Vary", "Accept-Encoding");
    made->etag = fingerprint(response.body);
    const Time second = from_ms(to_ms(drawn) / 1'000 * 1'000);
    if (previous && previous->etag == made->etag && previous->fields == made->fields &&
        previous->status == made->status)
        return previous;
    // Two versions within one second cannot be told apart by date: the later one carries none.
    if (!previous || previous->last_modified != second)
        made->last_modified = second;
    if (made->compressible)
        add_form(*made, Encoding::gzip, gzip(response.body));
    if (!made->compressible || wants_identity)
        add_form(*made, Encoding::identity, response.body);
    return made;
}

void Finisher::add_form(PageVersion& version, Encoding encoding, std::string_view body) const
{
    std::string fields = version.fields;
    if (version.status == 200) {
        append_field(fields, "ETag", quoted_etag(version, encoding));
        if (version.last_modified)
            append_field(fields, "Last-Modified", format_http_date(*version.last_modified));
        net::WireParts not_modified;
        not_modified.status = 304;
        not_modified.fields = fields;
        version.not_modified[index_of(encoding)] = net::make_wire_page(not_modified);
    }
    net::WireParts parts;
    parts.status = version.status;
    if (encoding != Encoding::identity) {
        append_field(fields, "Content-Encoding", name_of(encoding));
        parts.encoding = name_of(encoding);
    }
    parts.fields = fields;
    parts.body = body;
    version.forms[index_of(encoding)] = net::make_wire_page(parts);
}

PageVersionPtr Finisher::with_form(const PageVersion& version, Encoding encoding) const
{
    const auto plain_body = plain_body_of(version);
    if (!plain_body)
        return nullptr;
    auto made = std::make_shared<PageVersion>(version);
    if (encoding == Encoding::brotli) {
        const std::string packed =
            brotli(*plain_body, version.dense ? Effort::thorough : Effort::quick);
        if (packed.empty())
            return nullptr;
        add_form(*made, encoding, packed);
    } else {
        add_form(*made, encoding, *plain_body);
    }
    return made;
}

PageVersionPtr Finisher::denser(const PageVersion& version) const
{
    const auto plain_body = version.dense ? std::nullopt : plain_body_of(version);
    if (!plain_body)
        return nullptr;
    auto made = std::make_shared<PageVersion>(version);
    made->dense = true;
    add_form(*made, Encoding::gzip, gzip(*plain_body, Effort::thorough));
    if (!version.forms[index_of(Encoding::brotli)])
        return made;
    const std::string packed = brotli(*plain_body, Effort::thorough);
    if (packed.empty())
        return nullptr;
    add_form(*made, Encoding::brotli, packed);
    return made;
}

} // namespace masthead::web
