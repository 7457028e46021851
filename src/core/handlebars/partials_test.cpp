#include "core/handlebars/testing.hpp"

#include <doctest/doctest.h>

namespace masthead::handlebars {

using testing::add_partial;
using testing::add_template;
using testing::draw;

namespace {

Engine engine_with(std::initializer_list<std::pair<const char*, const char*>> partials)
{
    Engine engine;
    for (const auto& [name, source] : partials)
        add_partial(engine, name, source);
    return engine;
}

} // namespace

TEST_CASE("a partial sees the caller's context, another one, and hash arguments on top")
{
    const Engine engine = engine_with({{"card", "[{{name}} {{size}}]"}});
    const Value context = Object{{"name", "top"}, {"sub", Object{{"name", "sub"}}}, {"n", 2}};
    CHECK(draw(engine, "{{> card}}{{> card sub}}{{> card size='s'}}{{> card sub size=n name='x'}}",
               context) == "[top ][sub ][top s][x 2]");
    CHECK(draw(engine, "{{> card name=1}}", nullptr) == "[1 ]");
    CHECK(draw(engine, "{{> card a=1}}{{name}}", context) == "[top ]top");
}

TEST_CASE("partial names may have slashes, quotes, or be computed")
{
    const Engine engine = engine_with({{"components/card", "C"}, {"a b", "AB"}});
    const Value context = Object{{"which", "components/card"}};
    CHECK(draw(engine,
               "{{> components/card}}{{> \"components/card\"}}{{> [a b]}}"
               "{{> (lookup . 'which')}}",
               context) == "CCABC");
    CHECK(draw(engine, "{{> (lookup . 'none')}}", context) ==
          "t.hbs:1:0: The partial undefined could not be found");
}

TEST_CASE("a missing partial is an error at its tag")
{
    CHECK(draw("a\n {{> nope}}") == "t.hbs:2:1: The partial nope could not be found");
}

TEST_CASE("an error inside a partial names the partial's file and line")
{
    const Engine engine = engine_with({{"bad", "\n  {{nohelper 1}}"}});
    CHECK(draw(engine, "{{> bad}}") == "bad.hbs:2:2: Missing helper: \"nohelper\"");
}

TEST_CASE("../ ends at the partial's own context, @root and loop data reach through")
{
    const Engine engine = engine_with({{"p", "{{../title}}{{@root.title}}{{@index}};"}});
    const Value context = Object{{"title", "T"}, {"list", Array{1, 2}}};
    CHECK(draw(engine, "{{#each list}}{{> p}}{{/each}}", context) == "T0;T1;");
}

TEST_CASE("a partial block is drawn where the partial says, in the caller's context")
{
    const Engine engine = engine_with({
        {"box", "<{{> @partial-block}}>"},
        {"maybe", "{{#if @partial-block}}+{{> @partial-block}}{{else}}-{{/if}}"},
        {"outer", "({{#> box}}{{> @partial-block}}{{/box}})"},
    });
    CHECK(draw(engine, "{{#> box}}{{name}}{{/box}}", Object{{"name", "x"}}) == "<x>");
    CHECK(draw(engine, "{{#> nope}}fallback{{/nope}}") == "fallback");
    CHECK(draw(engine, "{{> maybe}}{{#> maybe}}x{{/maybe}}") == "-+x");
    CHECK(draw(engine, "{{#> outer}}deep{{/outer}}") == "(<deep>)");
    CHECK(draw(engine, "{{> box}}") ==
          "box.hbs:1:1: The partial @partial-block could not be found");
    CHECK(draw(engine, "{{#each .}}{{#> box}}{{../length}}{{@index}}{{/box}}{{/each}}",
               Value{Array{7, 8}}) == "<20><21>");
}

TEST_CASE("a partial may hand its block another context")
{
    const Engine engine =
        engine_with({{"each-item", "{{#each list}}{{> @partial-block this}}{{/each}}"}});
    CHECK(draw(engine, "{{#> each-item}}[{{n}}{{@index}}]{{/each-item}}",
               Object{{"list", Array{Object{{"n", 1}}, Object{{"n", 2}}}}}) == "[10][21]");
}

TEST_CASE("inline partials are known in their block, in partials it calls, and nowhere else")
{
    const Engine engine =
        engine_with({{"page", "{{> nav}}|{{> @partial-block}}"}, {"uses", "{{> item}}"}});
    CHECK(draw(engine, "{{#*inline 'item'}}I{{x}}{{/inline}}{{> item x=1}}{{> uses}}") == "I1I");
    CHECK(draw(engine, "{{#> page}}{{#*inline 'nav'}}N{{/inline}}body{{/page}}") == "N|body");
    CHECK(draw(engine, "{{#if 1}}{{#*inline 'item'}}I{{/inline}}{{/if}}{{> item}}") ==
          "t.hbs:1:47: The partial item could not be found");
    CHECK(draw(engine, "{{#*inline 'uses'}}over{{/inline}}{{> uses}}") == "over");
}

TEST_CASE("a partial alone on its line indents every line it draws")
{
    const Engine engine =
        engine_with({{"lines", "a\nb\n\nc\n"}, {"nest", "[\n  {{> lines}}\n]\n"}});
    CHECK(draw(engine, "x\n  {{> lines}}\ny") == "x\n  a\n  b\n  \n  c\ny");
    CHECK(draw(engine, " {{> nest}}\n") == " [\n   a\n   b\n   \n   c\n ]\n");
    CHECK(draw(engine, "x {{> lines}}\ny") == "x a\nb\n\nc\n\ny");
}

TEST_CASE("the caller may put another partial in the place of the engine's")
{
    const Engine engine = engine_with({{"nav", "theirs"}});
    const auto mine = compile("mine", "mine.hbs");
    REQUIRE(mine.has_value());
    RenderOptions options;
    options.partial_resolver = [&mine](std::string_view name) {
        return name == "nav" ? &*mine : nullptr;
    };
    CHECK(draw(engine, "{{> nav}}", {}, options) == "mine");
    CHECK(draw(engine, "{{> nav}}") == "theirs");
}

TEST_CASE("a page is drawn into its layout, and that into the next")
{
    Engine engine;
    add_template(engine, "base", "<html>{{title}} {{{body}}}</html>");
    add_template(engine, "default",
                 "{{!< base}}\n<main>{{{body}}}</main>{{#unless @member}}!{{/unless}}");
    add_template(engine, "post", "{{!< default}}\n<h1>{{title}}</h1>");
    const auto page = engine.render("post", Object{{"title", "A & B"}});
    REQUIRE(page.has_value());
    CHECK(*page == "<html>A &amp; B <main><h1>A &amp; B</h1></main>!</html>");
}

TEST_CASE("contentFor keeps a piece of the page for block in the layout")
{
    Engine engine;
    add_template(engine, "default",
                 "{{{block 'head'}}}|{{{body}}}|{{#block 'foot'}}usual{{/block}}");
    add_template(engine, "post",
                 "{{!< default}}b{{#contentFor 'head'}}<{{t}}>{{/contentFor}}"
                 "{{#contentFor \"head\"}}2{{/contentFor}}");
    const auto page = engine.render("post", Object{{"t", "x"}});
    REQUIRE(page.has_value());
    CHECK(*page == "<x>\n2|b|usual");
}

TEST_CASE("unknown templates and layouts and endless layouts are errors")
{
    Engine engine;
    add_template(engine, "lost", "{{!< nowhere}}");
    add_template(engine, "loop", "{{!< loop}}{{{body}}}");
    CHECK(engine.render("none", {}).error().message == "no template is named none");
    CHECK(engine.render("lost", {}).error().text() == "lost.hbs:1:0: no layout is named nowhere");
    CHECK(engine.render("loop", {}).error().message == "more than 8 layouts around each other");
}

TEST_CASE("absent parts of a theme are listed before it goes live")
{
    Engine engine;
    add_template(engine, "home",
                 "{{!< default}}{{> header}}{{#> optional}}x{{/optional}}"
                 "{{> (lookup . 'x')}}");
    add_partial(engine, "footer", "{{> icons/rss}}");
    const auto missing = engine.missing_parts();
    REQUIRE(missing.size() == 3);
    CHECK(missing[0].text() == "home.hbs:1:0: no partial is named header");
    CHECK(missing[1].text() == "home.hbs:1:0: no layout is named default");
    CHECK(missing[2].text() == "footer.hbs:1:0: no partial is named icons/rss");
}

TEST_CASE("a fragment of a page is drawn from its partial alone")
{
    const Engine engine = engine_with({{"comment", "<p>{{text}}</p>"}});
    CHECK(*engine.render_partial("comment", Object{{"text", "hi"}}) == "<p>hi</p>");
    CHECK_FALSE(engine.render_partial("none", {}).has_value());
}

} // namespace masthead::handlebars
