#pragma once

#include "core/handlebars/value.hpp"

namespace masthead::handlebars {

struct PartialBlock;

/// The `@` variables of a body. A frame sees its parent's variables and shadows them; `@../x`
/// starts at the parent. Frames live on the stack of whoever draws a body and outlive that drawing.
class DataFrame {
public:
    DataFrame() = default;
    /// A child of `parent`, which must outlive it.
    explicit DataFrame(const DataFrame* parent);

    DataFrame& set(Symbol name, Value value);

    /// The variable here or in the nearest ancestor; nullptr where there is none.
    const Value* find(Symbol name) const;
    const DataFrame* parent() const { return parent_; }

private:
    friend class Renderer;
    const DataFrame* parent_ = nullptr;
    const PartialBlock* partial_block_ = nullptr; // what {{> @partial-block}} draws
    std::vector<Property> variables_;
};

} // namespace masthead::handlebars
