#include "features/moderation/word_automaton.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

namespace masthead::moderation {

namespace {

constexpr std::uint32_t row_children_min = 4; // fewer are found sooner by looking at each

} // namespace

WordAutomaton::WordAutomaton(std::vector<Pattern> patterns)
{
    std::erase_if(patterns, [](const Pattern& pattern) { return pattern.bytes.empty(); });
    if (patterns.empty())
        return;
    std::ranges::sort(patterns, [](const Pattern& a, const Pattern& b) {
        return std::tie(a.bytes, a.number) < std::tie(b.bytes, b.number);
    });
    set_columns(patterns);
    (void)add_state(0, 0);
    // Sorted strings with a common beginning stand together: a state is a range of them.
    std::vector<Range> level{{0, 0, static_cast<std::uint32_t>(patterns.size())}};
    for (std::size_t depth = 0; !level.empty(); ++depth)
        level = add_level(patterns, depth, level);
    add_row(0);
    std::uint32_t state = 1;
    for (std::uint32_t parent = 0; parent < nodes_.size(); ++parent)
        for (unsigned i = 0; i < nodes_[parent].children; ++i)
            link(state++, parent);
}

// Column 0 is of all bytes that no string has, if there are any.
void WordAutomaton::set_columns(const std::vector<Pattern>& patterns)
{
    std::array<bool, 256> is_used{};
    for (const auto& pattern : patterns)
        for (const auto byte : pattern.bytes)
            is_used[static_cast<unsigned char>(byte)] = true;
    columns_count_ = std::ranges::all_of(is_used, std::identity{}) ? 0 : 1;
    for (std::size_t byte = 0; byte < is_used.size(); ++byte)
        if (is_used[byte])
            columns_[byte] = static_cast<std::uint8_t>(columns_count_++);
}

// The failing steps of a row are those of the state it falls back to, which is nearer the root and
// so is settled.
void WordAutomaton::add_row(std::uint32_t state)
{
    const auto begin = static_cast<std::uint32_t>(rows_.size());
    auto& node = nodes_[state];
    for (std::uint32_t i = 0; i < columns_count_; ++i) {
        const auto column = static_cast<std::uint8_t>(i);
        const auto next = child(node, column);
        if (next != none)
            rows_.push_back(next);
        else
            rows_.push_back(state == 0 ? 0 : next_state(node.fail, column));
    }
    node.next = begin;
    node.has_row = true;
}

std::vector<WordAutomaton::Range> WordAutomaton::add_level(const std::vector<Pattern>& patterns,
                                                           std::size_t depth,
                                                           const std::vector<Range>& level)
{
    std::vector<Range> next;
    for (const auto& range : level) {
        nodes_[range.state].next = static_cast<std::uint32_t>(nodes_.size());
        auto at = range.begin;
        for (; at < range.end && patterns[at].bytes.size() == depth; ++at)
            report(range.state, patterns[at].number);
        while (at < range.end) {
            const auto byte = patterns[at].bytes[depth];
            const auto begin = at;
            while (at < range.end && patterns[at].bytes[depth] == byte)
                ++at;
            const auto column = columns_[static_cast<unsigned char>(byte)];
            next.push_back({add_state(column, depth + 1), begin, at});
            ++nodes_[range.state].children;
        }
    }
    return next;
}

std::uint32_t WordAutomaton::add_state(std::uint8_t column, std::size_t depth)
{
    Node node;
    node.column = column;
    nodes_.push_back(node);
    found_link_.push_back(none);
    depth_.push_back(static_cast<std::uint32_t>(depth));
    reports_.push_back(none);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
}

void WordAutomaton::report(std::uint32_t state, std::uint32_t number)
{
    if (reports_[state] == none)
        reports_[state] = static_cast<std::uint32_t>(reported_.size());
    else
        reported_.back().is_last = false;
    reported_.push_back({number, true});
}

// Parents come before their children, so what a parent falls back to is settled already.
void WordAutomaton::link(std::uint32_t state, std::uint32_t parent)
{
    auto& node = nodes_[state];
    if (parent != 0)
        node.fail = next_state(nodes_[parent].fail, node.column);
    found_link_[state] = nodes_[node.fail].found;
    node.found = reports_[state] != none ? state : found_link_[state];
    if (node.children >= row_children_min)
        add_row(state);
}

} // namespace masthead::moderation
