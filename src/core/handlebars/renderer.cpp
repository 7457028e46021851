#include "core/handlebars/renderer.hpp"

namespace masthead::handlebars {

namespace {

const Symbol root_name{"root"};

std::string printed(const Value& value, std::size_t bytes_max)
{
    std::string text;
    value.append_to(text, bytes_max);
    return text;
}

} // namespace

const Value& empty_context()
{
    static const Value only{Object{}};
    return only;
}

Renderer::Renderer(const Engine& engine, const RenderOptions& options)
    : engine_(engine), options_(options), helper_missing_(engine.find_helper("helperMissing")),
      block_helper_missing_(engine.find_helper("blockHelperMissing"))
{
    constexpr std::size_t usual_page_bytes = 64 * 1024;
    out_.reserve(usual_page_bytes);
}

void Renderer::draw(const Program& program, const Value& context)
{
    DataFrame data{options_.data};
    if (data.find(root_name) == nullptr)
        data.set(root_name, context);
    draw_body(*program.code_, 0, nullptr, {.context = &context, .data = &data});
}

std::string Renderer::take_output()
{
    std::string output = std::move(out_);
    out_.clear();
    return output;
}

void Renderer::fail(const Frame& frame, Position position, std::string message)
{
    if (!error_)
        error_ = Error{frame.code->file, position, std::move(message)};
}

bool Renderer::spend_step(const Frame& frame, Position position)
{
    if (failed())
        return false;
    if (++steps_ <= options_.limits.steps_max)
        return true;
    fail(frame, position, "more than " + std::to_string(options_.limits.steps_max) + " steps");
    return false;
}

void Renderer::draw_body(const Code& code, std::int32_t body, const Frame* parent,
                         const BodyStart& start)
{
    if (failed())
        return;
    const BodyCode& body_code = code.bodies[static_cast<std::size_t>(body)];
    Frame frame;
    frame.code = &code;
    frame.context = start.context;
    frame.data = start.data;
    frame.parent = parent;
    frame.block_params = start.block_params;
    frame.outer_contexts = start.outer_contexts;
    frame.inlines = start.inlines;
    const ContextLink* const outer = start.outer_contexts;
    const bool is_same =
        outer != nullptr &&
        (outer->context == start.context || outer->context->loosely_equals(*start.context) ||
         (start.context == &empty_context() && outer->context->is(Kind::null)));
    frame.own_link = {start.context, outer};
    frame.contexts = is_same ? outer : &frame.own_link;

    if (++iterations_ > options_.limits.iterations_max)
        return fail(frame, {},
                    "more than " + std::to_string(options_.limits.iterations_max) +
                        " bodies drawn");
    if (depth_ >= options_.limits.render_depth_max)
        return fail(frame, {},
                    "drawn more than " + std::to_string(options_.limits.render_depth_max) +
                        " levels deep");
    InlineScope scope{frame.inlines, &frame, body_code.inlines};
    if (body_code.inlines.count != 0)
        frame.inlines = &scope;
    ++depth_;
    const auto* const first = code.statements.data() + body_code.statements.first;
    for (std::uint32_t i = 0; i < body_code.statements.count && !failed(); ++i)
        draw_statement(frame, first[i]);
    --depth_;
}

void Renderer::draw_block_body(const Frame& frame, std::int32_t body, const Value& context,
                               const BodyOptions& options)
{
    if (body < 0)
        return;
    draw_body(*frame.code, body, &frame,
              {.context = &context.forced(),
               .data = options.data != nullptr ? options.data : frame.data,
               .block_params = options.block_params,
               .outer_contexts = frame.contexts,
               .inlines = frame.inlines});
}

void Renderer::draw_statement(const Frame& frame, const StatementRef& statement)
{
    switch (statement.code) {
    case StatementCode::content:
        if (spend_step(frame, {}))
            append_text(frame, {}, frame.code->contents[statement.index]);
        return;
    case StatementCode::escaped:
    case StatementCode::raw: {
        const CallCode& call = frame.code->calls[statement.index];
        const bool is_escaped = statement.code == StatementCode::escaped;
        Value scratch;
        const Value& value = evaluate_call(frame, call, nullptr, scratch);
        append(frame, call.position, value, is_escaped ? Escape::yes : Escape::no);
        return;
    }
    case StatementCode::block: draw_block(frame, statement); return;
    case StatementCode::partial: draw_partial(frame, frame.code->partials[statement.index]); return;
    }
}

void Renderer::draw_block(const Frame& frame, const StatementRef& statement)
{
    const CallCode& call = frame.code->calls[statement.index];
    const bool is_call = call.kind == CallKind::helper ||
                         (call.kind == CallKind::ambiguous && find_helper(call) != nullptr);
    Value scratch;
    const Value& value = evaluate_call(frame, call, &statement, scratch);
    if (is_call)
        append(frame, call.position, value, Escape::no);
    else
        draw_missing_block(frame, call, statement, value);
}

void Renderer::append(const Frame& frame, Position position, const Value& value, Escape escape)
{
    if (failed())
        return;
    const bool escapes = escape == Escape::yes && !value.is(Kind::safe_string);
    if (!escapes)
        value.append_to(out_, options_.limits.output_bytes_max + 1);
    else if (value.is(Kind::string))
        append_escaped(out_, value.text());
    else if (value.kind() < Kind::string)
        value.append_to(out_);
    else
        append_escaped(out_, printed(value, options_.limits.output_bytes_max + 1));
    append_text(frame, position, {});
}

void Renderer::append_text(const Frame& frame, Position position, std::string_view text)
{
    out_.append(text);
    if (out_.size() > options_.limits.output_bytes_max)
        fail(frame, position,
             "more than " + std::to_string(options_.limits.output_bytes_max) + " bytes of output");
}

} // namespace masthead::handlebars
