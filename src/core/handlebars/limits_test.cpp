#include "core/handlebars/limits.hpp"

#include "core/handlebars/testing.hpp"
#include "growth.hpp"

#include <doctest/doctest.h>

#include <pthread.h>

namespace masthead::handlebars {

using testing::add_partial;
using testing::draw;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif

std::string repeated(std::string_view text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

bool compiles(const std::string& source)
{
    return compile(source, "t.hbs").has_value();
}

std::string draw_within(const RenderLimits& render_limits, const Engine& engine,
                        std::string_view source, const Value& context = {})
{
    RenderOptions options;
    options.limits = render_limits;
    return draw(engine, source, context, options);
}

Value numbers(int count)
{
    Array list;
    for (int i = 0; i < count; ++i)
        list.emplace_back(i);
    return list;
}

bool is_error(const std::string& drawn, std::string_view message)
{
    return drawn.starts_with("t.hbs:") && drawn.find(message) != std::string::npos;
}

} // namespace

TEST_CASE("a template may have as many bytes as its limit and no more")
{
    CHECK(compiles(std::string(limits::template_bytes_max, 'x')));
    CHECK_FALSE(compiles(std::string(limits::template_bytes_max + 1, 'x')));
}

TEST_CASE("blocks, chains and subexpressions nest as deep as their limit and no deeper")
{
    const auto blocks = [](int depth) {
        return repeated("{{#if 1}}", depth) + repeated("{{/if}}", depth);
    };
    // The template itself is the first level.
    CHECK(compiles(blocks(limits::syntax_depth_max - 1)));
    CHECK_FALSE(compiles(blocks(limits::syntax_depth_max)));
    const auto calls = [](int depth) {
        return "{{a " + repeated("(b ", depth) + repeated(")", depth) + "}}";
    };
    CHECK(compiles(calls(limits::syntax_depth_max - 1)));
    CHECK_FALSE(compiles(calls(limits::syntax_depth_max)));
    CHECK(compiles("{{#if a}}" + repeated("{{else if b}}", 90) + "{{/if}}"));
    CHECK_FALSE(compiles("{{#if a}}" + repeated("{{else if b}}", 200) + "{{/if}}"));
    CHECK_FALSE(compiles(repeated("{{#a}}", 50'000)));
    CHECK_FALSE(compiles("{{a " + repeated("(b ", 50'000)));
    CHECK_FALSE(compiles(repeated("{{#> a}}", 50'000)));
}

TEST_CASE("paths and argument lists are as long as their limits and no longer")
{
    const auto segments = static_cast<int>(limits::path_segments_max);
    CHECK(compiles("{{a" + repeated(".a", segments - 1) + "}}"));
    CHECK_FALSE(compiles("{{a" + repeated(".a", segments) + "}}"));
    CHECK_FALSE(compiles("{{" + repeated("../", segments + 1) + "a}}"));
    const auto arguments = static_cast<int>(limits::call_arguments_max);
    CHECK(compiles("{{a" + repeated(" b", arguments) + "}}"));
    CHECK_FALSE(compiles("{{a" + repeated(" b", arguments + 1) + "}}"));
    CHECK_FALSE(compiles("{{#a as |" + repeated("b ", arguments + 2) + "|}}{{/a}}"));
}

TEST_CASE("output is as long as its limit and no longer, escaped, indented or not")
{
    const Engine engine;
    const RenderLimits ten{.output_bytes_max = 10};
    CHECK(draw_within(ten, engine, "0123456789") == "0123456789");
    CHECK(is_error(draw_within(ten, engine, "01234567890"), "more than 10 bytes of output"));
    CHECK(draw_within(ten, engine, "{{.}}", "&&") == "&amp;&amp;");
    CHECK(is_error(draw_within(ten, engine, "{{.}}!", "&&"), "more than 10 bytes of output"));
    CHECK(is_error(draw_within(ten, engine, "{{{.}}}", "01234567890"), "bytes of output"));
    Engine with_partial;
    add_partial(with_partial, "p", "a\nb\n");
    CHECK(draw_within(ten, with_partial, "   {{> p}}\n") == "   a\n   b\n");
    CHECK(is_error(draw_within(ten, with_partial, "    {{> p}}\n"), "bytes of output"));
}

TEST_CASE("partials call partials as deep as the limit and no deeper")
{
    Engine engine;
    add_partial(engine, "down", "{{#if n}}{{> down n=next next=nothing}}{{/if}}x");
    add_partial(engine, "self", "{{> self}}");
    CHECK(draw_within({.partial_depth_max = 2}, engine, "{{> down n=1}}") == "xx");
    const auto drawn = draw_within({.partial_depth_max = 1}, engine, "{{> down n=1}}");
    CHECK(drawn == "down.hbs:1:9: partials called more than 1 levels deep");
    const auto endless = draw_within({}, engine, "{{> self}}");
    CHECK(endless == "self.hbs:1:0: partials called more than 32 levels deep");
}

TEST_CASE("a partial that calls itself twice ends by the number of bodies, not by patience")
{
    Engine engine;
    add_partial(engine, "twice", "{{> twice}}{{> twice}}");
    const auto drawn = draw_within({.partial_depth_max = 1'000'000, .render_depth_max = 40}, engine,
                                   "{{> twice}}");
    CHECK(drawn.find("drawn more than 40 levels deep") != std::string::npos);
    add_partial(engine, "both",
                "{{#if (lookup . 'a')}}{{else}}{{/if}}{{#*inline 'i'}}{{> i}}{{/inline}}"
                "{{> i}}");
    CHECK(draw_within({}, engine, "{{> both}}").find("levels deep") != std::string::npos);
}

TEST_CASE("bodies are drawn as often as the limit and no oftener")
{
    const Engine engine;
    // One body is the template's own.
    CHECK(draw_within({.iterations_max = 4}, engine, "{{#each .}}x{{/each}}", numbers(3)) == "xxx");
    CHECK(is_error(draw_within({.iterations_max = 4}, engine, "{{#each .}}x{{/each}}", numbers(4)),
                   "more than 4 bodies"));
    CHECK(is_error(draw_within({}, engine,
                               "{{#each .}}{{#each ..}}{{#each ../..}}{{/each}}{{/each}}{{/each}}",
                               numbers(1'000)),
                   "bodies drawn"));
}

TEST_CASE("steps are counted and end a render that only computes")
{
    const Engine engine;
    // A tag is one step, its lookup another.
    CHECK(draw_within({.steps_max = 4}, engine, "{{.}}{{.}}", 1) == "11");
    CHECK(is_error(draw_within({.steps_max = 3}, engine, "{{.}}{{.}}", 1), "more than 3 steps"));
}

TEST_CASE("long texts and large objects that are looked through again and again cost steps")
{
    Engine engine;
    add_partial(engine, "p", "");
    Object large;
    for (int i = 0; i < 10'000; ++i)
        large.append("p" + std::to_string(i), i);
    const Value context =
        Object{{"list", numbers(2'000)}, {"text", std::string(1'000'000, 'x')}, {"large", large}};
    for (const auto* body :
         {"{{../text.length}}", "{{#if ../text}}{{/if}}", "{{> p ../large a=1}}"})
        CHECK(is_error(draw(engine, "{{#each list}}" + std::string{body} + "{{/each}}", context),
                       "more than 5000000 steps"));
}

TEST_CASE("bodies nest at drawing as deep as the limit and no deeper")
{
    const Engine engine;
    const auto* const source = "{{#if 1}}{{#if 1}}x{{/if}}{{/if}}";
    CHECK(draw_within({.render_depth_max = 3}, engine, source) == "x");
    CHECK(is_error(draw_within({.render_depth_max = 2}, engine, source), "2 levels deep"));
}

TEST_CASE("texts that helpers make are limited in all, so doubling ends")
{
    Engine engine;
    engine.add_helper("double", [](HelperCall& call) {
        return Value{call.argument(0).to_string() + call.argument(0).to_string()};
    });
    CHECK(draw_within({.made_bytes_max = 6}, engine, "{{double (double 'a')}}") == "aaaa");
    CHECK(is_error(draw_within({.made_bytes_max = 5}, engine, "{{double (double 'a')}}"),
                   "helpers made more than 5 bytes"));
    CHECK(draw_within({.made_bytes_max = 3}, engine, "{{#contentFor 'a'}}abc{{/contentFor}}")
              .empty());
    CHECK(is_error(
        draw_within({.made_bytes_max = 3}, engine, "{{#contentFor 'a'}}abcd{{/contentFor}}"),
        "gathered content"));
}

TEST_CASE("the deepest render that the limits allow leaves a worker's stack room for helpers")
{
    struct Job {
        Engine engine;
        std::string drawn;
    } job;
    job.engine.add_helper("again", [](HelperCall& call) {
        call.draw_body();
        return Value{};
    });
    add_partial(job.engine, "deep",
                "{{#each list}}{{#again}}{{#if 1}}{{> deep ..}}{{/if}}{{/again}}"
                "{{/each}}");
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    // A sanitizer's frames are several times as large.
    pthread_attr_setstacksize(&attributes, is_sanitized ? 2 * 1024 * 1024 : 160 * 1024);
    pthread_t thread{};
    const auto run = [](void* argument) -> void* {
        auto& deepest = *static_cast<Job*>(argument);
        deepest.drawn = draw(deepest.engine, "{{> deep}}", Object{{"list", Array{1}}});
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &job) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
    CHECK(job.drawn == "deep.hbs:1:0: drawn more than 100 levels deep");
}

TEST_CASE("compiling hostile templates takes linear time")
{
    const auto bytes = static_cast<int>(limits::template_bytes_max);
    // Each of these would take minutes if any step looked at the rest of the template again.
    for (const auto* piece :
         {"{{!----}}", "{{! }}", "\\{{a}}", "{{a}}", " \n", "{{~a~}} ", "{{\"", "{{[", "{{{{",
          "{{!--", "{{a 'b' }}\n", "{{#a}}{{/a}}", "\\", "{{a\xc2\xa0}}"}) {
        CAPTURE(piece);
        const int times = bytes / static_cast<int>(std::string_view{piece}.size());
        CHECK(test::grows_in_step([&] { (void)compile(repeated(piece, times / 4), "t"); },
                                  [&] { (void)compile(repeated(piece, times), "t"); }));
    }
}

} // namespace masthead::handlebars
