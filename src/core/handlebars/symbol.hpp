#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace masthead::handlebars {

/// A property, helper or partial name, interned once for the life of the process so that comparing
/// two names is comparing two numbers. An array index ("0", "17") is its own number and takes no
/// room in the table. Interning takes a lock; everything else is lock-free. Threads: any.
///
/// Intern names that stand in code, templates and themes, never reader input: the table only grows.
class Symbol {
public:
    /// Interns. Keep the result for names used often: `const Symbol title{"title"};`
    Symbol(std::string_view name);
    Symbol(const char* name) : Symbol(std::string_view{name}) {}
    Symbol(const std::string& name) : Symbol(std::string_view{name}) {}

    /// The symbol of `name` if something has interned it; a property nobody ever named exists on no
    /// object, so lookups by computed names use this and the table does not grow.
    static std::optional<Symbol> find(std::string_view name);

    /// The symbol of an array index below 2^31.
    static Symbol of_index(std::uint32_t index) { return Symbol{index | index_bit}; }

    bool is_index() const { return (id_ & index_bit) != 0; }
    std::uint32_t index() const { return id_ & ~index_bit; }

    /// Dense numbers from 0, for tables; only where `is_index()` is false.
    std::uint32_t id() const { return id_; }

    std::string name() const;

    /// The interned text, valid for ever; only where `is_index()` is false.
    std::string_view text() const;

    friend bool operator==(Symbol, Symbol) = default;
    friend auto operator<=>(Symbol, Symbol) = default;

private:
    static constexpr std::uint32_t index_bit = 0x8000'0000U;
    explicit Symbol(std::uint32_t id) : id_(id) {}
    std::uint32_t id_;
};

} // namespace masthead::handlebars
