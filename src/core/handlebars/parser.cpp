#include "core/handlebars/parser.hpp"

#include "core/handlebars/limits.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace masthead::handlebars {

using ast::Expression;
using ast::ExpressionKind;
using ast::Statement;
using ast::StatementKind;

namespace {

/// `~` after the opening braces of one tag token and before the closing ones of another.
ast::Strip strip_of(const std::string& open, const std::string& close)
{
    return {.open = open.size() > 2 && open[2] == '~',
            .close = close.size() > 2 && close[close.size() - 3] == '~'};
}

/// `[a b]` without its brackets.
std::string without_brackets(const std::string& segment)
{
    const bool is_literal = segment.size() >= 2 && segment.front() == '[' &&
                            segment.back() == ']' &&
                            segment.find_first_of("\n\r") == std::string::npos;
    return is_literal ? segment.substr(1, segment.size() - 2) : segment;
}

/// The text of a comment without its braces and dashes.
std::string comment_text(std::string_view tag)
{
    tag.remove_prefix(2);
    if (tag.starts_with('~'))
        tag.remove_prefix(1);
    tag.remove_prefix(1);
    for (int dashes = 0; dashes < 2 && tag.starts_with('-'); ++dashes)
        tag.remove_prefix(1);
    tag.remove_suffix(std::min<std::size_t>(2, tag.size()));
    if (tag.ends_with('~'))
        tag.remove_suffix(1);
    for (int dashes = 0; dashes < 2 && tag.ends_with('-'); ++dashes)
        tag.remove_suffix(1);
    return std::string{tag};
}

} // namespace

ast::Body Parser::parse()
{
    ast::Body body;
    token_ = lexer_.next();
    following_ = lexer_.next();
    parse_statements(body);
    if (!error_ && !is(TokenKind::end))
        fail_unexpected();
    return body;
}

Token Parser::advance()
{
    Token current = std::move(token_);
    token_ = std::exchange(following_, lexer_.next());
    return current;
}

Token Parser::expect(TokenKind kind)
{
    if (error_)
        return {};
    if (is(kind))
        return advance();
    fail_unexpected();
    return {};
}

void Parser::fail(Position position, std::string message)
{
    if (!error_)
        error_ = SyntaxError{position, std::move(message)};
    // Nothing follows an error: the loops below see the end of the template.
    token_ = Token{.kind = TokenKind::end, .text = {}, .position = position};
}

void Parser::fail_unexpected()
{
    std::string message = "Parse error on line " + std::to_string(token_.position.line);
    message += is(TokenKind::end) ? ": unexpected end of template"
                                  : ": unexpected " + std::string{token_name(token_.kind)};
    constexpr std::size_t shown_bytes_max = 40;
    if (!is(TokenKind::end) && !token_.text.empty())
        message += " '" + token_.text.substr(0, shown_bytes_max) + "'";
    fail(token_.position, std::move(message));
}

bool Parser::enter()
{
    if (++depth_ <= limits::syntax_depth_max)
        return true;
    fail(token_.position,
         "nested more than " + std::to_string(limits::syntax_depth_max) + " levels deep");
    return false;
}

bool Parser::starts_statement() const
{
    switch (token_.kind) {
    case TokenKind::content:
    case TokenKind::comment:
    case TokenKind::open:
    case TokenKind::open_unescaped:
    case TokenKind::open_block:
    case TokenKind::open_inverse:
    case TokenKind::open_partial:
    case TokenKind::open_partial_block:
    case TokenKind::open_raw_block: return true;
    default: return false;
    }
}

void Parser::parse_statements(ast::Body& body)
{
    if (enter()) {
        while (!error_ && starts_statement())
            body.statements.push_back(parse_statement());
    }
    leave();
}

Statement Parser::parse_statement()
{
    switch (token_.kind) {
    case TokenKind::content: return parse_content();
    case TokenKind::comment: return parse_comment();
    case TokenKind::open_block: return parse_block();
    case TokenKind::open_inverse: return parse_inverted_block();
    case TokenKind::open_partial: return parse_partial();
    case TokenKind::open_partial_block: return parse_partial_block();
    case TokenKind::open_raw_block: return parse_raw_block();
    default: return parse_mustache();
    }
}

Statement Parser::parse_content()
{
    Statement statement;
    const Token token = advance();
    statement.position = token.position;
    statement.text = token.text;
    statement.original = token.text;
    return statement;
}

Statement Parser::parse_comment()
{
    Statement statement;
    const Token token = advance();
    statement.kind = StatementKind::comment;
    statement.position = token.position;
    statement.text = comment_text(token.text);
    statement.strip = strip_of(token.text, token.text);
    return statement;
}

Statement Parser::parse_mustache()
{
    Statement statement;
    const Token open = advance();
    statement.position = open.position;
    const bool is_decorator = open.text.ends_with('*');
    statement.kind = is_decorator ? StatementKind::decorator : StatementKind::mustache;
    statement.is_escaped = !open.text.ends_with('{') || open.text == "{{";
    statement.is_escaped = statement.is_escaped && !open.text.ends_with('&');
    statement.call.callee = parse_name();
    parse_call(statement.call);
    const bool is_unescaped = open.kind == TokenKind::open_unescaped;
    const Token close = expect(is_unescaped ? TokenKind::close_unescaped : TokenKind::close);
    statement.strip = strip_of(open.text, close.text);
    return statement;
}

Statement Parser::parse_partial()
{
    Statement statement;
    const Token open = advance();
    statement.kind = StatementKind::partial;
    statement.position = open.position;
    statement.call.callee = is(TokenKind::open_sexpr) ? parse_subexpression() : parse_name();
    parse_call(statement.call);
    const Token close = expect(TokenKind::close);
    statement.strip = strip_of(open.text, close.text);
    return statement;
}

Statement Parser::parse_partial_block()
{
    Statement statement = parse_partial();
    statement.kind = StatementKind::partial_block;
    statement.body = std::make_unique<ast::Body>();
    parse_statements(*statement.body);
    statement.close_strip = parse_close(statement.call.callee);
    return statement;
}

Statement Parser::parse_raw_block()
{
    Statement statement;
    statement.kind = StatementKind::raw_block;
    statement.position = advance().position;
    statement.call.callee = parse_name();
    parse_call(statement.call);
    expect(TokenKind::close_raw_block);
    statement.body = std::make_unique<ast::Body>();
    while (!error_ && is(TokenKind::content))
        statement.body->statements.push_back(parse_content());
    const Token close = expect(TokenKind::end_raw_block);
    const auto opened = statement.call.callee.original();
    if (!error_ && close.text != opened)
        fail(statement.call.callee.position, opened + " doesn't match " + close.text);
    return statement;
}

Statement Parser::parse_block()
{
    Statement statement;
    const Token open = advance();
    const bool is_decorator = open.text.ends_with('*');
    statement.kind = is_decorator ? StatementKind::decorator_block : StatementKind::block;
    statement.position = open.position;
    statement.call.callee = parse_name();
    parse_call(statement.call);
    statement.body = std::make_unique<ast::Body>();
    statement.body->block_params = parse_block_params();
    const Token close = expect(TokenKind::close);
    statement.strip = strip_of(open.text, close.text);
    parse_statements(*statement.body);
    const Position else_position = token_.position;
    Inverse inverse = parse_inverse_chain();
    if (is_decorator && inverse.body != nullptr)
        fail(else_position, "Unexpected inverse block on decorator");
    statement.close_strip = parse_close(statement.call.callee);
    attach_inverse(statement, std::move(inverse), &statement.close_strip);
    return statement;
}

/// `{{^name}} … {{/name}}`: the first body is drawn where the block's own would not be.
Statement Parser::parse_inverted_block()
{
    Statement statement;
    const Token open = advance();
    statement.kind = StatementKind::block;
    statement.position = open.position;
    statement.call.callee = parse_name();
    parse_call(statement.call);
    statement.body = std::make_unique<ast::Body>();
    statement.body->block_params = parse_block_params();
    const Token close = expect(TokenKind::close);
    statement.strip = strip_of(open.text, close.text);
    parse_statements(*statement.body);
    Inverse inverse = is(TokenKind::inverse) ? parse_plain_inverse() : Inverse{};
    statement.close_strip = parse_close(statement.call.callee);
    attach_inverse(statement, std::move(inverse), &statement.close_strip);
    std::swap(statement.body, statement.inverse);
    return statement;
}

Parser::Inverse Parser::parse_inverse_chain()
{
    if (error_)
        return {};
    if (is(TokenKind::open_inverse_chain))
        return parse_chained_block();
    return is(TokenKind::inverse) ? parse_plain_inverse() : Inverse{};
}

/// `{{else name …}}` and all that follows it: a block inside the inverse, without a closing tag.
Parser::Inverse Parser::parse_chained_block()
{
    Inverse inverse;
    inverse.is_chain = true;
    inverse.body = std::make_unique<ast::Body>();
    inverse.body->is_chained = true;
    const Token open = advance();
    if (enter()) {
        Statement block;
        block.kind = StatementKind::block;
        block.position = open.position;
        block.call.callee = parse_name();
        parse_call(block.call);
        block.body = std::make_unique<ast::Body>();
        block.body->block_params = parse_block_params();
        const Token close = expect(TokenKind::close);
        block.strip = strip_of(open.text, close.text);
        inverse.strip = block.strip;
        parse_statements(*block.body);
        Inverse rest = parse_inverse_chain();
        // A chained block ends where the next {{else}} begins, so it takes that tag's `~`. The
        // last one gets the closing tag's from the block above.
        block.close_strip = rest.strip;
        attach_inverse(block, std::move(rest), nullptr);
        inverse.body->statements.push_back(std::move(block));
    }
    leave();
    return inverse;
}

Parser::Inverse Parser::parse_plain_inverse()
{
    Inverse inverse;
    const Token token = advance();
    inverse.strip = strip_of(token.text, token.text);
    inverse.body = std::make_unique<ast::Body>();
    parse_statements(*inverse.body);
    return inverse;
}

void Parser::attach_inverse(Statement& block, Inverse inverse, const ast::Strip* close)
{
    if (inverse.body == nullptr)
        return;
    if (inverse.is_chain && !inverse.body->statements.empty())
        inverse.body->statements[0].close_strip = close != nullptr ? *close : inverse.strip;
    block.inverse_strip = inverse.strip;
    block.inverse = std::move(inverse.body);
}

ast::Strip Parser::parse_close(const Expression& opened)
{
    const Token open = expect(TokenKind::open_endblock);
    const Expression name = parse_name();
    const Token close = expect(TokenKind::close);
    if (!error_ && !opened.same_original(name))
        fail(opened.position, opened.original() + " doesn't match " + name.original());
    return strip_of(open.text, close.text);
}

/// Arguments, then `key=value` pairs, after a name.
void Parser::parse_call(ast::Call& call)
{
    const auto is_pair = [this] {
        return is(TokenKind::id) && following_.kind == TokenKind::equals;
    };
    const auto starts_parameter = [this] {
        switch (token_.kind) {
        case TokenKind::id:
        case TokenKind::data:
        case TokenKind::string:
        case TokenKind::number:
        case TokenKind::boolean:
        case TokenKind::undefined_word:
        case TokenKind::null_word:
        case TokenKind::open_sexpr: return true;
        default: return false;
        }
    };
    while (!error_ && starts_parameter() && !is_pair())
        call.arguments.push_back(parse_parameter());
    while (!error_ && is_pair()) {
        std::string key = without_brackets(advance().text);
        advance();
        call.has_hash = true;
        call.hash.push_back({std::move(key), parse_parameter()});
    }
    if (call.arguments.size() + call.hash.size() > limits::call_arguments_max)
        fail(call.callee.position,
             "more than " + std::to_string(limits::call_arguments_max) + " arguments");
}

Expression Parser::parse_parameter()
{
    return is(TokenKind::open_sexpr) ? parse_subexpression() : parse_name();
}

Expression Parser::parse_name()
{
    Expression expression;
    expression.position = token_.position;
    switch (token_.kind) {
    case TokenKind::id: return parse_path(false);
    case TokenKind::data: return parse_path(true);
    case TokenKind::string:
        expression.kind = ExpressionKind::string;
        expression.text = advance().text;
        break;
    case TokenKind::number: {
        expression.kind = ExpressionKind::number;
        const Token token = advance();
        std::from_chars(token.text.data(), token.text.data() + token.text.size(),
                        expression.number);
        break;
    }
    case TokenKind::boolean:
        expression.kind = ExpressionKind::boolean;
        expression.boolean = advance().text == "true";
        break;
    case TokenKind::undefined_word: advance(); break;
    case TokenKind::null_word:
        expression.kind = ExpressionKind::null_word;
        advance();
        break;
    default:
        if (!error_)
            fail_unexpected();
    }
    return expression;
}

Expression Parser::parse_subexpression()
{
    Expression expression;
    expression.kind = ExpressionKind::call;
    expression.position = token_.position;
    expression.call = std::make_unique<ast::Call>();
    advance();
    if (enter()) {
        expression.call->callee = parse_name();
        parse_call(*expression.call);
        expect(TokenKind::close_sexpr);
    }
    leave();
    return expression;
}

Expression Parser::parse_path(bool is_data)
{
    Expression expression;
    expression.kind = ExpressionKind::path;
    expression.position = token_.position;
    expression.path.is_data = is_data;
    if (is_data) {
        advance();
        expression.path.original = "@";
    }
    std::string separator;
    while (!error_) {
        const Token token = expect(TokenKind::id);
        if (!error_)
            add_segment(expression.path, token, separator, expression.position);
        if (error_ || !is(TokenKind::separator))
            break;
        separator = advance().text;
    }
    return expression;
}

void Parser::add_segment(ast::Path& path, const Token& token, std::string_view separator,
                         Position start)
{
    std::string segment = without_brackets(token.text);
    const bool is_literal = segment != token.text;
    path.original.append(separator).append(segment);
    if (is_literal || (segment != ".." && segment != "." && segment != "this"))
        path.segments.push_back(std::move(segment));
    else if (!path.segments.empty())
        fail(start, "Invalid path: " + path.original);
    else if (segment == "..")
        ++path.depth;
    if (path.segments.size() + static_cast<std::size_t>(path.depth) > limits::path_segments_max)
        fail(start,
             "a path of more than " + std::to_string(limits::path_segments_max) + " segments");
}

std::vector<std::string> Parser::parse_block_params()
{
    std::vector<std::string> names;
    if (!is(TokenKind::open_block_params))
        return names;
    advance();
    do {
        names.push_back(without_brackets(expect(TokenKind::id).text));
    } while (!error_ && is(TokenKind::id) && names.size() <= limits::call_arguments_max);
    expect(TokenKind::close_block_params);
    return names;
}

} // namespace masthead::handlebars
