#include "core/handlebars/compiler.hpp"

#include "core/handlebars/limits.hpp"
#include "core/handlebars/parser.hpp"
#include "core/handlebars/whitespace.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace masthead::handlebars {

using ast::ExpressionKind;
using ast::StatementKind;

namespace {

/// A literal in the place of a name is a name: `{{12}}` looks up the property "12".
ast::Path callee_path(const ast::Expression& callee)
{
    if (callee.kind == ExpressionKind::path)
        return callee.path;
    ast::Path path;
    path.original = callee.original();
    path.segments.push_back(path.original);
    return path;
}

/// `< name` of `{{!< name}}`, empty for any other comment.
std::string layout_in(std::string_view comment)
{
    constexpr std::string_view blanks = " \t\r\n";
    constexpr std::string_view name_bytes =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/";
    if (!comment.starts_with('<'))
        return {};
    comment.remove_prefix(1);
    const auto begin = comment.find_first_not_of(blanks);
    if (begin == 0 || begin == std::string_view::npos)
        return {};
    comment.remove_prefix(begin);
    const auto end = std::min(comment.find_first_not_of(name_bytes), comment.size());
    const bool is_alone = comment.find_first_not_of(blanks, end) == std::string_view::npos;
    return is_alone ? std::string{comment.substr(0, end)} : std::string{};
}

Value number_literal(double number)
{
    constexpr double exact_max = 9'007'199'254'740'992.0;
    const bool is_minus_zero = number == 0 && std::signbit(number);
    if (std::trunc(number) == number && std::abs(number) < exact_max && !is_minus_zero)
        return static_cast<std::int64_t>(number);
    return number;
}

} // namespace

void Compiler::fail(Position position, std::string message)
{
    if (!error_)
        error_ = SyntaxError{position, std::move(message)};
}

std::int32_t Compiler::compile_body(const ast::Body& body)
{
    const auto index = code_.bodies.size();
    code_.bodies.emplace_back();
    block_params_.push_back(&body.block_params);
    std::vector<StatementRef> statements;
    std::vector<InlineCode> inlines;
    for (const auto& statement : body.statements)
        compile_statement(statement, statements, inlines);
    block_params_.pop_back();

    BodyCode& code = code_.bodies[index];
    code.block_params = static_cast<std::uint16_t>(body.block_params.size());
    code.statements = {static_cast<std::uint32_t>(code_.statements.size()),
                       static_cast<std::uint32_t>(statements.size())};
    code_.statements.insert(code_.statements.end(), statements.begin(), statements.end());
    code.inlines = {static_cast<std::uint32_t>(code_.inlines.size()),
                    static_cast<std::uint32_t>(inlines.size())};
    code_.inlines.insert(code_.inlines.end(), inlines.begin(), inlines.end());
    return static_cast<std::int32_t>(index);
}

void Compiler::compile_statement(const ast::Statement& statement,
                                 std::vector<StatementRef>& statements,
                                 std::vector<InlineCode>& inlines)
{
    switch (statement.kind) {
    case StatementKind::content:
        if (!statement.text.empty()) {
            statements.push_back({.code = StatementCode::content,
                                  .index = static_cast<std::uint32_t>(code_.contents.size())});
            code_.contents.push_back(statement.text);
        }
        return;
    case StatementKind::comment: note_comment(statement.text); return;
    case StatementKind::mustache: {
        const bool is_escaped = statement.is_escaped && !code_.options.no_escape;
        statements.push_back(
            {.code = is_escaped ? StatementCode::escaped : StatementCode::raw,
             .index = compile_call(statement.call, statement.position, Role::statement)});
        return;
    }
    case StatementKind::block:
    case StatementKind::raw_block: statements.push_back(compile_block(statement)); return;
    case StatementKind::partial:
        if (code_.options.prevent_indent && !statement.indent.empty()) {
            statements.push_back({.code = StatementCode::content,
                                  .index = static_cast<std::uint32_t>(code_.contents.size())});
            code_.contents.push_back(statement.indent);
        }
        [[fallthrough]];
    case StatementKind::partial_block: statements.push_back(compile_partial(statement)); return;
    case StatementKind::decorator:
    case StatementKind::decorator_block: inlines.push_back(compile_inline(statement)); return;
    }
}

void Compiler::note_comment(const std::string& text)
{
    if (code_.layout.empty())
        code_.layout = layout_in(text);
}

StatementRef Compiler::compile_block(const ast::Statement& block)
{
    StatementRef ref{.code = StatementCode::block};
    if (block.body)
        ref.body = compile_body(*block.body);
    if (block.inverse)
        ref.inverse = compile_body(*block.inverse);
    ref.index = compile_call(block.call, block.position, Role::statement);
    return ref;
}

StatementRef Compiler::compile_partial(const ast::Statement& statement)
{
    PartialCode partial;
    partial.position = statement.position;
    if (statement.body)
        partial.body = compile_body(*statement.body);
    const auto& call = statement.call;
    if (call.arguments.size() > 1)
        fail(statement.position,
             "Unsupported number of partial arguments: " + std::to_string(call.arguments.size()));
    partial.is_dynamic = call.callee.kind == ExpressionKind::call;
    if (partial.is_dynamic) {
        partial.computed = compile_expression(call.callee);
    } else {
        partial.name = call.callee.original();
        if (!statement.body && partial.name != "@partial-block")
            code_.partial_names.push_back(partial.name);
    }
    partial.has_context = !call.arguments.empty();
    partial.has_no_context = call.arguments.empty() && code_.options.explicit_partial_context;
    if (partial.has_context)
        partial.context = compile_expression(call.arguments[0]);
    partial.has_hash = call.has_hash;
    partial.hash = compile_hash(call.hash);
    if (!code_.options.prevent_indent)
        partial.indent = statement.indent;
    code_.partials.push_back(std::move(partial));
    return {.code = StatementCode::partial,
            .index = static_cast<std::uint32_t>(code_.partials.size() - 1)};
}

InlineCode Compiler::compile_inline(const ast::Statement& statement)
{
    InlineCode code;
    code.position = statement.position;
    const auto name = statement.call.callee.original();
    if (name != "inline")
        fail(statement.position, "Missing decorator: \"" + name + "\"");
    else if (statement.call.arguments.empty())
        fail(statement.position, "an inline partial needs a name");
    else
        code.name = compile_expression(statement.call.arguments[0]);
    code.body = statement.body ? compile_body(*statement.body) : compile_body({});
    return code;
}

bool Compiler::is_known_helper(const std::string& name) const
{
    static constexpr std::array<std::string_view, 8> built_in{
        "helperMissing", "blockHelperMissing", "each", "if", "unless", "with", "log", "lookup"};
    return std::ranges::find(built_in, name) != built_in.end() ||
           std::ranges::find(code_.options.known_helpers, name) !=
               code_.options.known_helpers.end();
}

CallKind Compiler::classify(const ast::Path& callee, const ast::Call& call, Role role) const
{
    PathCode unused;
    const bool is_simple = callee.is_simple();
    if (is_simple && find_block_param(callee.segments[0], unused))
        return CallKind::value;
    if (role == Role::subexpression || !call.arguments.empty() || call.has_hash)
        return CallKind::helper;
    if (!is_simple)
        return CallKind::value;
    if (is_known_helper(callee.segments[0]))
        return CallKind::helper;
    return code_.options.known_helpers_only ? CallKind::value : CallKind::ambiguous;
}

PathMode Compiler::mode_of_callee(CallKind kind) const
{
    if (code_.options.strict)
        return PathMode::all_required;
    if (code_.options.assume_objects)
        return PathMode::parts_required;
    return kind == CallKind::helper ? PathMode::stop_at_falsy : PathMode::lenient;
}

PathMode Compiler::mode_of_value() const
{
    const bool required = code_.options.strict || code_.options.assume_objects;
    return required ? PathMode::parts_required : PathMode::lenient;
}

std::uint32_t Compiler::compile_call(const ast::Call& call, Position position, Role role)
{
    const ast::Path callee = callee_path(call.callee);
    CallCode code;
    code.kind = classify(callee, call, role);
    code.is_simple = callee.is_simple();
    code.is_strict = code_.options.strict;
    code.original = callee.original;
    code.position = position;
    if (!callee.segments.empty()) {
        code.name = callee.segments[0];
        code.is_known = code.kind == CallKind::helper && is_known_helper(callee.segments[0]);
    }
    if (code.kind == CallKind::helper && !code.is_known && code_.options.known_helpers_only)
        fail(position,
             "You specified knownHelpersOnly, but used the unknown helper " + callee.original);
    code.path = compile_path(callee, call.callee.position, mode_of_callee(code.kind));
    code.arguments = compile_arguments(call.arguments);
    code.hash = compile_hash(call.hash);
    code_.calls.push_back(std::move(code));
    return static_cast<std::uint32_t>(code_.calls.size() - 1);
}

Range Compiler::compile_arguments(const std::vector<ast::Expression>& arguments)
{
    std::vector<ExpressionRef> refs;
    refs.reserve(arguments.size());
    for (const auto& argument : arguments)
        refs.push_back(compile_expression(argument));
    const Range range{static_cast<std::uint32_t>(code_.arguments.size()),
                      static_cast<std::uint32_t>(refs.size())};
    code_.arguments.insert(code_.arguments.end(), refs.begin(), refs.end());
    return range;
}

/// Handlebars builds the object from the last pair to the first: that is the order in which `each`
/// meets them (numbers first, as always), and the first of two equal names wins.
Range Compiler::compile_hash(const std::vector<ast::HashPair>& pairs)
{
    std::vector<HashCode> entries;
    for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
        const HashCode entry{pair->key, compile_expression(pair->value)};
        const auto known = std::ranges::find(entries, entry.name, &HashCode::name);
        if (known != entries.end())
            known->value = entry.value;
        else
            entries.push_back(entry);
    }
    // `a=undefined` gives no `a` at all.
    std::erase_if(entries, [this](const HashCode& entry) {
        return entry.value.code == ExpressionCode::literal &&
               code_.literals[entry.value.index].is(Kind::undefined);
    });
    std::ranges::stable_sort(entries, {}, [](const HashCode& entry) {
        return entry.name.is_index() ? std::int64_t{entry.name.index()} : INT64_MAX;
    });
    const Range range{static_cast<std::uint32_t>(code_.hashes.size()),
                      static_cast<std::uint32_t>(entries.size())};
    code_.hashes.insert(code_.hashes.end(), entries.begin(), entries.end());
    return range;
}

ExpressionRef Compiler::add_literal(Value value)
{
    code_.literals.push_back(std::move(value));
    return {ExpressionCode::literal, static_cast<std::uint32_t>(code_.literals.size() - 1)};
}

ExpressionRef Compiler::compile_expression(const ast::Expression& expression)
{
    switch (expression.kind) {
    case ExpressionKind::string: return add_literal(expression.text);
    case ExpressionKind::number: return add_literal(number_literal(expression.number));
    case ExpressionKind::boolean: return add_literal(expression.boolean);
    case ExpressionKind::undefined_word: return add_literal(undefined);
    case ExpressionKind::null_word: return add_literal(nullptr);
    case ExpressionKind::path:
        return {ExpressionCode::path,
                compile_path(expression.path, expression.position, mode_of_value())};
    case ExpressionKind::call: break;
    }
    return {ExpressionCode::call,
            compile_call(*expression.call, expression.position, Role::subexpression)};
}

bool Compiler::find_block_param(const std::string& name, PathCode& path) const
{
    for (std::size_t depth = 0; depth < block_params_.size(); ++depth) {
        const auto& names = *block_params_[block_params_.size() - 1 - depth];
        const auto found = std::ranges::find(names, name);
        if (found == names.end())
            continue;
        path.start = PathStart::block_param;
        path.depth = static_cast<std::uint16_t>(depth);
        path.param = static_cast<std::uint16_t>(found - names.begin());
        return true;
    }
    return false;
}

std::uint32_t Compiler::compile_path(const ast::Path& path, Position position, PathMode mode)
{
    PathCode code;
    code.mode = mode;
    code.position = position;
    code.depth = static_cast<std::uint16_t>(path.depth);
    std::size_t first = 0;
    // An empty first name, `{{""}}` or `{{[]}}`, means the context itself, whatever follows.
    const bool is_context = path.segments.empty() || path.segments[0].empty();
    const bool is_scoped = path.is_scoped();
    const bool is_param =
        path.depth == 0 && !is_scoped && !is_context && find_block_param(path.segments[0], code);
    if (is_param) {
        first = 1;
        if (mode != PathMode::lenient && mode != PathMode::stop_at_falsy)
            code.mode = PathMode::parts_required;
        else
            code.mode = PathMode::lenient;
    } else if (is_context) {
        first = path.segments.size();
    } else if (path.is_data) {
        code.start = PathStart::data;
        if (mode == PathMode::lenient)
            code.mode = PathMode::stop_at_falsy;
    } else {
        code.searches_parents = code_.options.compat && !is_scoped && path.depth == 0;
    }
    code.segments = {static_cast<std::uint32_t>(code_.segments.size()),
                     static_cast<std::uint32_t>(path.segments.size() - first)};
    for (std::size_t i = first; i < path.segments.size(); ++i)
        code_.segments.emplace_back(path.segments[i]);
    code_.paths.push_back(code);
    return static_cast<std::uint32_t>(code_.paths.size() - 1);
}

Outcome<Program> compile(std::string_view source, std::string file, const CompileOptions& options)
{
    if (source.size() > limits::template_bytes_max)
        return Error{std::move(file),
                     {},
                     "longer than " + std::to_string(limits::template_bytes_max) + " bytes"};
    Parser parser{source};
    ast::Body root = parser.parse();
    if (parser.error())
        return Error{std::move(file), parser.error()->position, parser.error()->message};
    strip_whitespace(root,
                     options.ignore_standalone ? Standalone::keeps_line : Standalone::leaves_line);
    auto code = std::make_shared<Code>();
    code->file = std::move(file);
    code->options = options;
    Compiler compiler{*code};
    compiler.compile(root);
    if (compiler.error())
        return Error{code->file, compiler.error()->position, compiler.error()->message};
    return Program{std::move(code)};
}

const std::string& Program::file() const
{
    return code_->file;
}

const std::string& Program::layout() const
{
    return code_->layout;
}

const std::vector<std::string>& Program::partials() const
{
    return code_->partial_names;
}

} // namespace masthead::handlebars
