#include "core/handlebars/data_frame.hpp"

#include <algorithm>

namespace masthead::handlebars {

DataFrame::DataFrame(const DataFrame* parent)
    : parent_(parent), partial_block_(parent != nullptr ? parent->partial_block_ : nullptr)
{
}

DataFrame& DataFrame::set(Symbol name, Value value)
{
    const auto known = std::ranges::find(variables_, name, &Property::name);
    if (known != variables_.end())
        known->value = std::move(value);
    else
        variables_.push_back({name, std::move(value)});
    return *this;
}

const Value* DataFrame::find(Symbol name) const
{
    for (const DataFrame* frame = this; frame != nullptr; frame = frame->parent_) {
        const auto known = std::ranges::find(frame->variables_, name, &Property::name);
        if (known != frame->variables_.end())
            return &known->value.forced();
    }
    return nullptr;
}

} // namespace masthead::handlebars
