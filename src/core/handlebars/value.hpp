#pragma once

#include "core/handlebars/symbol.hpp"

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::handlebars {

class HelperCall;
class Object;
class Value;

/// A list under construction; it becomes immutable when it is turned into a Value.
using Array = std::vector<Value>;

/// Code behind a helper name, or behind a function in the data. See helper.hpp.
using Helper = std::function<Value(HelperCall&)>;

enum class Kind : std::uint8_t {
    undefined,
    null,
    boolean,
    integer,
    number,
    string,
    safe_string,
    array,
    object,
    function,
    lazy
};

/// What a template sees: a JavaScript-like value of 16 bytes, cheap to copy. Texts, lists and
/// objects are shared and immutable, so a value without a lazy part may be used by any thread.
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) : kind_(Kind::null) {}
    template <std::same_as<bool> T>
    Value(T value) : kind_(Kind::boolean)
    {
        payload_.boolean = value;
    }
    template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>) Value(T value) : kind_(Kind::integer)
    {
        payload_.integer = static_cast<std::int64_t>(value);
    }
    template <std::floating_point T>
    Value(T value) : kind_(Kind::number)
    {
        payload_.number = static_cast<double>(value);
    }
    Value(std::string_view text);
    Value(const char* text) : Value(std::string_view{text}) {}
    Value(const std::string& text) : Value(std::string_view{text}) {}
    Value(Array items);
    Value(Object object);
    Value(Helper function);
    template <class T>
    Value(const std::optional<T>& value) : Value(value ? Value{*value} : Value{nullptr})
    {
    }
    template <class T>
    Value(T*) = delete; // a pointer is no boolean

    Value(const Value& other) noexcept
        : kind_(other.kind_), owns_(other.owns_), size_(other.size_), payload_(other.payload_)
    {
        if (owns_)
            payload_.shared->references.fetch_add(1, std::memory_order_relaxed);
    }
    Value(Value&& other) noexcept
        : kind_(other.kind_), owns_(other.owns_), size_(other.size_), payload_(other.payload_)
    {
        other.kind_ = Kind::undefined;
        other.owns_ = false;
    }
    Value& operator=(const Value& other) noexcept
    {
        Value copy{other};
        return *this = std::move(copy);
    }
    Value& operator=(Value&& other) noexcept
    {
        std::swap(kind_, other.kind_);
        std::swap(owns_, other.owns_);
        std::swap(size_, other.size_);
        std::swap(payload_, other.payload_);
        return *this;
    }
    ~Value()
    {
        if (owns_ && payload_.shared->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            destroy();
    }

    /// Text that is written without escaping: from the sanitizer or our own markup, nowhere else.
    static Value safe(std::string_view html);

    /// Borrowed text: the bytes must outlive every render that may see the value.
    static Value view(std::string_view text);
    static Value safe_view(std::string_view html);

    /// A property that costs something (a query, a rendered text): `make` runs at its first use and
    /// the answer is kept. Such a value belongs to the one thread that renders with it.
    static Value lazy(std::function<Value()> make);

    /// The name as text, without a copy where the name is not an index.
    static Value of(Symbol name);

    Kind kind() const { return kind_; }
    bool is(Kind kind) const { return kind_ == kind; }
    bool is_nullish() const { return kind_ <= Kind::null; }
    bool is_text() const { return kind_ == Kind::string || kind_ == Kind::safe_string; }
    bool is_number() const { return kind_ == Kind::integer || kind_ == Kind::number; }

    /// As JavaScript's `if`: false for undefined, null, false, 0, NaN and "".
    bool is_truthy() const;

    /// As Handlebars' #if and #with see it: also an empty list is empty, but 0 is not.
    bool is_empty() const;

    /// The bytes of a string or safe string; empty for every other kind. Valid while this lives.
    std::string_view text() const;

    /// False unless the boolean true. (For truth as templates see it: is_truthy.)
    bool as_boolean() const { return kind_ == Kind::boolean && payload_.boolean; }

    /// The number of an integer, number, boolean or numeric text; else none.
    std::optional<double> as_number() const;
    std::optional<std::int64_t> as_integer() const;

    /// The items of an array, empty for every other kind. Items that are lazy are still so: at().
    std::span<const Value> items() const;

    /// The item at `index`, forced; undefined past the end.
    const Value& at(std::size_t index) const;

    /// The object, or nullptr for every other kind.
    const Object* object() const;
    const Helper* function() const;

    /// The own property `name`: of an object, an index of an array or text, or their `length`.
    /// Undefined where there is none.
    Value get(Symbol name) const;

    /// As String(value) in JavaScript, but empty for undefined and null, as templates print them.
    std::string to_string() const;

    /// Appends `to_string()`; no more than about `bytes_max` bytes.
    void append_to(std::string& out, std::size_t bytes_max = std::size_t{1} << 30) const;

    /// JavaScript's === and ==. Lists and objects are equal only to themselves.
    bool strictly_equals(const Value& other) const;
    bool loosely_equals(const Value& other) const;

    /// The value itself, or what a lazy one makes.
    const Value& forced() const { return kind_ == Kind::lazy ? force() : *this; }

private:
    /// The head of everything that values share: text bytes follow it directly, others derive.
    struct Shared {
        std::atomic<std::uint32_t> references{1};
    };
    struct ArrayBlock;
    struct ObjectBlock;
    struct FunctionBlock;
    struct LazyBlock;

    void destroy() noexcept;
    void set_text(std::string_view text, Kind kind);
    const Value& force() const;

    Kind kind_ = Kind::undefined;
    bool owns_ = false;
    std::uint32_t size_ = 0;
    union {
        bool boolean;
        std::int64_t integer;
        double number;
        const char* bytes;
        Shared* shared;
    } payload_ = {.integer = 0};
};

/// Undefined, for returning by reference.
extern const Value undefined;

/// One property of an object.
struct Property {
    Symbol name;
    Value value;
};

/// An object under construction, immutable once turned into a Value. Properties keep the order in
/// which they were set (array indexes first, ascending, as in JavaScript).
///
///     Object post{{"title", "Ferry strike"}, {"comments", 12}};
///     post.set(keys::url, Value::view(row.url));
class Object {
public:
    Object() = default;
    Object(std::initializer_list<Property> properties);

    /// Sets or replaces. While building, setting is linear in the number of properties; `append`
    /// is for names known to be new.
    Object& set(Symbol name, Value value);
    Object& append(Symbol name, Value value);
    void reserve(std::size_t count);

    /// The property, forced if lazy; nullptr where there is none.
    const Value* find(Symbol name) const;
    bool has(Symbol name) const { return position(name) < names_.size(); }

    std::size_t size() const { return names_.size(); }
    Symbol name_at(std::size_t position) const { return names_[position]; }
    const Value& value_at(std::size_t position) const { return values_[position].forced(); }

private:
    friend class Value;
    std::size_t position(Symbol name) const;
    void freeze();

    std::vector<Symbol> names_;
    std::vector<Value> values_;
    std::vector<std::uint32_t> by_name_; // positions sorted by name; only in large frozen objects
};

/// A number as JavaScript prints it: 3, 0.1, 1e+21, NaN.
void append_number(std::string& out, double number);

/// Escapes & < > " ' ` = exactly as Handlebars 4.7 does.
void append_escaped(std::string& out, std::string_view text);

} // namespace masthead::handlebars
