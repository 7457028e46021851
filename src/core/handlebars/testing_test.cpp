#include "core/handlebars/testing.hpp"

#include <doctest/doctest.h>

namespace masthead::handlebars::testing {

namespace {

std::string draw_program(const Engine& engine, const Outcome<Program>& program,
                         const Value& context, const RenderOptions& options)
{
    if (!program)
        return program.error().text();
    const auto page = engine.render(*program, context, options);
    return page ? *page : page.error().text();
}

} // namespace

std::string draw(std::string_view source, const Value& context)
{
    return draw(Engine{}, source, context);
}

std::string draw(const Engine& engine, std::string_view source, const Value& context,
                 const RenderOptions& options)
{
    return draw_program(engine, compile(source, "t.hbs"), context, options);
}

std::string draw_with(const CompileOptions& options, std::string_view source, const Value& context)
{
    return draw_program(Engine{}, compile(source, "t.hbs", options), context, {});
}

void add_partial(Engine& engine, std::string_view name, std::string_view source)
{
    const auto added = engine.add_partial(name, source, std::string{name} + ".hbs");
    REQUIRE_MESSAGE(added.has_value(), name);
}

void add_template(Engine& engine, std::string_view name, std::string_view source)
{
    const auto added = engine.add_template(name, source, std::string{name} + ".hbs");
    REQUIRE_MESSAGE(added.has_value(), name);
}

} // namespace masthead::handlebars::testing
