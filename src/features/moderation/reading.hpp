#pragma once

#include "features/moderation/folded_text.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
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

/// One way to read a text: UTF-8 of letters with single spaces between words. Its memory serves
/// one reading after another.
class Reading {
public:
    /// Forgets what was read and makes room for `letters` letters and no more.
    void start(ReadAs read_as, std::size_t letters)
    {
        read_as_ = read_as;
        size_ = 0;
        if (letters >= room_)
            make_room(letters + 1);
    }

    /// Adds a letter. Only its first byte may be an edge.
    void put(char32_t c, ReadingPlace place)
    {
        const auto first = place.letter * 2 + (place.is_edge ? 1U : 0U);
        const auto inside = place.letter * 2;
        if (c < 0x80)
            return add(c, first);
        if (c < 0x800) {
            add(0xC0 | c >> 6, first);
        } else if (c < 0x10000) {
            add(0xE0 | c >> 12, first);
            add(0x80 | (c >> 6 & 0x3F), inside);
        } else {
            add(0xF0 | c >> 18, first);
            add(0x80 | (c >> 12 & 0x3F), inside);
            add(0x80 | (c >> 6 & 0x3F), inside);
        }
        add(0x80 | (c & 0x3F), inside);
    }

    /// Takes back what was added behind the first `bytes`.
    void cut(std::size_t bytes) { size_ = bytes; }

    /// Every reading ends so: `letter` is one past its last, and a word may end there.
    void finish(std::size_t letter) { places_[size_] = static_cast<std::uint32_t>(letter) * 2 + 1; }

    ReadAs read_as() const { return read_as_; }
    std::size_t size() const { return size_; }
    std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_.get()), size_}; }
    /// Of a byte, or of the end of a finished reading.
    ReadingPlace place(std::size_t byte) const
    {
        return {places_[byte] / 2, (places_[byte] & 1U) != 0};
    }

private:
    void make_room(std::size_t letters);
    void add(char32_t byte, std::uint32_t place)
    {
        bytes_[size_] = static_cast<char8_t>(byte);
        places_[size_] = place;
        ++size_;
    }

    // Memory is left as it comes: what is read is written first. No `char`: what is written as one
    // may be any object, so that the compiler would have to read the members again behind each
    // byte.
    std::unique_ptr<char8_t[]> bytes_;
    // A place is the letter, doubled, and one more for an edge: a text is far shorter than 2^31
    // letters.
    std::unique_ptr<std::uint32_t[]> places_;
    std::size_t room_ = 0;
    std::size_t size_ = 0;
    ReadAs read_as_ = ReadAs::plain;
};

/// The text as it stands. Overwrites `reading`.
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
