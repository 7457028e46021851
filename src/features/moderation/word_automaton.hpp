#pragma once

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
        if (label_.size() <= 1)
            return;
        std::uint32_t state = 0;
        for (std::size_t at = 0; at < text.size(); ++at) {
            state = next_state(state, static_cast<unsigned char>(text[at]));
            auto found = reports_[state] == none ? found_link_[state] : state;
            for (; found != none; found = found_link_[found]) {
                for (auto i = reports_[found]; i < reported_.size(); ++i) {
                    visit(reported_[i].number, at + 1 - depth_[found], at + 1);
                    if (reported_[i].is_last)
                        break;
                }
            }
        }
    }

    std::size_t states() const { return label_.size(); }

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    struct Report {
        std::uint32_t number = 0;
        bool is_last = false;
    };

    /// The sorted patterns from `begin` to `end` pass through `state`.
    struct Range {
        std::uint32_t state = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    std::vector<Range> add_level(const std::vector<Pattern>& patterns, std::size_t depth,
                                 const std::vector<Range>& level);
    std::uint32_t add_state(unsigned char byte, std::size_t depth);
    void report(std::uint32_t state, std::uint32_t number);
    void link(std::uint32_t state, std::uint32_t parent);
    void add_row(std::uint32_t state);
    std::uint32_t child(std::uint32_t state, unsigned char byte) const;
    std::uint32_t next_state(std::uint32_t state, unsigned char byte) const
    {
        for (;;) {
            if (row_[state] != none)
                return rows_[row_[state] + byte];
            const auto next = child(state, byte);
            if (next != none)
                return next;
            state = fail_[state];
        }
    }

    // States are numbered level by level, so the children of one state stand side by side: those
    // of `state` are first_child_[state] up to first_child_[state + 1].
    std::vector<unsigned char> label_{0};
    std::vector<std::uint32_t> first_child_;
    std::vector<std::uint32_t> fail_;
    std::vector<std::uint32_t> found_link_; // the nearest suffix that is itself a string
    std::vector<std::uint32_t> depth_;
    std::vector<std::uint32_t> reports_; // where in reported_ a state's numbers begin, or none
    std::vector<Report> reported_;
    // States with many children, the root among them, have all their next states in a row of 256.
    std::vector<std::uint32_t> row_;
    std::vector<std::uint32_t> rows_;
};

} // namespace masthead::moderation
