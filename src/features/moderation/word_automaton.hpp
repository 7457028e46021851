#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::moderation {

/// Finds all of many byte strings in one pass (Aho and Corasick): the time depends on the text and
/// on what is found, not on how many strings there are. Immutable once built.
class WordAutomaton {
public:
    /// A byte string and the number it is reported under; a string may have several numbers.
    struct Pattern {
        std::string bytes;
        std::uint32_t number = 0;
    };

    WordAutomaton() = default;
    /// Empty strings are left out.
    explicit WordAutomaton(std::vector<Pattern> patterns);

    /// Calls `visit(number, begin, end)` for each occurrence, ordered by its end.
    template <class Visit>
    void find_all(std::string_view text, Visit&& visit) const
    {
        if (nodes_.empty())
            return;
        std::uint32_t state = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const auto column = columns_[static_cast<unsigned char>(text[at])];
            state = state == 0 ? rows_[column] : next_state(state, column);
            for (auto found = nodes_[state].found; found != none; found = found_link_[found]) {
                for (auto i = reports_[found]; i < reported_.size(); ++i) {
                    visit(reported_[i].number, at + 1 - depth_[found], at + 1);
                    if (reported_[i].is_last)
                        break;
                }
            }
        }
    }

    std::size_t states() const { return nodes_.size(); }

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    struct Report {
        std::uint32_t number = 0;
        bool is_last = false;
    };

    /// What a text's next byte asks of a state, in a quarter of a cache line.
    struct Node {
        std::uint32_t next = 0;     ///< where its row begins, or its first child
        std::uint32_t fail = 0;     ///< the longest suffix that is a state too
        std::uint32_t found = none; ///< itself or the nearest suffix that is a whole string
        std::uint16_t children = 0;
        std::uint8_t column = 0; ///< of the byte that leads here
        bool has_row = false;
    };

    /// The sorted patterns from `begin` to `end` pass through `state`.
    struct Range {
        std::uint32_t state = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    void set_columns(const std::vector<Pattern>& patterns);
    std::vector<Range> add_level(const std::vector<Pattern>& patterns, std::size_t depth,
                                 const std::vector<Range>& level);
    std::uint32_t add_state(std::uint8_t column, std::size_t depth);
    void report(std::uint32_t state, std::uint32_t number);
    void link(std::uint32_t state, std::uint32_t parent);
    void add_row(std::uint32_t state);

    std::uint32_t child(const Node& node, std::uint8_t column) const
    {
        for (auto one = node.next; one < node.next + node.children; ++one)
            if (nodes_[one].column == column)
                return one;
        return none;
    }

    std::uint32_t next_state(std::uint32_t state, std::uint8_t column) const
    {
        for (;;) {
            const auto& node = nodes_[state];
            if (node.has_row)
                return rows_[node.next + column];
            const auto next = child(node, column);
            if (next != none)
                return next;
            state = node.fail;
        }
    }

    // States are numbered level by level, so the children of one state stand side by side. None
    // where there is nothing to find.
    std::vector<Node> nodes_;
    std::vector<std::uint32_t> found_link_; // the nearest suffix that is itself a string
    std::vector<std::uint32_t> depth_;
    std::vector<std::uint32_t> reports_; // where in reported_ a state's numbers begin, or none
    std::vector<Report> reported_;
    // States with many children, and the root before all, have all their next states in a row. A
    // row has a column for each byte that the strings have and one for all others: lists in one
    // script need few, so that more of the rows stay in the processor's cache.
    std::array<std::uint8_t, 256> columns_{};
    std::uint32_t columns_count_ = 1;
    std::vector<std::uint32_t> rows_;
};

} // namespace masthead::moderation
