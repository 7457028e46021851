// Prints syntax trees in the notation of Handlebars' own tests, and compares.
#include "core/handlebars/parser.hpp"
#include "core/handlebars/whitespace.hpp"
#include "shared_data.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace masthead::handlebars {

namespace {

using ast::Expression;
using ast::ExpressionKind;
using ast::StatementKind;

class TreePrinter {
public:
    std::string print(const ast::Body& body)
    {
        std::string out;
        if (!body.block_params.empty()) {
            std::string names = "BLOCK PARAMS: [ ";
            for (const auto& name : body.block_params)
                names += name + ' ';
            out += line(names + ']');
        }
        for (const auto& statement : body.statements)
            out += print(statement);
        return out;
    }

private:
    std::string line(const std::string& text) const
    {
        return std::string(static_cast<std::size_t>(padding_) * 2, ' ') + text + '\n';
    }

    std::string inner(const ast::Body& body)
    {
        ++padding_;
        std::string out = print(body);
        --padding_;
        return out;
    }

    std::string print(const ast::Statement& statement)
    {
        switch (statement.kind) {
        case StatementKind::content: return line("CONTENT[ '" + statement.text + "' ]");
        case StatementKind::comment: return line("{{! '" + statement.text + "' }}");
        case StatementKind::mustache: return line("{{ " + call(statement.call) + " }}");
        case StatementKind::decorator: return line("{{ DIRECTIVE " + call(statement.call) + " }}");
        case StatementKind::partial: return line("{{> PARTIAL:" + partial(statement.call) + " }}");
        case StatementKind::partial_block: {
            ++padding_;
            const std::string body = line("PROGRAM:").substr(2) + print(*statement.body);
            --padding_;
            return line("{{> PARTIAL BLOCK:" + partial(statement.call) + ' ' + body + " }}");
        }
        default: return block(statement);
        }
    }

    std::string block(const ast::Statement& statement)
    {
        const bool is_decorator = statement.kind == StatementKind::decorator_block;
        std::string out = line(is_decorator ? "DIRECTIVE BLOCK:" : "BLOCK:");
        ++padding_;
        out += line(call(statement.call));
        if (statement.body)
            out += line("PROGRAM:") + inner(*statement.body);
        if (statement.inverse)
            out += line("{{^}}") + inner(*statement.inverse);
        --padding_;
        return out;
    }

    static std::string partial(const ast::Call& called)
    {
        std::string out = called.callee.original();
        if (!called.arguments.empty())
            out += ' ' + expression(called.arguments[0]);
        return out + hash(called);
    }

    static std::string call(const ast::Call& called)
    {
        std::string out = expression(called.callee) + " [";
        for (const auto& argument : called.arguments)
            out += (&argument == &called.arguments[0] ? "" : ", ") + expression(argument);
        return out + ']' + hash(called);
    }

    static std::string hash(const ast::Call& called)
    {
        if (!called.has_hash)
            return {};
        std::string out = " HASH{";
        for (const auto& pair : called.hash)
            out += (&pair == &called.hash[0] ? "" : ", ") + pair.key + '=' + expression(pair.value);
        return out + '}';
    }

    static std::string expression(const Expression& e)
    {
        switch (e.kind) {
        case ExpressionKind::string: return '"' + e.text + '"';
        case ExpressionKind::number: return "NUMBER{" + e.original() + '}';
        case ExpressionKind::boolean: return "BOOLEAN{" + e.original() + '}';
        case ExpressionKind::undefined_word: return "UNDEFINED";
        case ExpressionKind::null_word: return "NULL";
        case ExpressionKind::call: return call(*e.call);
        case ExpressionKind::path: break;
        }
        std::string out = e.path.is_data ? "@PATH:" : "PATH:";
        for (const auto& segment : e.path.segments)
            out += (&segment == &e.path.segments[0] ? "" : "/") + segment;
        return out;
    }

    int padding_ = 0;
};

/// The tree as text, or "error: " and why there is none.
std::string tree(std::string_view source)
{
    Parser parser{source};
    ast::Body body = parser.parse();
    if (parser.error())
        return "error: " + parser.error()->message;
    strip_whitespace(body, Standalone::leaves_line);
    return TreePrinter{}.print(body);
}

} // namespace

TEST_CASE("an else-chain is a block inside the inverse")
{
    CHECK(tree("{{#foo}} bar {{else if bar}}{{else}} baz {{/foo}}") ==
          "BLOCK:\n  PATH:foo []\n  PROGRAM:\n    CONTENT[ ' bar ' ]\n  {{^}}\n    BLOCK:\n"
          "      PATH:if [PATH:bar]\n      PROGRAM:\n      {{^}}\n"
          "        CONTENT[ ' baz ' ]\n");
}

TEST_CASE("arguments come before named ones, which are words with an equals sign")
{
    CHECK(tree("{{a b.c @d (e 'f') g=1 [h i]=null}}") ==
          "{{ PATH:a [PATH:b/c, @PATH:d, PATH:e [\"f\"]] HASH{g=NUMBER{1}, h i=NULL} }}\n");
    CHECK(tree("{{a b=1 c}}").starts_with("error: "));
}

TEST_CASE("the parser builds the trees that Handlebars builds")
{
    const auto file = test::shared_data("suites/templates/handlebars/parser.json");
    if (!file)
        return test::skip("the parser suite");
    const auto cases = boost::json::parse(test::read_file(*file));
    for (const auto& test : cases.as_array()) {
        const std::string source{test.at("template").as_string()};
        const auto* const expected = test.as_object().if_contains("expected");
        const std::string told = tree(source);
        const bool is_right = expected != nullptr ? told == std::string_view{expected->as_string()}
                                                  : told.starts_with("error: ");
        CHECK_MESSAGE(is_right, source, "\n", told);
    }
}

} // namespace masthead::handlebars
