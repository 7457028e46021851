#include "core/handlebars/value.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace masthead::handlebars {

namespace {

/// Lists inside lists beyond this print as nothing: the data is ours, but it may come from a file.
constexpr int nested_lists_max = 32;

void append_integer(std::string& out, std::int64_t number)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    out.append(digits.begin(), end);
}

/// Lays out shortest digits d1d2…dn × 10^(point - n) as Number::toString of ECMAScript does.
void append_decimal(std::string& out, std::string_view digits, int point)
{
    const int count = static_cast<int>(digits.size());
    if (count <= point && point <= 21) {
        out.append(digits).append(static_cast<std::size_t>(point - count), '0');
    } else if (0 < point && point <= 21) {
        out.append(digits.substr(0, static_cast<std::size_t>(point))).push_back('.');
        out.append(digits.substr(static_cast<std::size_t>(point)));
    } else if (-6 < point && point <= 0) {
        out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits);
    } else {
        out.push_back(digits[0]);
        if (count > 1)
            out.append(".").append(digits.substr(1));
        out.append(point > 0 ? "e+" : "e-");
        append_integer(out, std::abs(point - 1));
    }
}

void append_value(std::string& out, const Value& value, std::size_t bytes_max, int depth)
{
    if (out.size() > bytes_max)
        return;
    switch (value.kind()) {
    case Kind::undefined:
    case Kind::null: return;
    case Kind::boolean: out.append(value.as_boolean() ? "true" : "false"); return;
    case Kind::integer: append_integer(out, *value.as_integer()); return;
    case Kind::number: append_number(out, *value.as_number()); return;
    case Kind::string:
    case Kind::safe_string: out.append(value.text().substr(0, bytes_max - out.size())); return;
    case Kind::array:
        for (std::size_t i = 0; i < value.items().size() && depth < nested_lists_max; ++i) {
            if (out.size() > bytes_max)
                return;
            if (i != 0)
                out.push_back(',');
            append_value(out, value.at(i), bytes_max, depth + 1);
        }
        return;
    case Kind::object: out.append("[object Object]"); return;
    case Kind::function: return;
    case Kind::lazy: append_value(out, value.forced(), bytes_max, depth); return;
    }
}

/// JavaScript's Number(text) for the forms that occur: decimal, blank around it allowed.
std::optional<double> number_in(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\r\f\v";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return 0.0;
    text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
        return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc{} || end != text.end())
        return std::nullopt;
    return number;
}

} // namespace

void append_number(std::string& out, double number)
{
    if (std::isnan(number)) {
        out.append("NaN");
        return;
    }
    if (number < 0) {
        out.push_back('-');
        number = -number;
    }
    if (std::isinf(number)) {
        out.append("Infinity");
        return;
    }
    if (number == 0) {
        out.push_back('0');
        return;
    }
    std::array<char, 40> buffer;
    const auto end =
        std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::scientific).ptr;
    // d.ddde±xx: the digits without their point, and where the point belongs.
    const std::string_view written{buffer.begin(), end};
    const auto exponent_at = written.find('e');
    std::string digits{written.substr(0, 1)};
    if (exponent_at > 2)
        digits.append(written.substr(2, exponent_at - 2));
    auto exponent_text = written.substr(exponent_at + 1);
    if (exponent_text.starts_with('+'))
        exponent_text.remove_prefix(1);
    int exponent = 0;
    std::from_chars(exponent_text.begin(), exponent_text.end(), exponent);
    append_decimal(out, digits, exponent + 1);
}

void append_escaped(std::string& out, std::string_view text)
{
    static constexpr auto special = [] {
        std::array<bool, 256> table{};
        for (const char c : {'&', '<', '>', '"', '\'', '`', '='})
            table[static_cast<unsigned char>(c)] = true;
        return table;
    }();
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!special[static_cast<unsigned char>(text[i])])
            continue;
        out.append(text, copied, i - copied);
        copied = i + 1;
        switch (text[i]) {
        case '&': out.append("&amp;"); break;
        case '<': out.append("&lt;"); break;
        case '>': out.append("&gt;"); break;
        case '"': out.append("&quot;"); break;
        case '\'': out.append("&#x27;"); break;
        case '`': out.append("&#x60;"); break;
        default: out.append("&#x3D;"); break;
        }
    }
    out.append(text, copied);
}

bool Value::is_truthy() const
{
    switch (kind_) {
    case Kind::undefined:
    case Kind::null: return false;
    case Kind::boolean: return payload_.boolean;
    case Kind::integer: return payload_.integer != 0;
    case Kind::number: return payload_.number != 0 && !std::isnan(payload_.number);
    case Kind::string: return size_ != 0;
    case Kind::lazy: return force().is_truthy();
    // A SafeString is an object to JavaScript, and so true even when it is empty.
    case Kind::safe_string:
    case Kind::array:
    case Kind::object:
    case Kind::function: return true;
    }
    return false;
}

bool Value::is_empty() const
{
    if (kind_ == Kind::lazy)
        return force().is_empty();
    if (kind_ == Kind::array)
        return items().empty();
    const bool is_zero = (kind_ == Kind::integer && payload_.integer == 0) ||
                         (kind_ == Kind::number && payload_.number == 0);
    return !is_zero && !is_truthy();
}

std::optional<double> Value::as_number() const
{
    switch (kind_) {
    case Kind::boolean: return payload_.boolean ? 1.0 : 0.0;
    case Kind::integer: return static_cast<double>(payload_.integer);
    case Kind::number: return payload_.number;
    case Kind::string:
    case Kind::safe_string: return number_in(text());
    case Kind::lazy: return force().as_number();
    default: return std::nullopt;
    }
}

std::optional<std::int64_t> Value::as_integer() const
{
    if (kind_ == Kind::integer)
        return payload_.integer;
    constexpr double exact_max = 9'007'199'254'740'992.0; // 2^53: beyond it doubles skip integers
    const auto number = as_number();
    if (!number || !(std::abs(*number) <= exact_max))
        return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

std::string Value::to_string() const
{
    std::string out;
    append_to(out);
    return out;
}

void Value::append_to(std::string& out, std::size_t bytes_max) const
{
    append_value(out, *this, bytes_max > out.size() ? bytes_max : out.size(), 0);
}

bool Value::strictly_equals(const Value& other) const
{
    if (kind_ == Kind::lazy || other.kind_ == Kind::lazy)
        return forced().strictly_equals(other.forced());
    if (is_number() && other.is_number()) {
        if (kind_ == Kind::integer && other.kind_ == Kind::integer)
            return payload_.integer == other.payload_.integer;
        return *as_number() == *other.as_number();
    }
    if (kind_ != other.kind_)
        return false;
    switch (kind_) {
    case Kind::undefined:
    case Kind::null: return true;
    case Kind::boolean: return payload_.boolean == other.payload_.boolean;
    case Kind::string:
    case Kind::safe_string: return text() == other.text();
    default: return payload_.shared == other.payload_.shared;
    }
}

bool Value::loosely_equals(const Value& other) const
{
    const Value& a = forced();
    const Value& b = other.forced();
    if (a.is_nullish() || b.is_nullish())
        return a.is_nullish() && b.is_nullish();
    if (a.kind_ == b.kind_)
        return a.strictly_equals(b);
    if (a.is_text() && b.is_text())
        return a.text() == b.text();
    const auto is_scalar = [](const Value& v) { return v.kind_ < Kind::array; };
    if (is_scalar(a) && is_scalar(b)) {
        const auto x = a.as_number();
        const auto y = b.as_number();
        return x && y && *x == *y;
    }
    const auto is_list = [](const Value& v) { return v.kind_ == Kind::array; };
    if ((is_list(a) && is_scalar(b)) || (is_list(b) && is_scalar(a)))
        return Value{a.to_string()}.loosely_equals(Value{b.to_string()});
    return false;
}

} // namespace masthead::handlebars
