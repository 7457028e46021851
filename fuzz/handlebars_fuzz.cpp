// Compiles arbitrary bytes as a template and, where that succeeds, renders it with small limits
// against a context that has every kind of value. The input is also a partial and a layout of
// itself, so that recursion is tried too.
#include "core/handlebars/engine.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace masthead::handlebars;

constexpr RenderLimits small_limits{
    .output_bytes_max = 64 * 1024,
    .made_bytes_max = 256 * 1024,
    .partial_depth_max = 16,
    .render_depth_max = 60,
    .iterations_max = 2'000,
    .steps_max = 20'000,
};

Value sample_context()
{
    const Array list{1, "two", 3.5, nullptr, Object{{"a", "<&>"}}};
    return Object{{"a", "text"},
                  {"b", list},
                  {"c", Object{{"a", 0}, {"d", true}, {"e", Array{}}}},
                  {"f", Value{Helper{[](HelperCall& call) { return call.argument(0); }}}},
                  {"l", Value::lazy([] { return Value{"lazy"}; })},
                  {"s", Value::safe("<b>")},
                  {"0", false}};
}

Value echo(HelperCall& call)
{
    call.write_safe("[");
    DataFrame data{call.data()};
    for (const auto& [name, value] : call.hash())
        data.set(name, value);
    call.draw_body(call.size() > 0 ? call.argument(0) : call.context(),
                   {.data = &data, .block_params = call.arguments()});
    call.draw_inverse();
    return call.argument(1);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view source{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    const CompileOptions options{.strict = (bytes[0] & 1U) != 0,
                                 .assume_objects = (bytes[0] & 2U) != 0,
                                 .compat = (bytes[0] & 4U) != 0,
                                 .no_escape = (bytes[0] & 8U) != 0,
                                 .prevent_indent = (bytes[0] & 16U) != 0,
                                 .ignore_standalone = (bytes[0] & 32U) != 0,
                                 .explicit_partial_context = (bytes[0] & 64U) != 0,
                                 .known_helpers_only = (bytes[0] & 128U) != 0,
                                 .known_helpers = {}};
    Engine engine;
    engine.add_helper("echo", echo);
    if (!engine.add_partial("p", source, "p", options) ||
        !engine.add_template("default", source, "default", options))
        return 0;
    RenderOptions render;
    render.limits = small_limits;
    const auto page = engine.render("default", sample_context(), render);
    if (page && page->size() > small_limits.output_bytes_max)
        std::abort();
    return 0;
}
