#include "features/moderation/word_automaton.hpp"

#include <algorithm>
#include <cstring>

namespace masthead::moderation {

namespace {

constexpr std::uint32_t row_children_min = 4; // fewer are found sooner by looking at each

} // namespace

WordAutomaton::WordAutomaton(std::vector<Pattern> patterns)
{
    std::erase_if(patterns, [](const Pattern& pattern) { return pattern.bytes.empty(); });
    std::ranges::sort(patterns, [](const Pattern& a, const Pattern& b) {
        return std::tie(a.bytes, a.number) < std::tie(b.bytes, b.number);
    });
    fail_ = {0};
    found_link_ = {none};
    depth_ = {0};
    reports_ = {none};
    // Sorted strings with a common beginning stand together: a state is a range of them.
    std::vector<Range> level{{0, 0, static_cast<std::uint32_t>(patterns.size())}};
    for (std::size_t depth = 0; !level.empty(); ++depth)
        level = add_level(patterns, depth, level);
    first_child_.push_back(static_cast<std::uint32_t>(label_.size()));
    row_.assign(label_.size(), none);
    add_row(0);
    for (std::uint32_t parent = 0; parent < label_.size(); ++parent)
        for (auto state = first_child_[parent]; state < first_child_[parent + 1]; ++state)
            link(state, parent);
}

// The failing steps of a row are those of the state it falls back to, which is nearer the root and
// so is settled.
void WordAutomaton::add_row(std::uint32_t state)
{
    std::vector<std::uint32_t> row(256, 0);
    for (unsigned byte = 0; byte < row.size(); ++byte) {
        const auto next = child(state, static_cast<unsigned char>(byte));
        if (next != none)
            row[byte] = next;
        else if (state != 0)
            row[byte] = next_state(fail_[state], static_cast<unsigned char>(byte));
    }
    row_[state] = static_cast<std::uint32_t>(rows_.size());
    rows_.insert(rows_.end(), row.begin(), row.end());
}

std::vector<WordAutomaton::Range> WordAutomaton::add_level(const std::vector<Pattern>& patterns,
                                                           std::size_t depth,
                                                           const std::vector<Range>& level)
{
    std::vector<Range> next;
    for (const auto& range : level) {
        first_child_.push_back(static_cast<std::uint32_t>(label_.size()));
        auto at = range.begin;
        for (; at < range.end && patterns[at].bytes.size() == depth; ++at)
            report(range.state, patterns[at].number);
        while (at < range.end) {
            const auto byte = static_cast<unsigned char>(patterns[at].bytes[depth]);
            const auto begin = at;
            while (at < range.end && static_cast<unsigned char>(patterns[at].bytes[depth]) == byte)
                ++at;
            next.push_back({add_state(byte, depth + 1), begin, at});
        }
    }
    return next;
}

std::uint32_t WordAutomaton::add_state(unsigned char byte, std::size_t depth)
{
    label_.push_back(byte);
    fail_.push_back(0);
    found_link_.push_back(none);
    depth_.push_back(static_cast<std::uint32_t>(depth));
    reports_.push_back(none);
    return static_cast<std::uint32_t>(label_.size() - 1);
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
    if (parent != 0)
        fail_[state] = next_state(fail_[parent], label_[state]);
    const auto back = fail_[state];
    found_link_[state] = reports_[back] != none ? back : found_link_[back];
    if (first_child_[state + 1] - first_child_[state] >= row_children_min)
        add_row(state);
}

std::uint32_t WordAutomaton::child(std::uint32_t state, unsigned char byte) const
{
    const auto begin = first_child_[state];
    const auto count = first_child_[state + 1] - begin;
    if (count == 0)
        return none;
    const auto* labels = label_.data() + begin;
    if (count == 1)
        return *labels == byte ? begin : none;
    const auto* found = static_cast<const unsigned char*>(std::memchr(labels, byte, count));
    return found ? begin + static_cast<std::uint32_t>(found - labels) : none;
}

} // namespace masthead::moderation
