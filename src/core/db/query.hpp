#pragma once

#include "core/base/clock.hpp"
#include "core/base/id.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace masthead::db {

/// A statement with the name it carries in logs and tests. Instances are constants with static
/// storage: connections cache prepared statements by the address of `sql`.
struct Query {
    const char* name;
    const char* sql;
};

/// A bound parameter. Borrows text: the argument lives until the call returns.
class Arg {
public:
    enum class Kind { null, integer, real, text };

    Arg(std::nullptr_t) {}
    template <class Integer>
    requires std::is_integral_v<Integer> Arg(Integer value)
        : kind_(Kind::integer), integer_(static_cast<std::int64_t>(value))
    {
    }
    template <class Enum>
    requires std::is_enum_v<Enum> Arg(Enum value)
        : kind_(Kind::integer), integer_(static_cast<std::int64_t>(value))
    {
    }
    Arg(double value) : kind_(Kind::real), real_(value) {}
    Arg(std::string_view value) : kind_(Kind::text), text_(value) {}
    Arg(const std::string& value) : kind_(Kind::text), text_(value) {}
    Arg(const char* value) : kind_(Kind::text), text_(value) {}
    Arg(Time value) : kind_(Kind::integer), integer_(to_ms(value)) {}
    template <class Tag>
    Arg(Id<Tag> id) : kind_(id ? Kind::integer : Kind::null), integer_(id.value())
    {
    }
    template <class T>
    Arg(const std::optional<T>& value) : Arg(value ? Arg{*value} : Arg{nullptr})
    {
    }

    Kind kind() const { return kind_; }
    std::int64_t integer() const { return integer_; }
    double real() const { return real_; }
    std::string_view text() const { return text_; }

private:
    Kind kind_ = Kind::null;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view text_;
};

/// One row of an answer, valid inside the callback that receives it. Columns count from 0.
class Row {
public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0; ///< empty for NULL

    std::string string(int column) const { return std::string{text(column)}; }
    bool flag(int column) const { return integer(column) != 0; }
    Time time(int column) const { return from_ms(integer(column)); }
    std::optional<Time> find_time(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional<Time>{time(column)};
    }
    template <class IdType>
    IdType id(int column) const
    {
        return IdType{integer(column)};
    }
    template <class Enum>
    Enum as(int column) const
    {
        return static_cast<Enum>(integer(column));
    }
};

} // namespace masthead::db
