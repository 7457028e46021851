#pragma once

#include "core/handlebars/data_frame.hpp"
#include "core/handlebars/error.hpp"
#include "core/handlebars/value.hpp"

#include <span>
#include <string>
#include <string_view>
#include <typeinfo>

namespace masthead::handlebars {

class Renderer;
struct CallCode;
struct Frame;

/// An opaque, typed pointer that a render carries to its helpers: the way to database, clock and
/// locale, none of which this folder knows.
class Environment {
public:
    Environment() = default;
    template <class T>
    static Environment of(T& object)
    {
        Environment environment;
        environment.pointer_ = &object;
        environment.type_ = &typeid(T);
        return environment;
    }
    /// The object, or nullptr where the render carries none or one of another type.
    template <class T>
    T* get() const
    {
        return type_ != nullptr && *type_ == typeid(T) ? static_cast<T*>(pointer_) : nullptr;
    }

private:
    void* pointer_ = nullptr;
    const std::type_info* type_ = nullptr;
};

/// What a helper lays down for one drawing of its body.
struct BodyOptions {
    /// The `@` variables; nullptr keeps the caller's. Usually a DataFrame{call.data()}.
    const DataFrame* data = nullptr;
    /// Values of `as |a b|`; must live until the body is drawn.
    std::span<const Value> block_params = {};
};

/// One call of a helper, inline `{{name …}}`, as block `{{#name …}}` or as subexpression `(name
/// …)`.
///
/// The result of a helper is what it writes (never escaped) followed by what it returns (escaped
/// where it is a plain string printed by `{{ }}`). So a block helper draws its body and returns
/// nothing, an inline helper returns a Value, and both work in a subexpression, where the written
/// text becomes the value. A helper that fails returns `call.fail("…")`; drawing a body after a
/// failure does nothing, so checking `failed()` only saves time in loops.
class HelperCall {
public:
    /// The name as written in the template.
    std::string_view name() const;
    Position position() const;

    std::span<const Value> arguments() const { return arguments_; }
    std::size_t size() const { return arguments_.size(); }
    /// The argument at `index`, undefined where there is none.
    const Value& argument(std::size_t index) const;

    /// `name=value` arguments. The value of `name`, undefined where it was not given.
    const Value& hash(Symbol name) const;
    bool has_hash(Symbol name) const;
    std::span<const Property> hash() const { return hash_; }

    /// `this` where the helper was called.
    const Value& context() const { return *context_; }
    /// The root context (@root).
    const Value& root() const;
    const DataFrame* data() const;
    /// The `@` variable, undefined where there is none.
    const Value& data(Symbol name) const;

    /// Called as `{{#name}}…{{/name}}` or `{{^name}}`, or in an else-chain.
    bool is_block() const { return is_block_; }
    bool has_inverse() const { return inverse_ >= 0; }
    /// How many names stand in `as |a b|`.
    std::size_t block_param_count() const;

    /// Draws the body with the caller's context, or with another. Nothing where called inline.
    void draw_body();
    void draw_body(const Value& context, const BodyOptions& options = {});
    /// Draws what stands behind {{else}}.
    void draw_inverse();
    void draw_inverse(const Value& context, const BodyOptions& options = {});
    /// The same, as text instead of into the output.
    std::string body_text(const Value& context, const BodyOptions& options = {});
    std::string inverse_text(const Value& context, const BodyOptions& options = {});

    /// Draws a partial as `{{> name}}` would. Fails the render where there is none.
    void draw_partial(std::string_view name, const Value& context, const DataFrame* data = nullptr);
    bool has_partial(std::string_view name) const;

    /// Writes markup as it stands, or text escaped.
    void write_safe(std::string_view html);
    void write(std::string_view text);

    /// The object given to the render as environment. A helper that needs one and gets none is
    /// wired wrongly: that is a bug and stops the process.
    template <class T>
    T& environment() const
    {
        T* const found = environment_ref().get<T>();
        if (found == nullptr)
            environment_missing();
        return *found;
    }
    template <class T>
    T* find_environment() const
    {
        return environment_ref().get<T>();
    }

    /// Ends the render with an error at this call. Returns undefined, to be returned.
    Value fail(std::string message);
    bool failed() const;

    /// One line for whoever develops the theme; goes to RenderOptions::log.
    void log(std::string_view line) const;

    /// Contents gathered by {{#contentFor}} for {{{block}}} of a layout, in the order of drawing.
    void add_content(std::string_view name, std::string html);
    std::string take_content(std::string_view name);

private:
    friend class Renderer;
    HelperCall(Renderer& renderer, const Frame& frame, const CallCode& call);
    const Environment& environment_ref() const;
    [[noreturn]] void environment_missing() const;

    Renderer& renderer_;
    const Frame& frame_;
    const CallCode& call_;
    const Value* context_;
    std::span<const Value> arguments_;
    std::span<const Property> hash_;
    int body_ = -1;
    int inverse_ = -1;
    bool is_block_ = false;
};

} // namespace masthead::handlebars
