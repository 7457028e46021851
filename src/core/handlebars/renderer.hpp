#pragma once

#include "core/handlebars/engine.hpp"
#include "core/handlebars/frame.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::handlebars {

/// One render: walks the code of a program and its partials, and writes into one buffer. After the
/// first error every step returns at once. Used by one thread, once.
class Renderer {
public:
    Renderer(const Engine& engine, const RenderOptions& options);

    /// Draws a program as the outermost template of a page.
    void draw(const Program& program, const Value& context);

    /// The text drawn so far; the buffer is then empty again.
    std::string take_output();

    const std::optional<Error>& error() const { return error_; }

private:
    friend class HelperCall;

    enum class Escape : std::uint8_t { no, yes };
    struct BodyStart {
        const Value* context = nullptr;
        const DataFrame* data = nullptr;
        std::span<const Value> block_params = {};
        const ContextLink* outer_contexts = nullptr;
        const InlineScope* inlines = nullptr;
    };

    // renderer.cpp: bodies and statements
    void draw_body(const Code& code, std::int32_t body, const Frame* parent,
                   const BodyStart& start);
    void draw_block_body(const Frame& frame, std::int32_t body, const Value& context,
                         const BodyOptions& options);
    void draw_statement(const Frame& frame, const StatementRef& statement);
    void draw_block(const Frame& frame, const StatementRef& statement);
    void append(const Frame& frame, Position position, const Value& value, Escape escape);
    void append_text(const Frame& frame, Position position, std::string_view text);

    // renderer_values.cpp: expressions and calls
    const Value& evaluate(const Frame& frame, ExpressionRef expression, Value& scratch);
    const Value& evaluate_subexpression(const Frame& frame, const CallCode& call, Value& scratch);
    const Value& evaluate_call(const Frame& frame, const CallCode& call, const StatementRef* block,
                               Value& scratch);
    const Value& call_name(const Frame& frame, const CallCode& call, const StatementRef* block,
                           Value& scratch);
    const Value& call_missing(const Frame& frame, const CallCode& call, const StatementRef* block,
                              Value& scratch);
    const Value& call_helper(const Frame& frame, const CallCode& call, const StatementRef* block,
                             const Helper& helper, Value& scratch);
    void draw_missing_block(const Frame& frame, const CallCode& call, const StatementRef& block,
                            const Value& value);
    const Helper* find_helper(const CallCode& call) const;
    std::vector<Property> evaluate_hash(const Frame& frame, Range hash);
    bool count_made(const Frame& frame, Position position, const Value& value);

    // renderer_lookup.cpp
    const Value& look_up(const Frame& frame, const PathCode& path, Value& scratch);
    const Value& start_of(const Frame& frame, const PathCode& path, std::span<const Symbol>& rest,
                          Value& scratch);
    const Value& start_in_contexts(const Frame& frame, const PathCode& path,
                                   std::span<const Symbol>& rest, Value& scratch);
    const Value& start_in_data(const Frame& frame, const PathCode& path,
                               std::span<const Symbol>& rest);
    bool may_descend(const Frame& frame, const PathCode& path, const Value& parent, Symbol name,
                     bool is_last);

    // renderer_partials.cpp
    struct PartialTarget {
        const Program* program = nullptr;
        const InlineScope* scope = nullptr;
        std::int32_t inline_body = -1;
        const PartialBlock* block = nullptr;
        bool is_found() const { return program != nullptr || scope != nullptr || block != nullptr; }
    };
    void draw_partial(const Frame& frame, const PartialCode& partial);
    void call_partial(const Frame& frame, const PartialCode& partial, const PartialTarget& target,
                      const Value& context);
    void draw_named_partial(const Frame& frame, Position position, std::string_view name,
                            const Value& context, const DataFrame* data);
    PartialTarget find_partial(const Frame& frame, std::string_view name);
    bool find_inline(const Frame& frame, std::string_view name, PartialTarget& target);
    std::optional<std::string> partial_name(const Frame& frame, const PartialCode& partial);
    Value partial_context(const Frame& frame, const PartialCode& partial);
    void draw_target(const Frame& frame, Position position, const PartialTarget& target,
                     const BodyStart& start);
    void indent_from(const Frame& frame, Position position, std::size_t begin,
                     const std::string& indent);

    bool failed() const { return error_.has_value(); }
    void fail(const Frame& frame, Position position, std::string message);
    /// Work that grows with the data is paid for in steps; the next step notices.
    void charge(std::size_t steps) { steps_ += steps; }
    bool spend_step(const Frame& frame, Position position);

    const Engine& engine_;
    const RenderOptions& options_;
    const Helper* helper_missing_;
    const Helper* block_helper_missing_;
    std::string out_;
    std::string unindented_; // room for indent_from, kept between its calls
    std::optional<Error> error_;
    std::map<std::string, std::vector<std::string>, std::less<>> contents_;
    std::size_t made_bytes_ = 0;
    std::uint64_t iterations_ = 0;
    std::uint64_t steps_ = 0;
    int depth_ = 0;
    int partial_depth_ = 0;
};

} // namespace masthead::handlebars
