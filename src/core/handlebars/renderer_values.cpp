#include "core/handlebars/helpers_builtin.hpp"
#include "core/handlebars/renderer.hpp"

#include <array>

namespace masthead::handlebars {

namespace {

constexpr std::size_t bytes_per_step = 64;

/// Room for the arguments of most calls without going to the heap.
class ArgumentRoom {
public:
    explicit ArgumentRoom(std::size_t count) : count_(count)
    {
        if (count > few_.size())
            many_.resize(count);
    }
    Value& operator[](std::size_t i) { return many_.empty() ? few_[i] : many_[i]; }
    std::span<const Value> all() const
    {
        return {many_.empty() ? few_.data() : many_.data(), count_};
    }

private:
    std::size_t count_;
    std::array<Value, 3> few_;
    std::vector<Value> many_;
};

} // namespace

const Value& Renderer::evaluate(const Frame& frame, ExpressionRef expression, Value& scratch)
{
    switch (expression.code) {
    case ExpressionCode::literal: return frame.code->literals[expression.index];
    case ExpressionCode::path: return look_up(frame, frame.code->paths[expression.index], scratch);
    case ExpressionCode::call: break;
    }
    return evaluate_subexpression(frame, frame.code->calls[expression.index], scratch);
}

/// What a helper writes in a subexpression is taken back from the output and becomes its value:
/// safe text, because writing never escapes.
const Value& Renderer::evaluate_subexpression(const Frame& frame, const CallCode& call,
                                              Value& scratch)
{
    const auto begin = out_.size();
    const Value& value = evaluate_call(frame, call, nullptr, scratch);
    if (failed() || out_.size() == begin)
        return value;
    append(frame, call.position, value, Escape::yes);
    Value written = Value::safe(std::string_view{out_}.substr(begin));
    out_.resize(begin);
    count_made(frame, call.position, written);
    scratch = std::move(written);
    return scratch;
}

const Helper* Renderer::find_helper(const CallCode& call) const
{
    // `../if x` and `this.if x` call the built-in helper too, whatever stands before its name.
    return call.is_simple || call.is_known ? engine_.find_helper(call.name) : nullptr;
}

const Value& Renderer::evaluate_call(const Frame& frame, const CallCode& call,
                                     const StatementRef* block, Value& scratch)
{
    if (!spend_step(frame, call.position))
        return undefined;
    if (call.kind == CallKind::helper)
        return call_name(frame, call, block, scratch);
    if (call.kind == CallKind::ambiguous) {
        if (const Helper* const helper = find_helper(call))
            return call_helper(frame, call, block, *helper, scratch);
    }
    const Value& value = look_up(frame, frame.code->paths[call.path], scratch);
    if (value.is_nullish() && call.kind == CallKind::ambiguous && !call.is_strict && !failed())
        return call_missing(frame, call, block, scratch);
    if (!value.is(Kind::function))
        return value;
    const Value function = value; // `value` may stand in `scratch`, which the call writes to
    return call_helper(frame, call, block, *function.function(), scratch);
}

/// A name with arguments: a helper, else a function in the data.
const Value& Renderer::call_name(const Frame& frame, const CallCode& call,
                                 const StatementRef* block, Value& scratch)
{
    if (const Helper* const helper = find_helper(call))
        return call_helper(frame, call, block, *helper, scratch);
    const Value function =
        call.is_known ? undefined : look_up(frame, frame.code->paths[call.path], scratch);
    if (failed())
        return undefined;
    if (const Helper* const helper = function.function())
        return call_helper(frame, call, block, *helper, scratch);
    if (function.is_truthy()) {
        fail(frame, call.position, '"' + call.original + "\" is no helper and no function");
        return undefined;
    }
    return call_missing(frame, call, block, scratch);
}

const Value& Renderer::call_missing(const Frame& frame, const CallCode& call,
                                    const StatementRef* block, Value& scratch)
{
    if (helper_missing_ != nullptr)
        return call_helper(frame, call, block, *helper_missing_, scratch);
    evaluate_hash(frame, call.hash); // what is wrong in there is told first
    if (call.arguments.count != 0)
        fail(frame, call.position, "Missing helper: \"" + call.original + '"');
    return undefined;
}

const Value& Renderer::call_helper(const Frame& frame, const CallCode& call,
                                   const StatementRef* block, const Helper& helper, Value& scratch)
{
    ArgumentRoom arguments{call.arguments.count};
    for (std::uint32_t i = 0; i < call.arguments.count && !failed(); ++i) {
        const auto expression = frame.code->arguments[call.arguments.first + i];
        const Value& value = evaluate(frame, expression, scratch);
        charge(value.text().size() / bytes_per_step); // helpers read what they are given
        arguments[i] = value;
    }
    const std::vector<Property> hash = evaluate_hash(frame, call.hash);
    if (failed())
        return undefined;
    HelperCall helper_call{*this, frame, call};
    helper_call.arguments_ = arguments.all();
    helper_call.hash_ = hash;
    if (block != nullptr) {
        helper_call.is_block_ = true;
        helper_call.body_ = block->body;
        helper_call.inverse_ = block->inverse;
    }
    scratch = helper(helper_call);
    return count_made(frame, call.position, scratch) ? scratch.forced() : undefined;
}

std::vector<Property> Renderer::evaluate_hash(const Frame& frame, Range hash)
{
    std::vector<Property> properties;
    properties.reserve(hash.count);
    Value scratch;
    for (std::uint32_t i = 0; i < hash.count && !failed(); ++i) {
        const HashCode& entry = frame.code->hashes[hash.first + i];
        properties.push_back({entry.name, evaluate(frame, entry.value, scratch)});
    }
    return properties;
}

/// Texts made on the way to the output could double with every call; in all they are limited.
bool Renderer::count_made(const Frame& frame, Position position, const Value& value)
{
    made_bytes_ += value.text().size();
    if (made_bytes_ > options_.limits.made_bytes_max)
        fail(frame, position,
             "helpers made more than " + std::to_string(options_.limits.made_bytes_max) + " bytes");
    return !failed();
}

/// A block whose name is a value and no helper: drawn for true and objects, per item for lists.
void Renderer::draw_missing_block(const Frame& frame, const CallCode& call,
                                  const StatementRef& block, const Value& value)
{
    if (failed())
        return;
    HelperCall helper_call{*this, frame, call};
    const Value argument = value;
    helper_call.context_ = frame.context; // unlike a helper's, this hook's `this` may be null
    helper_call.arguments_ = {&argument, 1};
    helper_call.is_block_ = true;
    helper_call.body_ = block.body;
    helper_call.inverse_ = block.inverse;
    if (block_helper_missing_ == nullptr)
        return draw_value_block(helper_call, argument);
    const Value result = (*block_helper_missing_)(helper_call);
    if (count_made(frame, call.position, result))
        append(frame, call.position, result.forced(), Escape::no);
}

} // namespace masthead::handlebars
