#include "core/handlebars/testing.hpp"

#include <doctest/doctest.h>

namespace masthead::handlebars {

using testing::draw;

TEST_CASE("if and unless see truth as Handlebars does, with includeZero for zero")
{
    const auto* const source = "{{#if .}}yes{{else}}no{{/if}}{{#unless .}}!{{/unless}}";
    for (const auto& value :
         {Value{}, Value{nullptr}, Value{false}, Value{0}, Value{""}, Value{Array{}}})
        CHECK(draw(source, value) == "no!");
    for (const auto& value : {Value{true}, Value{1}, Value{"0"}, Value{Array{0}}, Value{Object{}}})
        CHECK(draw(source, value) == "yes");
    CHECK(draw("{{#if . includeZero=true}}yes{{/if}}", 0) == "yes");
}

TEST_CASE("an else-chain takes the first branch that holds, with any helper")
{
    const auto* const source = "{{#if a}}A{{else if b}}B{{else with c}}{{d}}{{else each e}}{{.}}"
                               "{{else}}none{{/if}}";
    CHECK(draw(source, Object{{"a", 1}, {"b", 1}}) == "A");
    CHECK(draw(source, Object{{"b", 1}}) == "B");
    CHECK(draw(source, Object{{"c", Object{{"d", "D"}}}}) == "D");
    CHECK(draw(source, Object{{"e", Array{1, 2}}}) == "12");
    CHECK(draw(source, Object{}) == "none");
}

TEST_CASE("each draws its body per item with the loop's data")
{
    const Value context = Object{{"list", Array{"a", "b", "c"}}};
    CHECK(draw("{{#each list}}{{@index}}{{@key}}{{this}}{{#if @first}}<{{/if}}{{#if @last}}>{{/if}}"
               "{{else}}none{{/each}}",
               context) == "00a<11b22c>");
    CHECK(draw("{{#each nothing}}x{{else}}none{{/each}}", context) == "none");
    CHECK(draw("{{#each .}}x{{else}}none{{/each}}", "text") == "none");
}

TEST_CASE("each over an object gives its properties in order")
{
    const Value context = Object{{"b", 1}, {"a", 2}};
    CHECK(draw("{{#each .}}{{@key}}={{.}}@{{@index}}{{#unless @last}},{{/unless}}{{/each}}",
               context) == "b=1@0,a=2@1");
}

TEST_CASE("data of an outer loop is reached by @../")
{
    const Value context = Object{{"rows", Array{Array{1, 2}, Array{3}}}};
    CHECK(draw("{{#each rows}}{{#each .}}{{@../index}}{{@index}} {{/each}}{{/each}}", context) ==
          "00 01 10 ");
}

TEST_CASE("block params name item and key, and hide names of the context")
{
    const Value context =
        Object{{"list", Array{Object{{"x", 1}}, Object{{"x", 2}}}}, {"item", "no"}};
    CHECK(draw("{{#each list as |item i|}}{{i}}:{{item.x}} {{#each ../list as |inner|}}"
               "{{item.x}}{{inner.x}} {{/each}}{{/each}}",
               context) == "0:1 11 12 1:2 21 22 ");
    CHECK(draw("{{#with list.[0] as |one|}}{{one.x}}{{x}}{{/with}}", context) == "11");
    CHECK(draw("{{#each list as |item|}}{{./item}}{{/each}}", context).empty());
}

TEST_CASE("with enters an object and draws its else where there is none")
{
    CHECK(draw("{{#with a}}{{b}}{{else}}none{{/with}}", Object{{"a", Object{{"b", 1}}}}) == "1");
    CHECK(draw("{{#with a}}{{b}}{{else}}none{{/with}}", Object{{"a", Array{}}}) == "none");
}

TEST_CASE("a block on a value is drawn for true, per item, inside an object, or inverted")
{
    CHECK(draw("{{#a}}yes{{/a}}{{^a}}no{{/a}}", Object{{"a", true}}) == "yes");
    CHECK(draw("{{#a}}yes{{/a}}{{^a}}no{{/a}}", Object{{"a", false}}) == "no");
    CHECK(draw("{{#a}}{{b}}{{/a}}", Object{{"a", Object{{"b", 2}}}}) == "2");
    CHECK(draw("{{#a}}{{.}}{{@index}} {{/a}}{{^a}}none{{/a}}", Object{{"a", Array{"x", "y"}}}) ==
          "x0 y1 ");
    CHECK(draw("{{#a}}x{{^}}none{{/a}}", Object{{"a", Array{}}}) == "none");
    CHECK(draw("{{#a}}zero{{/a}}", Object{{"a", 0}}) == "zero");
    CHECK(draw("{{#a.b}}{{c}}{{/a.b}}", Object{{"a", Object{{"b", Object{{"c", 3}}}}}}) == "3");
}

TEST_CASE("a context equal to the outer one adds no level for ../")
{
    const Value context = Object{{"a", Object{{"b", 1}}}, {"t", "top"}};
    CHECK(draw("{{#with a}}{{#if b}}{{../t}}{{/if}}{{/with}}", context) == "top");
    CHECK(draw("{{#with a}}{{#with b}}{{../../t}}{{/with}}{{/with}}", context) == "top");
}

TEST_CASE("lookup takes a computed name or index")
{
    const Value context =
        Object{{"map", Object{{"k", "v"}}}, {"list", Array{"x", "y"}}, {"n", "k"}};
    CHECK(draw("{{lookup map n}} {{lookup list 1}} {{lookup list 'length'}}", context) == "v y 2");
    CHECK(draw("{{#each list}}{{lookup ../list @index}}{{/each}}", context) == "xy");
    CHECK(draw("[{{lookup map 'constructor'}}{{lookup map '__proto__'}}{{lookup nothing n}}]",
               context) == "[]");
}

TEST_CASE("built-in helpers refuse wrong numbers of arguments")
{
    CHECK(draw("{{#if}}{{/if}}") == "t.hbs:1:0: #if requires exactly one argument");
    CHECK(draw("{{#unless a b}}{{/unless}}") == "t.hbs:1:0: #unless requires exactly one argument");
    CHECK(draw("{{#with}}{{/with}}") == "t.hbs:1:0: #with requires exactly one argument");
    CHECK(draw("{{#each}}{{/each}}") == "t.hbs:1:0: Must pass iterator to #each");
}

TEST_CASE("log prints nothing and hands its line to the caller")
{
    Engine engine;
    std::string logged;
    RenderOptions options;
    options.log = [&logged](std::string_view line) { logged = line; };
    CHECK(draw(engine, "a{{log 'at' 1 level='warn'}}b", {}, options) == "ab");
    CHECK(logged == "[warn] at 1");
}

} // namespace masthead::handlebars
