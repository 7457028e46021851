#include "core/web/multipart.hpp"

#include "core/base/text.hpp"
#include "core/web/words.hpp"

#include <algorithm>

namespace masthead::web {

namespace {

constexpr std::size_t part_head_bytes_max = 4 * 1024;
constexpr std::size_t part_fields_max = 8;
constexpr std::size_t file_name_bytes_max = 255;
constexpr std::string_view line_end = "\r\n";

Failure malformed()
{
    return refuse(Refusal::invalid, std::string{problem_form_malformed});
}

/// What the head of a part says.
struct PartHead {
    std::string name;
    std::optional<std::string> file_name;
    std::string content_type;
};

bool is_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view{"()<>@,;:\\\"/[]?={}"}.find(c) == std::string_view::npos;
    });
}

/// Takes a quoted string from the front, opening quote included. Only `\"` is an escape: a lone
/// backslash is part of the path that old browsers send as a file's name.
std::optional<std::string> take_quoted(std::string_view& rest)
{
    std::string value;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return value;
        }
        if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '"')
            ++i;
        value += rest[i];
    }
    return std::nullopt;
}

/// Takes "; name=value" from the front. False where something else stands there.
bool take_parameter(std::string_view& rest, std::string& name, std::string& value)
{
    if (!rest.starts_with(';'))
        return false;
    rest = trim(rest.substr(1));
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos || !is_token(rest.substr(0, equals)))
        return false;
    name = to_lower_ascii(rest.substr(0, equals));
    rest.remove_prefix(equals + 1);
    if (rest.starts_with('"')) {
        auto quoted = take_quoted(rest);
        if (!quoted)
            return false;
        value = std::move(*quoted);
    } else {
        const auto end = std::min(rest.find(';'), rest.size());
        value = trim(rest.substr(0, end));
        if (!is_token(value))
            return false;
        rest.remove_prefix(end);
    }
    rest = trim(rest);
    return true;
}

/// Browsers write a quote and line ends of a name as %22, %0D and %0A, and nothing else so.
std::string unescape_name(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto escape = text.substr(i, 3);
        if (escape == "%22" || escape == "%0D" || escape == "%0A") {
            out += escape == "%22" ? '"' : ' ';
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// The last part of a name on another machine, fit to be shown.
std::optional<std::string> read_file_name(std::string_view raw)
{
    if (!is_valid_utf8(raw))
        return std::nullopt;
    std::string name = unescape_name(raw);
    name.erase(0, name.find_last_of("/\\") + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    return std::string{cut_utf8(name, file_name_bytes_max)};
}

/// Reads "form-data; name=...; filename=..."; each may stand there once.
bool read_disposition(std::string_view value, PartHead& head)
{
    auto rest = value.substr(std::min(value.find(';'), value.size()));
    if (!equals_ignoring_case(trim(value.substr(0, value.find(';'))), "form-data"))
        return false;
    bool named = false;
    for (std::string name, given; !rest.empty();) {
        if (!take_parameter(rest, name, given))
            return false;
        if (name == "name") {
            auto text = form_text(unescape_name(given));
            if (named || !text)
                return false;
            head.name = std::move(*text);
            named = true;
        } else if (name == "filename") {
            auto text = read_file_name(given);
            if (head.file_name || !text)
                return false;
            head.file_name = std::move(*text);
        }
    }
    return named;
}

bool read_part_field(std::string_view line, PartHead& head, bool& disposed)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
        return false;
    const auto name = line.substr(0, colon);
    const auto value = trim(line.substr(colon + 1));
    if (equals_ignoring_case(name, "content-disposition")) {
        if (disposed)
            return false;
        disposed = true;
        return read_disposition(value, head);
    }
    if (equals_ignoring_case(name, "content-type")) {
        head.content_type = media_type_of(value);
        return !head.content_type.starts_with("multipart/");
    }
    // A coded part would be taken as it stands: better not at all.
    return !equals_ignoring_case(name, "content-transfer-encoding") ||
           equals_ignoring_case(value, "binary") || equals_ignoring_case(value, "8bit") ||
           equals_ignoring_case(value, "7bit");
}

std::optional<PartHead> read_part_head(std::string_view text)
{
    PartHead head;
    bool disposed = false;
    for (std::size_t fields = 0; !text.empty(); ++fields) {
        const auto end = text.find(line_end);
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + line_end.size());
        if (fields == part_fields_max || !read_part_field(line, head, disposed))
            return std::nullopt;
    }
    return disposed ? std::optional{std::move(head)} : std::nullopt;
}

/// Collects parts until a limit is passed.
class Parts {
public:
    explicit Parts(const FormLimits& limits) : limits_(limits) {}

    std::optional<Failure> add(PartHead head, std::string_view body)
    {
        if (++count_ > limits_.fields_max)
            return refuse(Refusal::too_large, std::string{problem_form_fields});
        if (head.name.size() > limits_.name_bytes_max)
            return refuse(Refusal::too_large, std::string{problem_field_long});
        return head.file_name ? add_file(std::move(head), body) : add_text(std::move(head), body);
    }

    Form take() { return Form{std::move(texts_), std::move(files_)}; }

private:
    std::optional<Failure> add_file(PartHead head, std::string_view body)
    {
        if (head.file_name->empty() && body.empty())
            return std::nullopt; // the reader chose none
        if (files_.size() == limits_.files_max)
            return refuse(Refusal::too_large, std::string{problem_form_fields});
        if (body.size() > limits_.file_bytes_max)
            return refuse(Refusal::too_large, std::string{problem_file_large});
        files_.emplace_back(std::move(head.name),
                            UploadedFile{std::move(*head.file_name), std::move(head.content_type),
                                         std::string{body}});
        return std::nullopt;
    }

    std::optional<Failure> add_text(PartHead head, std::string_view body)
    {
        if (body.size() > 2 * limits_.field_bytes_max) // line ends may still shrink
            return refuse(Refusal::too_large, std::string{problem_field_long});
        auto text = form_text(body);
        if (!text)
            return malformed();
        if (text->size() > limits_.field_bytes_max)
            return refuse(Refusal::too_large, std::string{problem_field_long});
        texts_.emplace_back(std::move(head.name), std::move(*text));
        return std::nullopt;
    }

    const FormLimits& limits_;
    std::size_t count_ = 0;
    Form::Texts texts_;
    Form::Files files_;
};

} // namespace

std::optional<std::string> form_text(std::string_view raw)
{
    if (!is_valid_utf8(raw) || raw.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::string text;
    text.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const bool is_pair = raw[i] == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n';
        if (!is_pair)
            text += raw[i] == '\r' ? '\n' : raw[i];
    }
    return text;
}

std::string media_type_of(std::string_view field)
{
    return to_lower_ascii(trim(field.substr(0, field.find(';'))));
}

std::optional<std::string> parameter_of(std::string_view field, std::string_view name)
{
    auto rest = field.substr(std::min(field.find(';'), field.size()));
    for (std::string found, value; !rest.empty();) {
        if (!take_parameter(rest, found, value))
            return std::nullopt;
        if (found == name)
            return value;
    }
    return std::nullopt;
}

// The delimiter's first byte stands nowhere else in it, so that the search for it is linear
// whatever the body looks like.
Result<Form> read_multipart(std::string_view body, std::string_view boundary,
                            const FormLimits& limits)
{
    const std::string delimiter = std::string{"\r\n--"} + std::string{boundary};
    const auto first = std::string_view{delimiter}.substr(line_end.size());
    if (!body.starts_with(first))
        return malformed();
    body.remove_prefix(first.size());
    Parts parts{limits};
    while (!body.starts_with("--")) {
        if (!body.starts_with(line_end))
            return malformed();
        const auto head_end = body.substr(0, part_head_bytes_max).find("\r\n\r\n");
        if (head_end == std::string_view::npos || head_end == 0)
            return malformed();
        auto head = read_part_head(body.substr(line_end.size(), head_end - line_end.size()));
        body.remove_prefix(head_end + 2 * line_end.size());
        const auto end = body.find(delimiter);
        // A part without the line end before its delimiter would swallow the next one.
        if (!head || end == std::string_view::npos || body.starts_with(first))
            return malformed();
        if (auto failure = parts.add(std::move(*head), body.substr(0, end)))
            return std::move(*failure);
        body.remove_prefix(end + delimiter.size());
    }
    body.remove_prefix(2);
    if (!body.empty() && body != line_end)
        return malformed();
    return parts.take();
}

} // namespace masthead::web
