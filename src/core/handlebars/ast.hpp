#pragma once

#include "core/handlebars/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// The syntax tree of a template, as Handlebars 4.7 builds it. It lives only while a template is
/// compiled, and is never deeper than limits::syntax_depth_max.
namespace masthead::handlebars::ast {

/// `a.b`, `../a/b`, `@a`, `this`, `[a b].c`. `original` is the path as written, without brackets.
struct Path {
    bool is_data = false;
    int depth = 0; ///< how many `../`
    std::vector<std::string> segments;
    std::string original;

    /// Written so that it can only mean a property: `this.a`, `./a`.
    bool is_scoped() const;
    /// One name that may be a helper's.
    bool is_simple() const { return segments.size() == 1 && depth == 0 && !is_scoped(); }
};

struct Call;

enum class ExpressionKind : std::uint8_t {
    path,
    string,
    number,
    boolean,
    undefined_word,
    null_word,
    call
};

/// Anything that has a value.
struct Expression {
    ExpressionKind kind = ExpressionKind::undefined_word;
    Position position;
    Path path;
    std::string text; ///< of a string
    double number = 0;
    bool boolean = false;
    std::unique_ptr<Call> call; ///< of a subexpression

    /// As messages and partial names print it.
    std::string original() const;
    bool same_original(const Expression& other) const;
};

/// `key=value`.
struct HashPair {
    std::string key;
    Expression value;
};

/// A callee with arguments: `name a b c=d`.
struct Call {
    Expression callee;
    std::vector<Expression> arguments;
    std::vector<HashPair> hash;
    bool has_hash = false;
};

/// Where `~` stood.
struct Strip {
    bool open = false;
    bool close = false;
};

enum class StatementKind : std::uint8_t {
    content,
    comment,
    mustache,
    block,
    raw_block,
    partial,
    partial_block,
    decorator,
    decorator_block
};

struct Statement;

/// The statements of a body, with its `as |a b|`.
struct Body {
    std::vector<Statement> statements;
    std::vector<std::string> block_params;
    bool is_chained = false; ///< holds only the block of an `{{else if}}`
};

/// One statement; which members count depends on `kind`.
struct Statement {
    StatementKind kind = StatementKind::content;
    Position position;

    std::string text;     ///< content (white space stripped), comment
    std::string original; ///< content as written
    bool is_left_stripped = false;
    bool is_right_stripped = false;

    Call call;              ///< callee is the name of a partial
    bool is_escaped = true; ///< mustache
    std::string indent;     ///< of a partial alone on its line

    Strip strip; ///< mustache, comment, partial; of blocks the opening tag's
    Strip inverse_strip;
    Strip close_strip;
    std::unique_ptr<Body> body;
    std::unique_ptr<Body> inverse;
};

} // namespace masthead::handlebars::ast
