#pragma once

#include "features/comments/find_followed.hpp"
#include "features/follows/follow.hpp"

#include <cstddef>
#include <optional>
#include <vector>

/// Many streams of comments as one, in order. For this folder only.
namespace masthead::follows {

/// One stream, why it is followed, and what is known of it before it is read.
struct Source {
    comments::Stream stream;
    FollowTarget why;
    Time newest{}; ///< or a later time
    Time since{};  ///< earlier comments do not count; epoch: all do
};

/// Gives out the places of all sources nearest first, each once. A source is read only when its
/// turn may have come: of a thousand, a page of the newest asks a few.
class FeedMerge {
public:
    FeedMerge(db::Snapshot& snapshot, comments::Direction direction, const comments::Cursor& from);

    void add(const Source& source);

    struct Place {
        comments::Cursor at;
        FollowTarget why;
    };
    std::optional<Place> next();

private:
    struct Entry {
        Source source;
        comments::Cursor head;              // the next place, or one at least as near
        std::vector<comments::Cursor> read; // behind the head, the farthest first
        int reads = 0;
    };
    bool is_older() const { return direction_ == comments::Direction::older; }
    bool comes_later(std::size_t a, std::size_t b) const;
    bool read_on(Entry& entry, const comments::Cursor& from);
    void push(std::size_t index);
    std::size_t pop();

    db::Snapshot& snapshot_;
    comments::Direction direction_;
    comments::Cursor from_;
    std::vector<Entry> entries_;
    std::vector<std::size_t> heap_;
    std::optional<comments::Cursor> last_;
};

} // namespace masthead::follows
