#pragma once

#include "core/handlebars/ast.hpp"
#include "core/handlebars/code.hpp"
#include "core/handlebars/parser.hpp"

#include <optional>

namespace masthead::handlebars {

/// Turns a syntax tree into code: decides what is a helper, what a value, what a block parameter,
/// and interns every name. Adds to `code`, whose options are set.
class Compiler {
public:
    explicit Compiler(Code& code) : code_(code) {}

    void compile(const ast::Body& root) { compile_body(root); }
    const std::optional<SyntaxError>& error() const { return error_; }

private:
    std::int32_t compile_body(const ast::Body& body);
    void compile_statement(const ast::Statement& statement, std::vector<StatementRef>& statements,
                           std::vector<InlineCode>& inlines);
    StatementRef compile_block(const ast::Statement& block);
    StatementRef compile_partial(const ast::Statement& statement);
    InlineCode compile_inline(const ast::Statement& statement);
    void note_comment(const std::string& text);

    enum class Role : std::uint8_t { statement, subexpression };
    std::uint32_t compile_call(const ast::Call& call, Position position, Role role);
    CallKind classify(const ast::Path& callee, const ast::Call& call, Role role) const;
    ExpressionRef compile_expression(const ast::Expression& expression);
    std::uint32_t compile_path(const ast::Path& path, Position position, PathMode mode);
    ExpressionRef add_literal(Value value);
    Range compile_arguments(const std::vector<ast::Expression>& arguments);
    Range compile_hash(const std::vector<ast::HashPair>& pairs);
    PathMode mode_of_callee(CallKind kind) const;
    PathMode mode_of_value() const;
    bool is_known_helper(const std::string& name) const;
    bool find_block_param(const std::string& name, PathCode& path) const;
    void fail(Position position, std::string message);

    Code& code_;
    std::vector<const std::vector<std::string>*> block_params_; // innermost body last
    std::optional<SyntaxError> error_;
};

} // namespace masthead::handlebars
