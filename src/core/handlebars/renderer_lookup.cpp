#include "core/handlebars/renderer.hpp"

namespace masthead::handlebars {

namespace {

const Symbol partial_block_name{"partial-block"};
const Value yes{true};
constexpr std::size_t bytes_per_step = 64;

/// The own property `name`, without a copy where the parent holds it.
const Value& property(const Value& parent, Symbol name, Value& scratch)
{
    if (const Object* const object = parent.object()) {
        const Value* const found = object->find(name);
        return found != nullptr ? *found : undefined;
    }
    if (parent.is(Kind::array) && name.is_index())
        return parent.at(name.index());
    scratch = parent.get(name);
    return scratch;
}

bool has_property(const Value& parent, Symbol name)
{
    if (const Object* const object = parent.object())
        return object->has(name);
    return parent.is(Kind::array) && !parent.get(name).is(Kind::undefined);
}

} // namespace

const Value& Renderer::look_up(const Frame& frame, const PathCode& path, Value& scratch)
{
    if (!spend_step(frame, path.position))
        return undefined;
    std::span<const Symbol> rest{frame.code->segments.data() + path.segments.first,
                                 path.segments.count};
    const Value* current = &start_of(frame, path, rest, scratch);
    while (!rest.empty() && !failed()) {
        const Symbol name = rest.front();
        rest = rest.subspan(1);
        if (!may_descend(frame, path, *current, name, rest.empty()))
            return failed() ? undefined : *current;
        charge(current->text().size() / bytes_per_step); // `length` counts characters
        current = &property(*current, name, scratch);
    }
    return failed() ? undefined : *current;
}

/// The value that the remaining segments are looked up in; takes from `rest` those it has used.
const Value& Renderer::start_of(const Frame& frame, const PathCode& path,
                                std::span<const Symbol>& rest, Value& scratch)
{
    if (path.start == PathStart::data)
        return start_in_data(frame, path, rest);
    if (path.start == PathStart::context)
        return start_in_contexts(frame, path, rest, scratch);
    const Frame* owner = &frame;
    for (int depth = path.depth; depth > 0 && owner != nullptr; --depth)
        owner = owner->parent;
    const bool is_given = owner != nullptr && path.param < owner->block_params.size();
    return is_given ? owner->block_params[path.param].forced() : undefined;
}

const Value& Renderer::start_in_contexts(const Frame& frame, const PathCode& path,
                                         std::span<const Symbol>& rest, Value& scratch)
{
    if (path.searches_parents) {
        const Symbol name = rest.front();
        rest = rest.subspan(1);
        for (const auto* link = frame.contexts; link != nullptr; link = link->outer) {
            const Value& context = *link->context;
            const Value& found = context.is_truthy() ? property(context, name, scratch) : context;
            if (!found.is_nullish())
                return found;
        }
        return undefined;
    }
    if (path.depth == 0)
        return *frame.context;
    const ContextLink* link = frame.contexts;
    for (int depth = path.depth; depth > 0 && link != nullptr; --depth)
        link = link->outer;
    return link != nullptr ? *link->context : undefined;
}

const Value& Renderer::start_in_data(const Frame& frame, const PathCode& path,
                                     std::span<const Symbol>& rest)
{
    const DataFrame* data = frame.data;
    for (int depth = path.depth; depth > 0 && data != nullptr; --depth)
        data = data->parent();
    const Symbol name = rest.front();
    rest = rest.subspan(1);
    const Value* const found = data != nullptr ? data->find(name) : nullptr;
    if (found != nullptr)
        return *found;
    // A template asks `{{#if @partial-block}}` whether it was called with a body.
    if (name == partial_block_name && data != nullptr && data->partial_block_ != nullptr) {
        const PartialBlock& block = *data->partial_block_;
        const auto body = static_cast<std::size_t>(block.body);
        return block.frame->code->bodies[body].statements.count != 0 ? yes : undefined;
    }
    if (path.mode == PathMode::all_required && rest.empty())
        fail(frame, path.position, '"' + name.name() + "\" not defined in @data");
    return undefined;
}

/// Whether `name` is to be looked up in `parent`. Where not, the path's value is `parent` itself
/// or, in the modes that require parts, an error.
bool Renderer::may_descend(const Frame& frame, const PathCode& path, const Value& parent,
                           Symbol name, bool is_last)
{
    switch (path.mode) {
    case PathMode::lenient: return !parent.is_nullish();
    case PathMode::stop_at_falsy: return parent.is_truthy();
    case PathMode::parts_required:
        if (!parent.is_nullish())
            return true;
        fail(frame, path.position, "cannot look up \"" + name.name() + "\" in nothing");
        return false;
    case PathMode::all_required: break;
    }
    if (is_last ? has_property(parent, name) : !parent.is_nullish())
        return true;
    fail(frame, path.position,
         '"' + name.name() + "\" not defined in " +
             (parent.is_nullish() ? "nothing" : parent.to_string()));
    return false;
}

} // namespace masthead::handlebars
