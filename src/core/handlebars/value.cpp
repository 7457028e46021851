#include "core/handlebars/value.hpp"

#include "core/base/check.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <numeric>
#include <utility>

namespace masthead::handlebars {

const Value undefined;

struct Value::ArrayBlock : Shared {
    explicit ArrayBlock(Array list) : items(std::move(list)) {}
    const Array items;
};

struct Value::ObjectBlock : Shared {
    explicit ObjectBlock(Object made) : object(std::move(made)) {}
    const Object object;
};

struct Value::FunctionBlock : Shared {
    explicit FunctionBlock(Helper made) : function(std::move(made)) {}
    const Helper function;
};

struct Value::LazyBlock : Shared {
    explicit LazyBlock(std::function<Value()> maker) : make(std::move(maker)) {}
    std::function<Value()> make; // emptied before it runs, so that one which asks for itself ends
    Value value;
};

namespace {

const Symbol length_name{"length"};

/// The length of UTF-8 text as JavaScript counts it, in UTF-16 units.
std::size_t utf16_length(std::string_view text)
{
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xc0U) != 0x80U ? 1 : 0;
        units += byte >= 0xf0U ? 1 : 0;
    }
    return units;
}

/// The code point that holds the UTF-16 unit at `index`, empty past the end.
std::string_view character_at(std::string_view text, std::size_t index)
{
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        std::size_t end = at + 1;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
            ++end;
        units += byte >= 0xf0U ? 2 : 1;
        if (index < units)
            return text.substr(at, end - at);
        at = end;
    }
    return {};
}

} // namespace

Value::Value(std::string_view text)
{
    set_text(text, Kind::string);
}

Value Value::safe(std::string_view html)
{
    Value value;
    value.set_text(html, Kind::safe_string);
    return value;
}

Value Value::view(std::string_view text)
{
    MH_CHECK(text.size() <= std::numeric_limits<std::uint32_t>::max());
    Value value;
    value.kind_ = Kind::string;
    value.size_ = static_cast<std::uint32_t>(text.size());
    value.payload_.bytes = text.data();
    return value;
}

Value Value::safe_view(std::string_view html)
{
    Value value = view(html);
    value.kind_ = Kind::safe_string;
    return value;
}

void Value::set_text(std::string_view text, Kind kind)
{
    MH_CHECK(text.size() <= std::numeric_limits<std::uint32_t>::max());
    kind_ = kind;
    size_ = static_cast<std::uint32_t>(text.size());
    payload_.bytes = "";
    if (text.empty())
        return;
    void* const room = ::operator new(sizeof(Shared) + text.size());
    auto* const head = ::new (room) Shared;
    char* const bytes = reinterpret_cast<char*>(head + 1);
    std::memcpy(bytes, text.data(), text.size());
    payload_.shared = head;
    owns_ = true;
}

Value::Value(Array items) : kind_(Kind::array), owns_(true)
{
    payload_.shared = new ArrayBlock{std::move(items)};
}

Value::Value(Object object) : kind_(Kind::object), owns_(true)
{
    object.freeze();
    payload_.shared = new ObjectBlock{std::move(object)};
}

Value::Value(Helper function) : kind_(Kind::function), owns_(true)
{
    payload_.shared = new FunctionBlock{std::move(function)};
}

Value Value::lazy(std::function<Value()> make)
{
    Value value;
    value.payload_.shared = new LazyBlock{std::move(make)};
    value.kind_ = Kind::lazy;
    value.owns_ = true;
    return value;
}

Value Value::of(Symbol name)
{
    return name.is_index() ? Value{name.name()} : view(name.text());
}

void Value::destroy() noexcept
{
    switch (kind_) {
    case Kind::array: delete static_cast<ArrayBlock*>(payload_.shared); return;
    case Kind::object: delete static_cast<ObjectBlock*>(payload_.shared); return;
    case Kind::function: delete static_cast<FunctionBlock*>(payload_.shared); return;
    case Kind::lazy: delete static_cast<LazyBlock*>(payload_.shared); return;
    default: payload_.shared->~Shared(); ::operator delete(payload_.shared);
    }
}

const Value& Value::force() const
{
    auto& block = *static_cast<LazyBlock*>(payload_.shared);
    if (block.make) {
        const auto make = std::exchange(block.make, nullptr);
        block.value = make();
    }
    return block.value.forced();
}

std::string_view Value::text() const
{
    if (!is_text())
        return {};
    if (owns_)
        return {reinterpret_cast<const char*>(payload_.shared + 1), size_};
    return {payload_.bytes, size_};
}

std::span<const Value> Value::items() const
{
    if (kind_ != Kind::array)
        return {};
    return static_cast<const ArrayBlock*>(payload_.shared)->items;
}

const Value& Value::at(std::size_t index) const
{
    const auto list = items();
    return index < list.size() ? list[index].forced() : undefined;
}

const Object* Value::object() const
{
    return kind_ == Kind::object ? &static_cast<const ObjectBlock*>(payload_.shared)->object
                                 : nullptr;
}

const Helper* Value::function() const
{
    return kind_ == Kind::function ? &static_cast<const FunctionBlock*>(payload_.shared)->function
                                   : nullptr;
}

Value Value::get(Symbol name) const
{
    switch (kind_) {
    case Kind::object: {
        const Value* const found = object()->find(name);
        return found != nullptr ? *found : undefined;
    }
    case Kind::array:
        if (name == length_name)
            return items().size();
        return name.is_index() ? at(name.index()) : undefined;
    case Kind::string:
        if (name == length_name)
            return utf16_length(text());
        if (name.is_index()) {
            const auto character = character_at(text(), name.index());
            return character.empty() ? undefined : Value{character};
        }
        return undefined;
    case Kind::lazy: return force().get(name);
    default: return undefined;
    }
}

Object::Object(std::initializer_list<Property> properties)
{
    reserve(properties.size());
    for (const auto& property : properties)
        set(property.name, property.value);
}

Object& Object::set(Symbol name, Value value)
{
    const auto at = position(name);
    if (at == names_.size())
        return append(name, std::move(value));
    values_[at] = std::move(value);
    return *this;
}

Object& Object::append(Symbol name, Value value)
{
    by_name_.clear();
    names_.push_back(name);
    values_.push_back(std::move(value));
    return *this;
}

void Object::reserve(std::size_t count)
{
    names_.reserve(count);
    values_.reserve(count);
}

const Value* Object::find(Symbol name) const
{
    const auto at = position(name);
    return at < names_.size() ? &values_[at].forced() : nullptr;
}

std::size_t Object::position(Symbol name) const
{
    if (by_name_.empty())
        return static_cast<std::size_t>(std::ranges::find(names_, name) - names_.begin());
    const auto at =
        std::ranges::lower_bound(by_name_, name, {}, [this](std::uint32_t i) { return names_[i]; });
    return at != by_name_.end() && names_[*at] == name ? *at : names_.size();
}

void Object::freeze()
{
    // JavaScript lists array indexes first and ascending, all other names in order of setting.
    if (std::ranges::any_of(names_, &Symbol::is_index)) {
        std::vector<std::uint32_t> order(names_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::stable_sort(order, {}, [this](std::uint32_t i) {
            return names_[i].is_index() ? names_[i].index() : 0x8000'0000U;
        });
        Object sorted;
        sorted.reserve(order.size());
        for (const auto i : order)
            sorted.append(names_[i], std::move(values_[i]));
        *this = std::move(sorted);
    }
    // Scanning this many numbers is as quick as searching; beyond it lookups must not be linear.
    constexpr std::size_t scanned_max = 48;
    if (names_.size() <= scanned_max)
        return;
    by_name_.resize(names_.size());
    std::iota(by_name_.begin(), by_name_.end(), 0U);
    std::ranges::stable_sort(by_name_, {}, [this](std::uint32_t i) { return names_[i]; });
}

} // namespace masthead::handlebars
