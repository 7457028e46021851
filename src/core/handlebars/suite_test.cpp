// Runs the public conformance suites of mustache and Handlebars, where their data is at hand.
#include "core/handlebars/engine.hpp"
#include "core/handlebars/lexer.hpp"
#include "core/handlebars/suite_testing.hpp"
#include "shared_data.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

namespace masthead::handlebars {

namespace {

namespace json = boost::json;

/// A case that cannot be put to this engine: it has a hole in an array, code without a twin here,
/// or asks for a compiler option that only JavaScript tools use.
struct NotExpressible {};

Value to_value(const json::value& value);

Value to_function(const json::object& code)
{
    const auto* const source = code.if_contains("javascript");
    const Helper* const helper =
        source != nullptr ? testing::find_suite_helper(std::string_view{source->as_string()})
                          : nullptr;
    if (helper == nullptr)
        throw NotExpressible{};
    return Value{*helper};
}

Value to_object(const json::object& object)
{
    if (object.contains("!code"))
        return to_function(object);
    if (object.contains("!sparsearray"))
        throw NotExpressible{};
    Object made;
    for (const auto& [name, value] : object)
        made.append(std::string_view{name}, to_value(value));
    return made;
}

Value to_value(const json::value& value)
{
    switch (value.kind()) {
    case json::kind::null: return nullptr;
    case json::kind::bool_: return value.get_bool();
    case json::kind::int64: return value.get_int64();
    case json::kind::uint64: return value.get_uint64();
    case json::kind::double_: return value.get_double();
    case json::kind::string: return std::string_view{value.get_string()};
    case json::kind::object: return to_object(value.get_object());
    case json::kind::array: break;
    }
    Array items;
    for (const auto& item : value.get_array())
        items.push_back(to_value(item));
    return items;
}

const json::object* object_in(const json::object& test, std::string_view name)
{
    const auto* const found = test.if_contains(name);
    return found != nullptr ? found->if_object() : nullptr;
}

CompileOptions compile_options(const json::object& test)
{
    CompileOptions options;
    const json::object* const given = object_in(test, "compileOptions");
    if (given == nullptr)
        return options;
    const auto has = [given](std::string_view name) {
        const auto* const found = given->if_contains(name);
        return found != nullptr && found->is_bool() && found->get_bool();
    };
    if (has("stringParams") || has("trackIds"))
        throw NotExpressible{};
    options.strict = has("strict");
    options.assume_objects = has("assumeObjects");
    options.compat = has("compat");
    options.no_escape = has("noEscape");
    options.prevent_indent = has("preventIndent");
    options.ignore_standalone = has("ignoreStandalone");
    options.explicit_partial_context = has("explicitPartialContext");
    options.known_helpers_only = has("knownHelpersOnly");
    if (const auto* const known = object_in(*given, "knownHelpers")) {
        for (const auto& [name, value] : *known)
            options.known_helpers.emplace_back(name);
    }
    return options;
}

Outcome<std::string> run(const json::object& test)
{
    const CompileOptions options = compile_options(test);
    if (test.contains("decorators"))
        throw NotExpressible{};
    Engine engine;
    if (const auto* const helpers = object_in(test, "helpers")) {
        for (const auto& [name, code] : *helpers) {
            const Value function = code.is_object() ? to_function(code.get_object()) : Value{};
            if (function.function() == nullptr)
                throw NotExpressible{};
            engine.add_helper(std::string_view{name}, *function.function());
        }
    }
    if (const auto* const partials = object_in(test, "partials")) {
        for (const auto& [name, source] : *partials) {
            if (!source.is_string())
                throw NotExpressible{};
            const auto added =
                engine.add_partial(std::string_view{name}, std::string_view{source.get_string()},
                                   std::string{name}, options);
            if (!added)
                return added.error();
        }
    }
    DataFrame data;
    if (const auto* const runtime = object_in(test, "runtimeOptions")) {
        if (const auto* const given = object_in(*runtime, "data")) {
            for (const auto& [name, value] : *given)
                data.set(std::string_view{name}, to_value(value));
        }
    }
    const auto program =
        compile(std::string_view{test.at("template").as_string()}, "case", options);
    if (!program)
        return program.error();
    const auto* const context = test.if_contains("data");
    RenderOptions render;
    render.data = &data;
    return engine.render(*program, context != nullptr ? to_value(*context) : Value{}, render);
}

/// What the suite says of an error: any (true), or a text or /pattern/ that its message has.
bool names_error(const json::value& expected, const Error& error)
{
    if (!expected.is_string())
        return true;
    std::string wanted;
    for (const char c : std::string_view{expected.get_string()}) {
        if (c != '/' && c != '\\')
            wanted.push_back(c);
    }
    const std::string at =
        " - " + std::to_string(error.position.line) + ':' + std::to_string(error.position.column);
    std::string told;
    for (const char c : error.message + at) {
        if (c != '/' && c != '\\')
            told.push_back(c);
    }
    return told.find(wanted) != std::string::npos;
}

struct Count {
    int passed = 0;
    int failed = 0;
    int not_expressible = 0;
};

void check_case(const json::object& test, std::string_view name, Count& count)
{
    try {
        const auto result = run(test);
        const auto* const expected = test.if_contains("expected");
        const auto* const exception = test.if_contains("exception");
        const bool is_right = exception != nullptr
                                  ? !result && names_error(*exception, result.error())
                                  : result && expected != nullptr &&
                                        *result == std::string_view{expected->as_string()};
        CHECK_MESSAGE(is_right, name, "\n", json::serialize(test),
                      "\ngot: ", result ? *result : result.error().text());
        (is_right ? count.passed : count.failed) += 1;
    } catch (const NotExpressible&) {
        ++count.not_expressible;
    }
}

json::value read_json(const std::filesystem::path& path)
{
    return json::parse(test::read_file(path));
}

} // namespace

TEST_CASE("the cases of the Handlebars suite come out as in Handlebars")
{
    const auto folder = test::shared_data("suites/templates/handlebars");
    if (!folder)
        return test::skip("the Handlebars suite");
    Count count;
    // Modes that serve JavaScript tools only (stringParams, trackIds) are not part of the language.
    for (const auto* file : {"basic", "blocks", "builtins", "data", "helpers", "partials",
                             "regressions", "strict", "subexpressions", "whitespace-control"}) {
        const auto cases = read_json(*folder / (std::string{file} + ".json"));
        for (const auto& test : cases.as_array())
            check_case(test.as_object(), file, count);
    }
    MESSAGE("Handlebars suite: ", count.passed, " passed, ", count.failed, " failed, ",
            count.not_expressible, " not expressible");
    CHECK(count.passed > 290);
}

TEST_CASE("the cases of the mustache suite that Handlebars passes come out right")
{
    const auto folder = test::shared_data("suites/templates/mustache");
    if (!folder)
        return test::skip("the mustache suite");
    const auto exceptions = read_json(*folder / "NOT-EXPECTED-OF-HANDLEBARS.json");
    Count count;
    for (const auto& [file, names] : exceptions.at("failing").as_object()) {
        std::set<std::string_view> excepted;
        for (const auto& name : names.as_array())
            excepted.insert(name.as_string());
        const auto suite = read_json(*folder / (std::string{file} + ".json"));
        for (const auto& test : suite.at("tests").as_array()) {
            const std::string_view name{test.at("name").as_string()};
            if (!excepted.contains(name))
                check_case(test.as_object(), name, count);
        }
    }
    MESSAGE("mustache suite: ", count.passed, " passed, ", count.failed, " failed");
    CHECK(count.passed > 110);
}

TEST_CASE("templates are cut into the tokens that Handlebars cuts them into")
{
    const auto file = test::shared_data("suites/templates/handlebars/tokenizer.json");
    if (!file)
        return test::skip("the tokenizer suite");
    const auto cases = read_json(*file);
    for (const auto& test : cases.as_array()) {
        const std::string source{test.at("template").as_string()};
        Lexer lexer{source};
        std::string told;
        for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
            if (token.kind == TokenKind::invalid)
                break; // the suite stops before what starts no token
            told.append(token_name(token.kind)).append(" ").append(token.text).append("\n");
        }
        std::string expected;
        for (const auto& token : test.at("expected").as_array()) {
            expected.append(std::string_view{token.at("name").as_string()}).append(" ");
            expected.append(std::string_view{token.at("text").as_string()}).append("\n");
        }
        CHECK_MESSAGE(told == expected, source);
    }
}

} // namespace masthead::handlebars
