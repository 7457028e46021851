#include "surfaces/transfer/wordpress_body/php_serialized.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace masthead::wordpress_body {

namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<PhpValue> run()
    {
        PhpValue value;
        if (!read(value, 0) || at_ != text_.size())
            return fail();
        return value;
    }

private:
    bool read(PhpValue& value, std::size_t depth)
    {
        if (depth > php_depth_max || ++count_ > php_values_max) {
            too_large_ = true;
            return false;
        }
        if (at_ >= text_.size())
            return false;
        switch (text_[at_]) {
        case 'N': return expect("N;");
        case 'b': return read_bool(value);
        case 'i': return read_integer(value);
        case 'd': return read_double(value);
        case 's': return read_string(value);
        case 'a': return read_array(value, depth);
        case 'O':
        case 'C':
        case 'E': return read_object(value, depth);
        case 'r':
        case 'R': return read_reference(value);
        default: return false;
        }
    }

    bool read_bool(PhpValue& value)
    {
        std::int64_t number = 0;
        if (!expect("b:") || !number_until(number, ';') || number < 0 || number > 1)
            return false;
        value.data = number == 1;
        return true;
    }

    bool read_integer(PhpValue& value)
    {
        std::int64_t number = 0;
        if (!expect("i:") || !number_until(number, ';'))
            return false;
        value.data = number;
        return true;
    }

    bool read_double(PhpValue& value)
    {
        if (!expect("d:"))
            return false;
        const auto end = text_.find(';', at_);
        if (end == text_.npos || end - at_ > 64)
            return false;
        const auto digits = text_.substr(at_, end - at_);
        at_ = end + 1;
        double number = 0;
        if (digits == "NAN")
            number = std::numeric_limits<double>::quiet_NaN();
        else if (digits == "INF" || digits == "-INF")
            number = (digits[0] == '-' ? -1 : 1) * std::numeric_limits<double>::infinity();
        else if (const auto [rest, error] =
                     std::from_chars(digits.data(), digits.data() + digits.size(), number);
                 error != std::errc{} || rest != digits.data() + digits.size())
            return false;
        value.data = number;
        return true;
    }

    bool read_string(PhpValue& value)
    {
        std::string text;
        if (!expect("s:") || !quoted(text) || !expect(";"))
            return false;
        value.data = std::move(text);
        return true;
    }

    // `LENGTH:"BYTES"`. A length that does not end at a quote was counted before the text was
    // re-encoded (or after a search and replace in the dump): then the string ends at the first
    // quote that a separator follows.
    bool quoted(std::string& out)
    {
        std::int64_t length = 0;
        if (!number_until(length, ':') || length < 0 || !expect("\""))
            return false;
        const auto size = static_cast<std::size_t>(length);
        if (size < text_.size() - at_ && text_[at_ + size] == '"' && ends_string(at_ + size)) {
            out.assign(text_.substr(at_, size));
            at_ += size + 1;
            return true;
        }
        auto end = text_.find('"', at_);
        while (end != text_.npos && !ends_string(end))
            end = text_.find('"', end + 1);
        if (end == text_.npos || ++repairs_ > repairs_max)
            return false;
        out.assign(text_.substr(at_, end - at_));
        at_ = end + 1;
        return true;
    }

    bool ends_string(std::size_t quote) const
    {
        const auto next = text_.substr(quote + 1, 1);
        return next == ";" || next == ":";
    }

    bool read_array(PhpValue& value, std::size_t depth)
    {
        PhpValue::Array members;
        if (!expect("a:") || !read_members(members, depth))
            return false;
        value.data = std::move(members);
        return true;
    }

    bool read_members(PhpValue::Array& members, std::size_t depth)
    {
        std::int64_t count = 0;
        if (!number_until(count, ':') || count < 0 || !expect("{"))
            return false;
        // The count is a claim: nothing is reserved for it.
        for (std::int64_t i = 0; i < count; ++i) {
            PhpValue key;
            PhpValue value;
            const bool is_key = at_ < text_.size() && (text_[at_] == 'i' || text_[at_] == 's');
            if (!is_key || !read(key, depth + 1) || !read(value, depth + 1))
                return false;
            members.push_back({std::move(key), std::move(value)});
        }
        return expect("}");
    }

    // Objects are read over, never built: what a class would do on waking up is not ours to know.
    bool read_object(PhpValue& value, std::size_t depth)
    {
        const char kind = text_[at_++];
        PhpValue::Opaque object;
        if (!expect(":") || !quoted(object.class_name))
            return false;
        bool good = false;
        if (kind == 'E') {
            good = expect(";");
        } else if (kind == 'O') {
            PhpValue::Array members;
            good = expect(":") && read_members(members, depth);
        } else {
            good = expect(":") && skip_custom();
        }
        value.data = std::move(object);
        return good;
    }

    bool skip_custom()
    {
        std::int64_t length = 0;
        if (!number_until(length, ':') || length < 0 || !expect("{") ||
            static_cast<std::size_t>(length) > text_.size() - at_)
            return false;
        at_ += static_cast<std::size_t>(length);
        return expect("}");
    }

    bool read_reference(PhpValue& value)
    {
        ++at_;
        std::int64_t number = 0;
        value.data = PhpValue::Opaque{};
        return expect(":") && number_until(number, ';');
    }

    bool number_until(std::int64_t& number, char end)
    {
        const auto* begin = text_.data() + at_;
        const auto* limit = text_.data() + text_.size();
        if (begin != limit && *begin == '+')
            ++begin;
        const auto [rest, error] = std::from_chars(begin, limit, number);
        if (error != std::errc{} || rest == limit || *rest != end)
            return false;
        at_ = static_cast<std::size_t>(rest - text_.data()) + 1;
        return true;
    }

    bool expect(std::string_view piece)
    {
        if (text_.substr(at_, piece.size()) != piece)
            return false;
        at_ += piece.size();
        return true;
    }

    Failure fail() const
    {
        return refuse(too_large_ ? Refusal::too_large : Refusal::invalid, "import.php_serialized",
                      "at byte " + std::to_string(at_));
    }

    // Each repair may search the rest of the text, so their number is bounded.
    static constexpr int repairs_max = 1'000;

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t count_ = 0;
    int repairs_ = 0;
    bool too_large_ = false;
};

int dimension(const PhpValue& metadata, std::string_view key)
{
    const auto* value = metadata.find(key);
    const auto number = value ? value->integer() : std::nullopt;
    return number && *number > 0 && *number < 1'000'000 ? static_cast<int>(*number) : 0;
}

} // namespace

const PhpValue* PhpValue::find(std::string_view key) const
{
    const auto* members = array();
    if (!members)
        return nullptr;
    const auto found = std::find_if(members->begin(), members->end(), [&](const auto& member) {
        const auto* name = member.key.string();
        return name && *name == key;
    });
    return found == members->end() ? nullptr : &found->value;
}

std::optional<std::int64_t> PhpValue::integer() const
{
    if (const auto* number = std::get_if<std::int64_t>(&data))
        return *number;
    const auto* digits = string();
    std::int64_t number = 0;
    if (!digits || digits->empty())
        return std::nullopt;
    const auto* end = digits->data() + digits->size();
    const auto [rest, error] = std::from_chars(digits->data(), end, number);
    if (error != std::errc{} || rest != end)
        return std::nullopt;
    return number;
}

Result<PhpValue> parse_php_serialized(std::string_view text)
{
    if (text.size() > php_bytes_max)
        return refuse(Refusal::too_large, "import.php_serialized");
    return Reader{trim(text)}.run();
}

Result<AttachmentMetadata> parse_attachment_metadata(std::string_view text)
{
    const auto value = parse_php_serialized(text);
    if (!value)
        return value.error();
    AttachmentMetadata metadata;
    metadata.width = dimension(*value, "width");
    metadata.height = dimension(*value, "height");
    if (const auto* file = value->find("file"); file && file->string())
        metadata.file = *file->string();
    const auto* sizes = value->find("sizes");
    if (!sizes || !sizes->array())
        return metadata;
    for (const auto& [name, size] : *sizes->array())
        if (const auto* file = size.find("file"); file && file->string())
            metadata.size_files.push_back(*file->string());
    return metadata;
}

} // namespace masthead::wordpress_body
