#include "core/net/head_parser.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace masthead::net {

namespace {

constexpr std::size_t method_bytes_max = 32;
constexpr std::size_t authority_bytes_max = 255 + 6;
constexpr std::size_t version_bytes = 8;

enum Kind : std::uint8_t { token = 1, field_text = 2, target_text = 4, host_text = 8 };

constexpr std::array<std::uint8_t, 256> make_kinds()
{
    std::array<std::uint8_t, 256> kinds{};
    const auto add = [&](std::string_view characters, std::uint8_t kind) {
        for (const char c : characters)
            kinds[static_cast<unsigned char>(c)] |= kind;
    };
    for (int c = 0; c < 256; ++c) {
        const bool control = c < ' ' || c == 0x7f;
        if (!control || c == '\t')
            kinds[static_cast<std::size_t>(c)] |= field_text;
        // A fragment never travels; spaces, controls and bytes above ASCII are to be encoded.
        if (c > ' ' && c < 0x7f && c != '#')
            kinds[static_cast<std::size_t>(c)] |= target_text;
    }
    constexpr std::string_view alphanumeric =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    add(alphanumeric, token | host_text);
    add("!#$%&'*+-.^_`|~", token);
    add("-._~", host_text);
    return kinds;
}

constexpr auto kinds = make_kinds();

bool all_of_kind(std::string_view text, std::uint8_t kind)
{
    for (const char c : text) {
        if ((kinds[static_cast<unsigned char>(c)] & kind) == 0)
            return false;
    }
    return true;
}

bool all_digits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_spaces(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// 0 where the verb is ours; TRACE and CONNECT are known and refused, others are not known.
int read_verb(std::string_view method, Verb& verb)
{
    struct Known {
        std::string_view name;
        Verb verb;
    };
    static constexpr Known known[] = {
        {"GET", Verb::get},         {"HEAD", Verb::head},   {"POST", Verb::post},
        {"PUT", Verb::put},         {"PATCH", Verb::patch}, {"DELETE", Verb::del},
        {"OPTIONS", Verb::options},
    };
    for (const Known& one : known) {
        if (method == one.name) {
            verb = one.verb;
            return 0;
        }
    }
    return method == "TRACE" || method == "CONNECT" ? 405 : 501;
}

/// HTTP/1.1 and 1.0 only; a well-formed other version is 505 (the HTTP/2 preface among them).
int read_version(std::string_view version, bool& http_1_0)
{
    const auto digit = [&](std::size_t at) { return version[at] >= '0' && version[at] <= '9'; };
    if (version.size() != version_bytes || !version.starts_with("HTTP/") || !digit(5) ||
        version[6] != '.' || !digit(7))
        return 400;
    if (version[5] != '1' || version[7] > '1')
        return 505;
    http_1_0 = version[7] == '0';
    return 0;
}

/// "http://host/path" becomes its host and "/path".
bool split_absolute_form(std::string_view target, std::string_view& authority,
                         std::string_view& path)
{
    const auto colon = target.find("://");
    if (colon == std::string_view::npos)
        return false;
    const auto scheme = target.substr(0, colon);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https"))
        return false;
    const auto rest = target.substr(colon + 3);
    const auto end = rest.find_first_of("/?");
    authority = rest.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{"/"} : rest.substr(end);
    if (path.front() == '?')
        return false; // our callers want a path to stand first
    return is_valid_authority(authority);
}

bool has_backslash_in_path(std::string_view target)
{
    return target.substr(0, target.find('?')).find('\\') != std::string_view::npos;
}

/// Reads the target in its four forms into `request.target` and, for absolute form, `.host`.
int read_target(std::string_view target, int verb_status, RequestHead& request)
{
    if (target.empty() || !all_of_kind(target, target_text) || has_backslash_in_path(target))
        return 400;
    if (verb_status != 0)
        return 0; // refused anyway: CONNECT has its own form
    if (target == "*")
        return request.verb == Verb::options ? 0 : 400;
    if (target.front() == '/')
        return 0;
    std::string_view path;
    if (!split_absolute_form(target, request.host, path))
        return 400;
    request.target = path;
    return 0;
}

int parse_request_line(std::string_view line, ParsedHead& head)
{
    const auto first = line.find(' ');
    if (first == std::string_view::npos || first == 0 || first > method_bytes_max)
        return 400;
    const auto second = line.find(' ', first + 1);
    if (second == std::string_view::npos)
        return 400;
    RequestHead& request = head.request;
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, second - first - 1);
    if (!all_of_kind(request.method, token))
        return 400;
    if (request.target.size() > limits::request_target_bytes_max)
        return 414;
    const int version_status = read_version(line.substr(second + 1), head.http_1_0);
    if (version_status != 0)
        return version_status;
    const int verb_status = read_verb(request.method, request.verb);
    const int target_status = read_target(request.target, verb_status, request);
    return target_status != 0 ? target_status : verb_status;
}

/// What the fields say about framing and the connection, gathered while they are read.
struct Seen {
    std::string_view host, length, coding;
    int hosts = 0, lengths = 0, codings = 0;
    bool close = false, keep_alive = false, bad_expectation = false;
};

int note_connection(std::string_view value, Seen& seen)
{
    while (!value.empty()) {
        const auto comma = value.find(',');
        const auto option = without_spaces(value.substr(0, comma));
        if (!all_of_kind(option, token))
            return 400;
        seen.close = seen.close || equals_ignoring_case(option, "close");
        seen.keep_alive = seen.keep_alive || equals_ignoring_case(option, "keep-alive");
        value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
    }
    return 0;
}

/// `content_length` and such: some readers take the underscore for a hyphen.
bool is_disguised_framing(std::string_view name)
{
    if (name.find('_') == std::string_view::npos)
        return false;
    std::string plain = to_lower_ascii(name);
    std::ranges::replace(plain, '_', '-');
    return plain == "content-length" || plain == "transfer-encoding";
}

/// Takes note of the few fields that matter to the connection. `raw` is the value with its spaces.
int note_field(const FieldView& field, std::string_view raw, ParsedHead& head, Seen& seen)
{
    const auto is = [&](std::string_view name) { return equals_ignoring_case(field.name, name); };
    switch (field.name.size()) {
    case 4:
        if (is("host")) {
            ++seen.hosts;
            seen.host = field.value;
        }
        return 0;
    case 6:
        if (is("expect")) {
            head.expects_continue = equals_ignoring_case(field.value, "100-continue");
            seen.bad_expectation = seen.bad_expectation || !head.expects_continue;
        }
        return 0;
    case 10: return is("connection") ? note_connection(field.value, seen) : 0;
    case 14:
        if (is("content-length")) {
            ++seen.lengths;
            seen.length = field.value;
            return raw.find('\t') == std::string_view::npos ? 0 : 400;
        }
        return is_disguised_framing(field.name) ? 400 : 0;
    case 17:
        if (is("transfer-encoding")) {
            ++seen.codings;
            seen.coding = field.value;
            return raw.find('\t') == std::string_view::npos ? 0 : 400;
        }
        return is_disguised_framing(field.name) ? 400 : 0;
    default: return 0;
    }
}

/// One field line. A line that begins with white space (folding) has no valid name.
int parse_field(std::string_view line, ParsedHead& head, std::size_t& count, Seen& seen)
{
    std::size_t colon = 0;
    while (colon < line.size() && (kinds[static_cast<unsigned char>(line[colon])] & token) != 0)
        ++colon;
    if (colon == 0 || colon == line.size() || line[colon] != ':')
        return 400;
    const auto raw = line.substr(colon + 1);
    if (!all_of_kind(raw, field_text))
        return 400;
    if (count == head.storage.size())
        return 431;
    FieldView& field = head.storage[count++];
    field = {line.substr(0, colon), without_spaces(raw)};
    return note_field(field, raw, head, seen);
}

int check_host(ParsedHead& head, const Seen& seen)
{
    if (seen.hosts > 1 || (seen.hosts == 0 && !head.http_1_0))
        return 400;
    if (seen.hosts == 1 && !is_valid_authority(seen.host))
        return 400;
    RequestHead& request = head.request;
    if (request.host.empty())
        request.host = seen.host;
    else if (seen.hosts == 1 && !equals_ignoring_case(request.host, seen.host))
        return 400; // the target names one host and the field another
    return 0;
}

int read_length(std::string_view value, std::uint64_t& length)
{
    constexpr std::size_t digits_max = 18;
    if (value.empty() || value.size() > digits_max || !all_digits(value))
        return 400;
    if (value.size() > 1 && value.front() == '0')
        return 400; // valid by the grammar, octal to some
    std::from_chars(value.data(), value.data() + value.size(), length);
    return 0;
}

/// 501 for a coding that we do not speak, 400 for what only looks like `chunked`.
int refusal_of_coding(std::string_view coding)
{
    const bool names_chunked = to_lower_ascii(coding).find("chunked") != std::string::npos;
    return coding.empty() || names_chunked ? 400 : 501;
}

int read_framing(ParsedHead& head, const Seen& seen)
{
    if (seen.lengths + seen.codings > 1)
        return 400;
    if (seen.codings == 1) {
        if (head.http_1_0)
            return 400;
        if (!equals_ignoring_case(seen.coding, "chunked"))
            return refusal_of_coding(seen.coding);
        head.framing = Framing::chunked;
    }
    if (seen.lengths == 1) {
        const int status = read_length(seen.length, head.content_length);
        if (status != 0)
            return status;
        head.framing = head.content_length > 0 ? Framing::length : Framing::none;
    }
    // A body means nothing with these; a server behind or before us may not expect one.
    const Verb verb = head.request.verb;
    const bool bodiless = verb == Verb::get || verb == Verb::head || verb == Verb::options;
    return bodiless && head.framing != Framing::none ? 400 : 0;
}

} // namespace

bool is_valid_authority(std::string_view text)
{
    if (text.empty() || text.size() > authority_bytes_max)
        return false;
    std::string_view port;
    if (text.front() == '[') {
        const auto close = text.find(']');
        if (close == std::string_view::npos || !parse_address(text.substr(1, close - 1)) ||
            text.substr(1, close - 1).find(':') == std::string_view::npos)
            return false;
        port = text.substr(close + 1);
    } else {
        const auto colon = text.find(':');
        const auto host = text.substr(0, colon);
        if (host.empty() || !all_of_kind(host, host_text))
            return false;
        port = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    }
    if (port.empty())
        return true;
    if (port.front() != ':' || port.size() > 6 || !all_digits(port.substr(1)))
        return false;
    int number = 0;
    std::from_chars(port.data() + 1, port.data() + port.size(), number);
    return number <= 65'535;
}

int parse_head(std::string_view text, ParsedHead& head)
{
    if (text.starts_with("\r\n")) // RFC 9112, 2.2: one empty line before a request is forgiven
        text.remove_prefix(2);
    const auto first_end = text.find("\r\n");
    if (first_end == std::string_view::npos)
        return 400;
    head.request.host = {};
    head.content_length = 0;
    head.framing = Framing::none;
    head.expects_continue = false;
    const int line_status = parse_request_line(text.substr(0, first_end), head);
    if (line_status != 0)
        return line_status;
    Seen seen;
    std::size_t count = 0;
    text.remove_prefix(first_end + 2);
    for (auto end = text.find("\r\n"); end != 0; end = text.find("\r\n")) {
        if (end == std::string_view::npos)
            return 400;
        const int status = parse_field(text.substr(0, end), head, count, seen);
        if (status != 0)
            return status;
        text.remove_prefix(end + 2);
    }
    head.request.fields = std::span{head.storage.data(), count};
    head.keep_alive = !seen.close && (!head.http_1_0 || seen.keep_alive);
    if (const int status = check_host(head, seen); status != 0)
        return status;
    if (const int status = read_framing(head, seen); status != 0)
        return status;
    if (head.http_1_0)
        head.expects_continue = false; // RFC 9110, 10.1.1: to be ignored
    return seen.bad_expectation && !head.http_1_0 ? 417 : 0;
}

HeadScanner::State HeadScanner::refuse(int status)
{
    refusal_ = status;
    return State::refused;
}

HeadScanner::State HeadScanner::scan(std::string_view buffered)
{
    // The empty line that may precede a request is not its end.
    const std::size_t begin = buffered.starts_with("\r\n") ? 2 : 0;
    const std::size_t from = std::max(begin, scanned_ > 3 ? scanned_ - 3 : 0);
    const auto end = buffered.find("\r\n\r\n", from);
    if (end == std::string_view::npos)
        return scan_partial(buffered);
    head_bytes_ = end + 4;
    if (head_bytes_ > limits::request_head_bytes_max)
        return refuse(431);
    return State::complete;
}

HeadScanner::State HeadScanner::scan_partial(std::string_view buffered)
{
    // A line feed must follow a carriage return; the first byte not yet looked at may be one.
    for (auto at = buffered.find('\n', scanned_); at != std::string_view::npos;
         at = buffered.find('\n', at + 1)) {
        if (at == 0 || buffered[at - 1] != '\r')
            return refuse(400);
    }
    const std::size_t begin = buffered.starts_with("\r\n") ? 2 : 0;
    const auto line = buffered.substr(begin, buffered.find("\r\n", begin) - begin);
    const bool whole_line = begin + line.size() < buffered.size();
    scanned_ = buffered.size();
    if (!first_line_done_) {
        if (line.find(' ') > method_bytes_max && (whole_line || line.size() > method_bytes_max))
            return refuse(400);
        if (!whole_line &&
            line.size() > method_bytes_max + limits::request_target_bytes_max + version_bytes + 2)
            return refuse(414);
        if (whole_line) {
            ParsedHead head;
            first_line_done_ = true;
            if (const int status = parse_request_line(line, head); status != 0)
                return refuse(status);
        }
    }
    return buffered.size() >= limits::request_head_bytes_max ? refuse(431) : State::incomplete;
}

} // namespace masthead::net
