#include "core/handlebars/testing.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace masthead::handlebars {

using testing::add_partial;
using testing::draw;

namespace {

struct Locale {
    std::string greeting;
};

/// Ghost's loop in small: the data that themes expect of it, and a limit.
Value foreach (HelperCall& call)
{
    const Value& items = call.argument(0);
    const auto limit = call.hash("limit").as_integer().value_or(1'000);
    const auto count = std::min<std::size_t>(items.items().size(), static_cast<std::size_t>(limit));
    if (count == 0) {
        call.draw_inverse();
        return {};
    }
    DataFrame data{call.data()};
    for (std::size_t i = 0; i < count && !call.failed(); ++i) {
        data.set("number", i + 1).set("even", i % 2 == 1).set("last", i + 1 == count);
        const std::array params{items.at(i), Value{i}};
        call.draw_body(items.at(i), {.data = &data, .block_params = params});
    }
    return {};
}

Engine engine()
{
    Engine made;
    made.add_helper("concat", [](HelperCall& call) {
        std::string text;
        for (const auto& argument : call.arguments())
            argument.append_to(text);
        return Value{text};
    });
    made.add_helper("foreach", foreach);
    made.add_helper("icon", [](HelperCall& call) {
        call.write_safe("<i>");
        call.write(call.argument(0).text());
        call.write_safe("</i>");
        return Value{};
    });
    made.add_helper("greet", [](HelperCall& call) {
        return Value{call.environment<Locale>().greeting + ' ' + call.argument(0).to_string()};
    });
    return made;
}

} // namespace

TEST_CASE("what a helper returns is escaped, what it writes or marks safe is not")
{
    Engine made = engine();
    made.add_helper("safe", [](HelperCall&) { return Value::safe("<b>"); });
    CHECK(draw(made, "{{concat '<' 1}} {{{concat '<' 1}}} {{safe}} {{icon '<x>'}}") ==
          "&lt;1 <1 <b> <i>&lt;x&gt;</i>");
}

TEST_CASE("subexpressions nest, in arguments and hash, and take what a helper writes")
{
    const Engine made = engine();
    CHECK(draw(made, "{{concat (concat 'a' (concat 'b' c)) 'd'}}", Object{{"c", "C"}}) == "abCd");
    CHECK(draw(made, "[{{concat (icon 'x') '!'}}]") == "[&lt;i&gt;x&lt;/i&gt;!]");
    CHECK(draw(made, "[{{#with (icon 'x')}}{{.}}{{/with}}]") == "[<i>x</i>]");
    CHECK(draw(made, "{{#if (concat)}}yes{{else}}no{{/if}}") == "no");
}

TEST_CASE("a block helper sets data and block params for its body")
{
    const Value context = Object{{"posts", Array{"a", "b", "c"}}, {"title", "T"}};
    CHECK(draw(engine(),
               "{{#foreach posts as |p i|}}{{@number}}{{p}}{{i}}{{../title}}"
               "{{#if @even}}e{{/if}}{{#unless @last}},{{/unless}}{{/foreach}}",
               context) == "1a0T,2b1Te,3c2T");
    CHECK(draw(engine(), "{{#foreach posts limit=2}}{{.}}{{/foreach}}", context) == "ab");
    CHECK(draw(engine(), "{{#foreach none}}x{{else}}empty {{title}}{{/foreach}}", context) ==
          "empty T");
}

TEST_CASE("a helper knows its name, place, arguments, hash, context and root")
{
    Engine made;
    std::string seen;
    made.add_helper("look", [&seen](HelperCall& call) {
        seen = std::string{call.name()} + ' ' + std::to_string(call.position().line) + ':' +
               std::to_string(call.position().column) + ' ' + std::to_string(call.size()) + ' ' +
               call.argument(9).to_string() + call.hash("k").to_string() + ' ' +
               (call.has_hash("none") ? "?" : "-") + ' ' + call.context().get("n").to_string() +
               call.root().get("t").to_string() + ' ' + (call.is_block() ? "block" : "inline");
        return Value{};
    });
    draw(made, "\n{{#with a}} {{look 1 2 k='v'}}{{/with}}",
         Object{{"t", "T"}, {"a", Object{{"n", "N"}}}});
    CHECK(seen == "look 2:12 2 v - NT inline");
    draw(made, "{{#look}}{{else}}{{/look}}");
    CHECK(seen == "look 1:0 0  -  block");
}

TEST_CASE("a body drawn as text can be worked on before it is written")
{
    Engine made;
    made.add_helper("upper", [](HelperCall& call) {
        std::string text = call.body_text(call.context());
        for (char& c : text)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        return Value{text};
    });
    CHECK(draw(made, "a{{#upper}}b{{x}}{{/upper}}c", Object{{"x", "<"}}) == "aB&LT;c");
}

TEST_CASE("helpers reach the environment of the render, typed")
{
    Locale locale{"Hello"};
    RenderOptions options;
    options.environment = Environment::of(locale);
    CHECK(draw(engine(), "{{greet 'Ann'}}", {}, options) == "Hello Ann");
    CHECK(options.environment.get<int>() == nullptr);
}

TEST_CASE("a helper that fails ends the render with its message and place")
{
    Engine made;
    int drawn = 0;
    made.add_helper("count", [&drawn](HelperCall&) { return Value{++drawn}; });
    made.add_helper("boom", [](HelperCall& call) {
        auto result = call.fail("no such story");
        call.draw_body();
        return result;
    });
    CHECK(draw(made, "{{count}}\n {{#boom}}{{count}}{{/boom}}{{count}}") ==
          "t.hbs:2:1: no such story");
    CHECK(drawn == 1);
}

TEST_CASE("an exception of a helper passes through, and the engine renders on")
{
    Engine made;
    made.add_helper("broken", [](HelperCall&) -> Value { throw std::runtime_error{"disk"}; });
    CHECK_THROWS_AS(draw(made, "{{#if 1}}{{broken}}{{/if}}"), std::runtime_error);
    CHECK(draw(made, "fine") == "fine");
}

TEST_CASE("a helper hides a property of its name, unless the path says property")
{
    Engine made;
    made.add_helper("title", [](HelperCall&) { return Value{"helper"}; });
    CHECK(draw(made, "{{title}} {{this.title}} {{./title}}", Object{{"title", "mine"}}) ==
          "helper mine mine");
}

TEST_CASE("an unknown name with arguments is an error, alone it is empty")
{
    CHECK(draw("{{nothing}}").empty());
    CHECK(draw("{{nothing 1}}") == "t.hbs:1:0: Missing helper: \"nothing\"");
    CHECK(draw("{{a 1}}", Object{{"a", "text"}}) ==
          "t.hbs:1:0: \"a\" is no helper and no function");
    CHECK(draw("{{#nothing 1}}{{/nothing}}") == "t.hbs:1:0: Missing helper: \"nothing\"");
}

TEST_CASE("helperMissing and blockHelperMissing may be replaced")
{
    Engine made;
    made.add_helper("helperMissing", [](HelperCall& call) {
        return Value{"?" + std::string{call.name()} + std::to_string(call.size())};
    });
    made.add_helper("blockHelperMissing", [](HelperCall& call) {
        return Value{"#" + std::string{call.name()} + call.argument(0).to_string()};
    });
    CHECK(draw(made, "{{a}} {{b 1}} {{#c}}{{/c}}", Object{{"c", 3}}) == "?a0 ?b1 #c3");
}

TEST_CASE("functions in the data are called, with arguments where they have some")
{
    const Value context = Object{{"shout", Value{Helper{[](HelperCall& call) {
                                      return Value{call.argument(0).to_string() +
                                                   call.context().get("mark").to_string()};
                                  }}}},
                                 {"mark", "!"}};
    CHECK(draw("{{shout}} {{shout 'hey'}} {{#if shout}}yes{{/if}}", context) == "! hey! yes");
}

TEST_CASE("a helper may draw a partial, the theme's own where it has one")
{
    Engine made;
    made.add_helper("pagination", [](HelperCall& call) {
        if (call.has_partial("pagination"))
            call.draw_partial("pagination", Object{{"page", 2}});
        else
            call.write_safe("<nav>");
        return Value{};
    });
    CHECK(draw(made, "{{pagination}}") == "<nav>");
    add_partial(made, "pagination", "page {{page}}");
    CHECK(draw(made, "{{pagination}}") == "page 2");
}

TEST_CASE("global data is seen everywhere and hidden by inner data")
{
    DataFrame globals;
    globals.set("site", Object{{"title", "Paper"}}).set("index", "none");
    RenderOptions options;
    options.data = &globals;
    Engine made;
    add_partial(made, "p", "{{@site.title}}");
    CHECK(draw(made,
               "{{@site.title}} {{> p}} {{@index}}{{#each .}}{{@index}}{{@site.title}}{{/each}}",
               Value{Array{1}}, options) == "Paper Paper none0Paper");
    CHECK(draw(made, "{{@root.[0]}}{{#with 5}}{{@root.[0]}}{{/with}}", Value{Array{9}}, options) ==
          "99");
}

TEST_CASE("one program renders on many threads at once")
{
    const auto program = compile("{{#each list}}{{name}}{{@index}} {{/each}}{{@site}}", "t.hbs");
    REQUIRE(program.has_value());
    const Engine made;
    const Value context = Object{{"list", Array{Object{{"name", "a"}}, Object{{"name", "b"}}}}};
    DataFrame globals;
    globals.set("site", "S");
    RenderOptions options;
    options.data = &globals;
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i)
                right += *made.render(*program, context, options) == "a0 b1 S" ? 1 : 0;
        });
    }
    for (auto& thread : threads)
        thread.join();
    CHECK(right == 2'000);
}

} // namespace masthead::handlebars
