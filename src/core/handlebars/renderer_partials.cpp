#include "core/handlebars/renderer.hpp"

#include <algorithm>

namespace masthead::handlebars {

void Renderer::draw_partial(const Frame& frame, const PartialCode& partial)
{
    if (!spend_step(frame, partial.position))
        return;
    const auto name = partial_name(frame, partial);
    if (!name)
        return;
    PartialTarget target = find_partial(frame, *name);
    if (!target.is_found() && !partial.is_dynamic && *name == "@partial-block" &&
        frame.data != nullptr)
        target.block = frame.data->partial_block_;
    if (!target.is_found() && partial.body < 0)
        return fail(frame, partial.position, "The partial " + *name + " could not be found");
    const Value context = partial_context(frame, partial);
    if (failed())
        return;
    const auto begin = out_.size();
    call_partial(frame, partial, target, context);
    indent_from(frame, partial.position, begin, partial.indent);
}

void Renderer::call_partial(const Frame& frame, const PartialCode& partial,
                            const PartialTarget& target, const Value& context)
{
    BodyStart start{.context = &context.forced(), .data = frame.data, .inlines = frame.inlines};
    if (partial.body < 0)
        return draw_target(frame, partial.position, target, start);

    // Inside the partial, {{> @partial-block}} draws this call's body, and the inline partials
    // declared in that body may be called. `declaring` stands in for the body, which is not drawn.
    const PartialBlock block{&frame, partial.body,
                             frame.data != nullptr ? frame.data->partial_block_ : nullptr};
    DataFrame data{frame.data};
    data.partial_block_ = &block;
    Frame declaring = frame;
    declaring.parent = &frame;
    declaring.block_params = {};
    declaring.outer_contexts = frame.contexts;
    const auto& body = frame.code->bodies[static_cast<std::size_t>(partial.body)];
    const InlineScope scope{frame.inlines, &declaring, body.inlines};
    start.data = &data;
    if (body.inlines.count != 0)
        start.inlines = &scope;
    if (target.is_found())
        return draw_target(frame, partial.position, target, start);
    PartialTarget fallback;
    fallback.block = &block;
    draw_target(frame, partial.position, fallback, start);
}

void Renderer::draw_named_partial(const Frame& frame, Position position, std::string_view name,
                                  const Value& context, const DataFrame* data)
{
    if (!spend_step(frame, position))
        return;
    const PartialTarget target = find_partial(frame, name);
    if (!target.is_found())
        return fail(frame, position, "The partial " + std::string{name} + " could not be found");
    draw_target(frame, position, target,
                {.context = &context.forced(),
                 .data = data != nullptr ? data : frame.data,
                 .inlines = frame.inlines});
}

/// The name as written, or what its subexpression yields; none after an error.
std::optional<std::string> Renderer::partial_name(const Frame& frame, const PartialCode& partial)
{
    if (!partial.is_dynamic)
        return partial.name;
    Value scratch;
    const Value& computed = evaluate(frame, partial.computed, scratch);
    if (failed())
        return std::nullopt;
    if (computed.is_truthy())
        return computed.to_string();
    fail(frame, partial.position, "The partial undefined could not be found");
    return std::nullopt;
}

Renderer::PartialTarget Renderer::find_partial(const Frame& frame, std::string_view name)
{
    PartialTarget target;
    if (find_inline(frame, name, target))
        return target;
    if (options_.partial_resolver)
        target.program = options_.partial_resolver(name);
    if (target.program == nullptr)
        target.program = engine_.find_partial(name);
    return target;
}

bool Renderer::find_inline(const Frame& frame, std::string_view name, PartialTarget& target)
{
    for (const auto* scope = frame.inlines; scope != nullptr; scope = scope->outer) {
        const Code& code = *scope->frame->code;
        charge(scope->inlines.count);
        // From the last one on: a later declaration replaces an earlier one of the same name.
        for (std::uint32_t i = scope->inlines.count; i-- > 0;) {
            const InlineCode& candidate = code.inlines[scope->inlines.first + i];
            const Frame* const where = scope->frame->parent;
            Value scratch;
            const bool is_literal = candidate.name.code == ExpressionCode::literal;
            if (!is_literal && where == nullptr)
                continue;
            const Value& declared = is_literal ? code.literals[candidate.name.index]
                                               : evaluate(*where, candidate.name, scratch);
            const bool is_named =
                declared.is_text() ? declared.text() == name : declared.to_string() == name;
            if (!is_named)
                continue;
            target.scope = scope;
            target.inline_body = candidate.body;
            return true;
        }
    }
    return false;
}

/// The context that a partial is drawn with; with hash arguments a new object that has them too.
Value Renderer::partial_context(const Frame& frame, const PartialCode& partial)
{
    Value scratch;
    const Value& given = partial.has_no_context ? undefined
                         : partial.has_context  ? evaluate(frame, partial.context, scratch)
                                                : *frame.context;
    if (!partial.has_hash || failed())
        return given;
    Object merged;
    if (const Object* const object = given.object()) {
        merged = *object;
    } else if (given.is(Kind::array)) {
        merged.reserve(given.items().size() + partial.hash.count);
        for (std::size_t i = 0; i < given.items().size(); ++i)
            merged.append(Symbol::of_index(static_cast<std::uint32_t>(i)), given.at(i));
    }
    constexpr std::size_t properties_per_step = 4;
    charge(merged.size() * (partial.hash.count + 1) / properties_per_step);
    for (auto& property : evaluate_hash(frame, partial.hash))
        merged.set(property.name, std::move(property.value));
    return merged;
}

void Renderer::draw_target(const Frame& frame, Position position, const PartialTarget& target,
                           const BodyStart& start)
{
    if (partial_depth_ >= options_.limits.partial_depth_max)
        return fail(frame, position,
                    "partials called more than " +
                        std::to_string(options_.limits.partial_depth_max) + " levels deep");
    ++partial_depth_;
    BodyStart body = start;
    if (target.program != nullptr) {
        const Code& code = *target.program->code_;
        body.outer_contexts = code.options.compat ? frame.contexts : nullptr;
        draw_body(code, 0, nullptr, body);
    } else if (target.scope != nullptr) {
        const Frame& declaring = *target.scope->frame;
        body.outer_contexts = declaring.outer_contexts;
        if (declaring.code != frame.code)
            body.inlines = target.scope;
        draw_body(*declaring.code, target.inline_body, &declaring, body);
    } else {
        // Within a partial block, @partial-block means that of the place where it is written.
        const Frame& writing = *target.block->frame;
        DataFrame data{start.data};
        data.partial_block_ = target.block->outer;
        body.data = &data;
        body.outer_contexts = writing.contexts;
        body.inlines = writing.inlines;
        draw_body(*writing.code, target.block->body, &writing, body);
    }
    --partial_depth_;
}

/// Puts `indent` before every line drawn since `begin`. A line end as the last byte starts no line.
void Renderer::indent_from(const Frame& frame, Position position, std::size_t begin,
                           const std::string& indent)
{
    if (indent.empty() || failed())
        return;
    unindented_.assign(out_, begin);
    out_.resize(begin);
    const std::string_view text = unindented_;
    for (std::size_t line = 0; line < text.size() && !failed();) {
        const auto end = std::min(text.find('\n', line), text.size() - 1) + 1;
        out_.append(indent);
        append_text(frame, position, text.substr(line, end - line));
        line = end;
    }
}

} // namespace masthead::handlebars
