#pragma once

#include "features/moderation/reading.hpp"
#include "features/moderation/stretch.hpp"
#include "features/moderation/ways.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace masthead::moderation {

/// Reads stretches of one text in one way after another; its memory serves all of them.
class StretchReader {
public:
    StretchReader(std::span<const FoldedLetter> letters,
                  const std::function<void(const Reading&)>& visit)
        : letters_(letters), visit_(visit)
    {
    }

    bool is_latin_text() { return latin_text() == LatinText::yes; }

    /// The letters from `begin` to `end`.
    void read_all_ways(std::size_t begin, std::size_t end);

    /// Single letters with gaps between them, as if there were none.
    void read_spaced(const Steps& singles);

private:
    LatinText latin_text();
    void set_ways_of(const Traits& traits);
    void read(const Steps& steps, const Way& way);

    std::span<const FoldedLetter> letters_;
    std::optional<LatinText> latin_text_; // counted when it is first asked for
    const std::function<void(const Reading&)>& visit_;
    Steps steps_;
    std::vector<Way> ways_;
    Reading reading_;
};

} // namespace masthead::moderation
