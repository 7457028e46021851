#pragma once

#include "features/moderation/folded_text.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace masthead::moderation {

/// How a stretch of text was read: as it stands, or looking through a disguise.
enum class ReadAs : std::uint8_t {
    plain,
    disguised, ///< homoglyphs, leetspeak, separators, stretched letters
    bare,      ///< the same, and without accents
};

/// Where a byte of a reading comes from.
struct ReadingPlace {
    std::uint32_t letter = 0; ///< the folded letter that it belongs to
    bool is_edge = false;     ///< a word may begin here, or end before it
};

/// One way to read a text: UTF-8 of letters with single spaces between words.
struct Reading {
    ReadAs read_as = ReadAs::plain;
    std::string bytes;
    std::vector<ReadingPlace> places; ///< by byte, one more than there are bytes

    void clear()
    {
        bytes.clear();
        places.clear();
    }

    /// Adds a letter. Only its first byte may be an edge.
    void put(char32_t c, ReadingPlace place)
    {
        const ReadingPlace inside{place.letter, false};
        const auto add = [&](char32_t byte, ReadingPlace at) {
            bytes.push_back(static_cast<char>(byte));
            places.push_back(at);
        };
        if (c < 0x80)
            return add(c, place);
        if (c < 0x800) {
            add(0xC0 | c >> 6, place);
        } else if (c < 0x10000) {
            add(0xE0 | c >> 12, place);
            add(0x80 | (c >> 6 & 0x3F), inside);
        } else {
            add(0xF0 | c >> 18, place);
            add(0x80 | (c >> 12 & 0x3F), inside);
            add(0x80 | (c >> 6 & 0x3F), inside);
        }
        add(0x80 | (c & 0x3F), inside);
    }
};

/// The text as it stands. Overwrites `reading`, so that a caller can use its memory again.
void read_plainly(std::span<const FoldedLetter> letters, Reading& reading);

/// Calls `visit` with each reading of each stretch that may be a disguise: a run of letters in
/// other letters' clothes, digits for letters, separators or spaces between single letters, letters
/// drawn out. Ordinary prose has none. Linear time: a stretch has a bounded number of readings.
void read_disguises(std::span<const FoldedLetter> letters,
                    const std::function<void(const Reading&)>& visit);

/// Whether a word may end between two neighbours: never between letters of a script with spaces
/// between words; beside a number, another script or a picture it may.
bool is_edge_between(const FoldedLetter& left, const FoldedLetter& right);

/// The plain reading's bytes alone: how an entry of a word list is written down.
std::string plain_form(std::string_view pattern);

} // namespace masthead::moderation
