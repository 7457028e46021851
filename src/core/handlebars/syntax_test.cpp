#include "core/handlebars/testing.hpp"

#include <doctest/doctest.h>

namespace masthead::handlebars {

using testing::draw;
using testing::draw_with;

namespace {

const Value story = Object{
    {"title", "Ferry"},
    {"a b", "spaced"},
    {"list", Array{"x", "y"}},
    {"author", Object{{"name", "Ann"}, {"if", "odd"}}},
    {"true", "T"},
    {"12", "twelve"},
};

/// What is told of a template that does not compile.
std::string refused(std::string_view source)
{
    const auto program = compile(source, "t.hbs");
    return program ? "compiled" : program.error().text();
}

} // namespace

TEST_CASE("paths look up properties, indexes, contexts and names with spaces")
{
    CHECK(draw("{{title}} {{author.name}} {{author/name}} {{list.[1]}}", story) ==
          "Ferry Ann Ann y");
    CHECK(draw("{{[a b]}} {{author.[if]}} {{this.title}} {{./title}}", story) ==
          "spaced odd Ferry Ferry");
    CHECK(draw("{{list.length}} {{title.length}}", story) == "2 5");
    CHECK(draw("{{nothing.at.all}}{{author.nothing.x}}", story).empty());
    CHECK(draw("{{#with author}}{{name}} {{../title}} {{@root.title}}{{/with}}", story) ==
          "Ann Ferry Ferry");
    CHECK(draw("{{[\\]]}}", Object{{"]", 1}}) == "1");
}

TEST_CASE("literals are values as arguments and names on their own")
{
    Engine engine;
    engine.add_helper("kinds", [](HelperCall& call) {
        std::string kinds;
        for (const auto& value : call.arguments())
            kinds += std::to_string(static_cast<int>(value.kind())) + value.to_string() + ' ';
        return Value{kinds};
    });
    CHECK(draw(engine, R"({{kinds "a\"b" 'c' 1 -2 1.50 true false null undefined}})") ==
          "5a&quot;b 5c 31 3-2 41.5 2true 2false 1 0 ");
    CHECK(draw("{{true}} {{12}} {{\"title\"}}", story) == "T twelve Ferry");
}

TEST_CASE("comments of both kinds print nothing")
{
    CHECK(draw("a{{! one }}b{{!-- two }} {{x}} --}}c{{!}}d") == "abcd");
}

TEST_CASE("an escaped mustache is text, a doubly escaped one a backslash and a value")
{
    CHECK(draw("\\{{title}} \\\\{{title}} \\{{a}} {{title}}", story) ==
          "{{title}} \\Ferry {{a}} Ferry");
}

TEST_CASE("a raw block leaves what is in it, raw blocks too")
{
    Engine engine;
    engine.add_helper("raw", [](HelperCall& call) {
        call.draw_body();
        return Value{};
    });
    CHECK(draw(engine, "{{{{raw}}}} {{title}} {{{{raw}}}}x{{{{/raw}}}} {{{{/raw}}}}!") ==
          " {{title}} {{{{raw}}}}x{{{{/raw}}}} !");
}

TEST_CASE("a tilde takes the white space beside its tag")
{
    CHECK(draw(" {{~title~}} \n x", story) == "Ferryx");
    CHECK(draw("a \n {{~#if title~}} b {{~else~}} c {{~/if~}} \n d", story) == "abd");
    CHECK(draw("a {{~! c ~}} b {{~{title}~}} c {{~&title~}} d", story) == "abFerrycFerryd");
    CHECK(draw("a\xc2\xa0{{~title}}", story) == "aFerry");
}

TEST_CASE("tags alone on their line take the line with them")
{
    CHECK(draw("a\n  {{#if title}}\n  b\n  {{else}}\n  c\n  {{/if}}\nd\n", story) == "a\n  b\nd\n");
    CHECK(draw("a\r\n{{! c }}\r\nb") == "a\r\nb");
    CHECK(draw("{{! c }}\nb") == "b");
    CHECK(draw("a {{! c }}\nb") == "a \nb");
    CHECK(draw("{{title}}\n{{title}}\n", story) == "Ferry\nFerry\n");
    CHECK(draw_with({.ignore_standalone = true, .known_helpers = {}}, "a\n{{! c }}\nb") ==
          "a\n\nb");
}

TEST_CASE("a syntax error names file, line and column")
{
    CHECK(refused("{{#if a}}") == "t.hbs:1:9: Parse error on line 1: unexpected end of template");
    CHECK(refused("a\n\n{{foo}").starts_with("t.hbs:3:5: Parse error on line 3"));
    CHECK(refused("\n {{#if a}}{{/each}}") == "t.hbs:2:4: if doesn't match each");
    CHECK(refused("{{foo/../bar}}") == "t.hbs:1:2: Invalid path: foo/..");
    CHECK(refused("{{{a}}").starts_with("t.hbs:1:4: Parse error"));
    CHECK(refused("{{a}}}").starts_with("t.hbs:1:3: Parse error"));
    CHECK(refused("{{/if}}").starts_with("t.hbs:1:0: Parse error"));
    CHECK(refused("{{> a b c}}") == "t.hbs:1:0: Unsupported number of partial arguments: 2");
    CHECK(refused("{{* thing}}") == "t.hbs:1:0: Missing decorator: \"thing\"");
    CHECK(refused("{{#*inline 'x'}}{{else}}{{/inline}}") ==
          "t.hbs:1:16: Unexpected inverse block on decorator");
}

TEST_CASE("broken templates of every sort are refused, none is crashed on")
{
    for (const auto* source : {"{{",
                               "{{!",
                               "{{!--",
                               "{{{",
                               "{{{{",
                               "{{{{a}}}}",
                               "{{{{a}}}} {{{{/b}}}}",
                               "{{\"a}}",
                               "{{[a}}",
                               "{{.a}}",
                               "{{@}}",
                               "{{a b=}}",
                               "{{a =b}}",
                               "{{(a}}",
                               "{{a (b}}",
                               "{{a)}}",
                               "{{#a as |}}",
                               "{{#a as ||}}{{/a}}",
                               "{{> }}",
                               "{{#}}{{/}}",
                               "{{else}}",
                               "{{else if}}",
                               "{{^}}",
                               "{{a.5}}",
                               "{{a|b}}",
                               "{{'}}",
                               "{{a 'b}}",
                               "{{#> a}}",
                               "{{#*inline}}{{/inline}}",
                               "{{&}}",
                               "{{~}}",
                               "{{a \xff[}}",
                               "{{a b=c d}}"})
        CHECK_MESSAGE(refused(source) != "compiled", std::string{source});
    CHECK(refused(std::string_view{"a\0b", 3}) != "compiled");
    CHECK(refused(std::string_view{"\\{{a}}\0", 7}) != "compiled");
}

TEST_CASE("strict mode refuses unknown names where they stand")
{
    const CompileOptions strict{.strict = true, .known_helpers = {}};
    CHECK(draw_with(strict, "{{title}}", story) == "Ferry");
    CHECK(draw_with(strict, "\n  {{nothing}}", story) ==
          "t.hbs:2:4: \"nothing\" not defined in [object Object]");
    CHECK(draw_with(strict, "{{#if nothing}}{{else}}no{{/if}}", story) == "no");
    CHECK(draw_with({.assume_objects = true, .known_helpers = {}}, "{{a.b}}", story) ==
          "t.hbs:1:2: cannot look up \"b\" in nothing");
}

TEST_CASE("compat mode looks a name up in the enclosing contexts")
{
    const CompileOptions compat{.compat = true, .known_helpers = {}};
    CHECK(draw_with(compat, "{{#with author}}{{name}} {{title}}{{/with}}", story) == "Ann Ferry");
    CHECK(draw("{{#with author}}{{name}} {{title}}{{/with}}", story) == "Ann ");
}

} // namespace masthead::handlebars
