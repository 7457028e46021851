#pragma once

#include "core/handlebars/program.hpp"
#include "core/handlebars/value.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// The compiled form of a template: flat tables that refer to each other by index, written once by
/// the compiler and only read by the renderer.
namespace masthead::handlebars {

/// A run of entries in one of the tables.
struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

enum class ExpressionCode : std::uint8_t { literal, path, call };

/// Anything with a value: `index` into literals, paths or calls.
struct ExpressionRef {
    ExpressionCode code = ExpressionCode::literal;
    std::uint32_t index = 0;
};

enum class PathStart : std::uint8_t { context, data, block_param };

/// What an absent name on the way means.
enum class PathMode : std::uint8_t {
    lenient,        ///< the path is as null as its first null part
    stop_at_falsy,  ///< the path is its first falsy part
    parts_required, ///< only the last segment may be absent
    all_required    ///< strict: none may
};

/// A lookup. `depth` counts contexts (`../`), data frames (`@../`) or, for a block parameter,
/// bodies outward; then `param` is its place in that body's `as |…|`.
struct PathCode {
    PathStart start = PathStart::context;
    PathMode mode = PathMode::lenient;
    bool searches_parents = false; ///< compat: the first segment is looked up in all contexts
    std::uint16_t depth = 0;
    std::uint16_t param = 0;
    Range segments;
    Position position;
};

enum class CallKind : std::uint8_t {
    value,     ///< surely a value: `a.b`, `this`, a block parameter
    ambiguous, ///< one bare name: a helper where there is one, else a value
    helper     ///< surely a call: it has arguments, or is a subexpression or built in
};

/// A name with its arguments: of a tag, a block or a subexpression.
struct CallCode {
    CallKind kind = CallKind::value;
    bool is_simple = false; ///< the name may be a helper's
    bool is_known = false;  ///< built in, or declared known: never looked up in the context
    bool is_strict = false;
    Symbol name = Symbol::of_index(0);
    std::string original;
    std::uint32_t path = 0; ///< the name as a lookup
    Range arguments = {};   ///< expressions
    Range hash;             ///< hash entries
    Position position;
};

/// `name=value` of a call or partial.
struct HashCode {
    Symbol name;
    ExpressionRef value;
};

enum class StatementCode : std::uint8_t { content, escaped, raw, block, partial };

/// `index`: content table, calls, or partials. Bodies are -1 where absent.
struct StatementRef {
    StatementCode code = StatementCode::content;
    std::uint32_t index = 0;
    std::int32_t body = -1;
    std::int32_t inverse = -1;
};

/// `{{> name}}` or `{{#> name}}`.
struct PartialCode {
    bool is_dynamic = false;
    std::string name;       ///< where not dynamic
    ExpressionRef computed; ///< where dynamic
    bool has_context = false;
    bool has_no_context = false; ///< explicit_partial_context, and none given
    ExpressionRef context;
    bool has_hash = false;
    Range hash;
    std::string indent;
    std::int32_t body = -1; ///< the fallback, and what {{> @partial-block}} draws
    Position position;
};

/// `{{#*inline "name"}}`.
struct InlineCode {
    ExpressionRef name;
    std::int32_t body = -1;
    Position position;
};

/// The statements between two tags, and the inline partials declared there.
struct BodyCode {
    Range statements;
    Range inlines;
    std::uint16_t block_params = 0;
};

/// A whole template. Body 0 is its outermost.
struct Code {
    std::string file;
    std::string layout;
    std::vector<std::string> partial_names;
    CompileOptions options;

    std::vector<std::string> contents;
    std::vector<Value> literals;
    std::vector<Symbol> segments;
    std::vector<PathCode> paths;
    std::vector<CallCode> calls;
    std::vector<ExpressionRef> arguments;
    std::vector<HashCode> hashes;
    std::vector<PartialCode> partials;
    std::vector<InlineCode> inlines;
    std::vector<StatementRef> statements;
    std::vector<BodyCode> bodies;
};

} // namespace masthead::handlebars
