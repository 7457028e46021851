#pragma once

#include "core/handlebars/code.hpp"
#include "core/handlebars/data_frame.hpp"

#include <span>

/// What is on the stack while a body is drawn. All of it points outward to frames that are still
/// being drawn, so nothing here owns anything.
namespace masthead::handlebars {

struct Frame;

/// The contexts that `../` walks: a body adds one only where its context differs from the outer.
struct ContextLink {
    const Value* context = nullptr;
    const ContextLink* outer = nullptr;
};

/// Inline partials that can be called from here: those of a body, then those around it.
struct InlineScope {
    const InlineScope* outer = nullptr;
    const Frame* frame = nullptr; ///< the body that declares them
    Range inlines;
};

/// Helpers are called on an object even where the context is null, as in JavaScript: on this one.
const Value& empty_context();

/// A body being drawn.
struct Frame {
    const Code* code = nullptr;
    const Value* context = nullptr;
    const DataFrame* data = nullptr;
    const Frame* parent = nullptr; ///< the body this one is written in
    std::span<const Value> block_params;
    const ContextLink* outer_contexts = nullptr;
    const ContextLink* contexts = nullptr;
    ContextLink own_link;
    const InlineScope* inlines = nullptr;
};

/// The body that a partial was called with, for its {{> @partial-block}}.
struct PartialBlock {
    const Frame* frame = nullptr;
    std::int32_t body = -1;
    const PartialBlock* outer = nullptr; ///< the one in force where the partial was called
};

} // namespace masthead::handlebars
