#pragma once

#include "core/handlebars/ast.hpp"
#include "core/handlebars/lexer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace masthead::handlebars {

/// What was wrong, and where.
struct SyntaxError {
    Position position;
    std::string message;
};

/// Builds the tree of a template by recursive descent. The first error ends it: every step then
/// returns at once, so nothing after the error is looked at.
class Parser {
public:
    explicit Parser(std::string_view source) : lexer_(source) {}

    /// The whole template; meaningless once `error()` is set.
    ast::Body parse();
    const std::optional<SyntaxError>& error() const { return error_; }

private:
    void parse_statements(ast::Body& body);
    bool starts_statement() const;
    ast::Statement parse_statement();
    ast::Statement parse_content();
    ast::Statement parse_comment();
    ast::Statement parse_mustache();
    ast::Statement parse_partial();
    ast::Statement parse_partial_block();
    ast::Statement parse_raw_block();
    ast::Statement parse_block();
    ast::Statement parse_inverted_block();
    struct Inverse {
        std::unique_ptr<ast::Body> body;
        ast::Strip strip;
        bool is_chain = false;
    };
    Inverse parse_inverse_chain();
    Inverse parse_chained_block();
    Inverse parse_plain_inverse();
    void attach_inverse(ast::Statement& block, Inverse inverse, const ast::Strip* close);
    ast::Strip parse_close(const ast::Expression& opened);

    void parse_call(ast::Call& call);
    ast::Expression parse_parameter();
    ast::Expression parse_name();
    ast::Expression parse_subexpression();
    ast::Expression parse_path(bool is_data);
    void add_segment(ast::Path& path, const Token& token, std::string_view separator,
                     Position start);
    std::vector<std::string> parse_block_params();

    bool is(TokenKind kind) const { return token_.kind == kind; }
    Token advance();
    Token expect(TokenKind kind);
    void fail(Position position, std::string message);
    void fail_unexpected();
    bool enter();
    void leave() { --depth_; }

    Lexer lexer_;
    Token token_;
    Token following_;
    int depth_ = 0;
    std::optional<SyntaxError> error_;
};

} // namespace masthead::handlebars
