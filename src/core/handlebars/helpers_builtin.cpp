#include "core/handlebars/helpers_builtin.hpp"

#include <array>

namespace masthead::handlebars {

namespace {

namespace names {
const Symbol first{"first"};
const Symbol include_zero{"includeZero"};
const Symbol index{"index"};
const Symbol key{"key"};
const Symbol last{"last"};
const Symbol level{"level"};
} // namespace names

/// A function in the data stands for what it returns, called on the current context.
Value resolved(HelperCall& call, const Value& value)
{
    const Helper* const function = value.function();
    return function != nullptr ? (*function)(call).forced() : value;
}

/// Sets @key, @index, @first and @last, and draws the body once.
void draw_item(HelperCall& call, DataFrame& data, const Value& item, const Value& key,
               std::size_t index, std::size_t count)
{
    data.set(names::key, key)
        .set(names::index, index)
        .set(names::first, index == 0)
        .set(names::last, index + 1 == count);
    const std::array block_params{item, key};
    call.draw_body(item, {.data = &data, .block_params = block_params});
}

void draw_each(HelperCall& call, const Value& list)
{
    DataFrame data{call.data()};
    const Object* const object = list.object();
    const std::size_t count = object != nullptr ? object->size() : list.items().size();
    if (count == 0)
        return call.draw_inverse();
    for (std::size_t i = 0; i < count && !call.failed(); ++i) {
        if (object != nullptr)
            draw_item(call, data, object->value_at(i), Value::of(object->name_at(i)), i, count);
        else
            draw_item(call, data, list.at(i), i, i, count);
    }
}

Value each(HelperCall& call)
{
    if (call.size() != 1)
        return call.fail("Must pass iterator to #each");
    draw_each(call, resolved(call, call.argument(0)));
    return {};
}

bool condition_holds(HelperCall& call)
{
    const Value condition = resolved(call, call.argument(0));
    const bool includes_zero = call.hash(names::include_zero).is_truthy();
    return !condition.is_empty() && (includes_zero || condition.is_truthy());
}

Value if_helper(HelperCall& call)
{
    if (call.size() != 1)
        return call.fail("#if requires exactly one argument");
    if (condition_holds(call))
        call.draw_body();
    else
        call.draw_inverse();
    return {};
}

Value unless(HelperCall& call)
{
    if (call.size() != 1)
        return call.fail("#unless requires exactly one argument");
    if (condition_holds(call))
        call.draw_inverse();
    else
        call.draw_body();
    return {};
}

Value with(HelperCall& call)
{
    if (call.size() != 1)
        return call.fail("#with requires exactly one argument");
    const Value context = resolved(call, call.argument(0));
    if (context.is_empty())
        call.draw_inverse();
    else
        call.draw_body(context, {.block_params = {&context, 1}});
    return {};
}

Value lookup(HelperCall& call)
{
    const Value& object = call.argument(0);
    const Value& field = call.argument(1);
    if (call.size() != 0 && !object.is_truthy())
        return object;
    if (call.size() < 2)
        return call.fail("lookup requires an object and a name");
    if (const auto index = field.is(Kind::integer) ? field.as_integer() : std::nullopt;
        index && *index >= 0 && *index < 0x7fff'ffff)
        return object.get(Symbol::of_index(static_cast<std::uint32_t>(*index)));
    // No property has a longer name, so a longer text need not be looked at whole.
    constexpr std::size_t name_bytes_max = 1'024;
    std::string name_text;
    if (field.is_nullish())
        name_text = field.is(Kind::null) ? "null" : "undefined";
    else
        field.append_to(name_text, name_bytes_max + 1);
    const auto name = name_text.size() > name_bytes_max ? std::nullopt : Symbol::find(name_text);
    return name ? object.get(*name) : undefined;
}

Value log(HelperCall& call)
{
    constexpr std::size_t line_bytes_max = 4 * 1'024;
    std::string line;
    const Value& level = call.hash(names::level);
    if (!level.is_nullish())
        line.append("[").append(level.to_string()).append("]");
    for (std::size_t i = 0; i < call.size(); ++i) {
        line.append(line.empty() ? "" : " ");
        call.argument(i).append_to(line, line_bytes_max);
    }
    call.log(line);
    return {};
}

/// {{#contentFor "x"}} keeps its body for the layout, which draws it with {{{block "x"}}}.
Value content_for(HelperCall& call)
{
    call.add_content(call.argument(0).to_string(), call.body_text(call.context()));
    return {};
}

Value block(HelperCall& call)
{
    std::string content = call.take_content(call.argument(0).to_string());
    if (!content.empty())
        return content;
    call.draw_body();
    return {};
}

} // namespace

void draw_value_block(HelperCall& call, const Value& value)
{
    if (value.is(Kind::boolean) && value.as_boolean())
        call.draw_body();
    else if (value.is_nullish() || value.is(Kind::boolean))
        call.draw_inverse();
    else if (value.is(Kind::array))
        draw_each(call, value);
    else
        call.draw_body(value);
}

void add_builtin_helpers(Engine& engine)
{
    engine.add_helper("each", each);
    engine.add_helper("if", if_helper);
    engine.add_helper("unless", unless);
    engine.add_helper("with", with);
    engine.add_helper("lookup", lookup);
    engine.add_helper("log", log);
    engine.add_helper("contentFor", content_for);
    engine.add_helper("block", block);
}

} // namespace masthead::handlebars
