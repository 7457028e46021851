#pragma once

#include <gumbo.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace masthead::text {

class GumboMemory;

/// A fragment parsed by gumbo as the contents of <body>. All of the tree lies in one memory of
/// bounded size, freed at once: gumbo's own destructor recurses as deep as the tree.
class GumboTree {
public:
    /// Absent where the tree would take more than `memory_max` bytes. `html` must be valid UTF-8
    /// without NUL and outlive the tree.
    static std::optional<GumboTree> parse(std::string_view html, std::size_t memory_max);

    GumboTree(GumboTree&&) noexcept;
    GumboTree& operator=(GumboTree&&) noexcept;
    ~GumboTree();

    /// The fragment's top-level nodes.
    const GumboVector& nodes() const { return root_->v.element.children; }

private:
    GumboTree(std::unique_ptr<GumboMemory> memory, const GumboNode* root);

    std::unique_ptr<GumboMemory> memory_;
    const GumboNode* root_;
};

/// Calls `visit(const GumboNode&)` for each node of a gumbo vector.
template <class Visit>
void each_node(const GumboVector& nodes, Visit visit)
{
    for (unsigned int i = 0; i < nodes.length; ++i)
        visit(*static_cast<const GumboNode*>(nodes.data[i]));
}

} // namespace masthead::text
