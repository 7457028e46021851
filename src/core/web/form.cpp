#include "core/web/form.hpp"

#include "core/base/text.hpp"
#include "core/web/multipart.hpp"
#include "core/web/words.hpp"

#include <algorithm>

namespace masthead::web {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::size_t boundary_bytes_max = 70; // RFC 2046, section 5.1.1

Failure malformed()
{
    return refuse(Refusal::invalid, std::string{problem_form_malformed});
}

/// Browsers escape every '%': one without two digits behind it was made to confuse somebody.
bool is_escaped_well(std::string_view text)
{
    for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        const auto digits = text.substr(at + 1, 2);
        if (digits.size() < 2 || digits.find_first_not_of(hex_digits) != std::string_view::npos)
            return false;
    }
    return true;
}

std::optional<std::string> decoded_text(std::string_view text)
{
    if (!is_escaped_well(text))
        return std::nullopt;
    return form_text(percent_decode(text, Plus::is_space));
}

Result<Form> read_urlencoded(std::string_view body, const FormLimits& limits)
{
    Form::Texts texts;
    while (!body.empty()) {
        const auto ampersand = body.find('&');
        const auto pair = body.substr(0, ampersand);
        body.remove_prefix(ampersand == std::string_view::npos ? body.size() : ampersand + 1);
        if (pair.empty())
            continue;
        if (texts.size() == limits.fields_max)
            return refuse(Refusal::too_large, std::string{problem_form_fields});
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decoded_text(pair.substr(0, equals));
        auto value = decoded_text(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value)
            return malformed();
        if (name->size() > limits.name_bytes_max || value->size() > limits.field_bytes_max)
            return refuse(Refusal::too_large, std::string{problem_field_long});
        texts.emplace_back(std::move(*name), std::move(*value));
    }
    return Form{std::move(texts), {}};
}

bool is_boundary(std::string_view boundary)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"'()+_,-./:=?"}.find(c) != std::string_view::npos;
    };
    return !boundary.empty() && boundary.size() <= boundary_bytes_max &&
           std::ranges::all_of(boundary, fits);
}

} // namespace

std::string_view Form::text(std::string_view name) const
{
    const auto found = std::ranges::find(texts_, name, &Texts::value_type::first);
    return found == texts_.end() ? std::string_view{} : std::string_view{found->second};
}

std::vector<std::string_view> Form::texts(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (const auto& [text_name, value] : texts_) {
        if (text_name == name)
            values.emplace_back(value);
    }
    return values;
}

bool Form::has(std::string_view name) const
{
    return std::ranges::find(texts_, name, &Texts::value_type::first) != texts_.end();
}

const UploadedFile* Form::file(std::string_view name) const
{
    const auto found = std::ranges::find(files_, name, &Files::value_type::first);
    return found == files_.end() ? nullptr : &found->second;
}

Result<Form> read_form(const Request& request, FormLimits limits)
{
    if (request.body.empty())
        return Form{};
    const auto field = request.header("content-type");
    const auto type = media_type_of(field);
    const auto charset = parameter_of(field, "charset");
    const bool is_utf8 = !charset || equals_ignoring_case(*charset, "utf-8");
    if (type == "application/x-www-form-urlencoded" && is_utf8)
        return read_urlencoded(request.body, limits);
    if (type != "multipart/form-data" || !is_utf8)
        return refuse(Refusal::invalid, std::string{problem_form_type});
    const auto boundary = parameter_of(field, "boundary");
    if (!boundary || !is_boundary(*boundary))
        return malformed();
    return read_multipart(request.body, *boundary, limits);
}

} // namespace masthead::web
