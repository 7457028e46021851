#include "features/follows/feed_merge.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace masthead::follows {

namespace {

using comments::Cursor;
using comments::Direction;

// The first look at a source is often in vain; whoever was on the page once is likely to be again.
constexpr int places_first_read = 1;
constexpr int places_later_read = 16;

auto key_of(const Cursor& place)
{
    return std::tuple{place.at, place.id};
}

// Before all places of its time, in the order of going back.
Cursor as_late_as(Time at)
{
    return {at, CommentId{std::numeric_limits<std::int64_t>::max()}};
}

} // namespace

FeedMerge::FeedMerge(db::Snapshot& snapshot, Direction direction, const Cursor& from)
    : snapshot_(snapshot), direction_(direction), from_(from)
{
}

void FeedMerge::add(const Source& source)
{
    // Nothing of it lies on this side of the place.
    const bool ends_before = !is_older() && source.newest < from_.at;
    const bool begins_after = is_older() && source.since > from_.at;
    if (ends_before || begins_after || source.newest < source.since || source.newest == Time{})
        return;
    Entry entry{source, from_, {}, 0};
    if (is_older())
        entry.head = std::min(from_, as_late_as(source.newest),
                              [](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
    entries_.push_back(std::move(entry));
    push(entries_.size() - 1);
}

std::optional<FeedMerge::Place> FeedMerge::next()
{
    while (!heap_.empty()) {
        const auto index = pop();
        auto& entry = entries_[index];
        if (entry.reads == 0) {
            if (read_on(entry, from_))
                push(index);
            continue;
        }
        const Place place{entry.head, entry.source.why};
        if (read_on(entry, place.at))
            push(index);
        if (last_ && key_of(*last_) == key_of(place.at))
            continue; // another follow brought it already
        last_ = place.at;
        return place;
    }
    return std::nullopt;
}

// Moves the head to the next place behind `from`; answers whether there is one.
bool FeedMerge::read_on(Entry& entry, const Cursor& from)
{
    if (entry.read.empty()) {
        auto start = from;
        const Cursor before_all{entry.source.since, CommentId{}};
        if (!is_older() && entry.source.since != Time{} && key_of(start) < key_of(before_all))
            start = before_all;
        entry.read =
            comments::find_places(snapshot_, entry.source.stream, direction_, start,
                                  entry.reads == 0 ? places_first_read : places_later_read);
        ++entry.reads;
        std::ranges::reverse(entry.read);
    }
    if (entry.read.empty())
        return false;
    entry.head = entry.read.back();
    entry.read.pop_back();
    return entry.source.since == Time{} || entry.head.at >= entry.source.since;
}

// Of equal places the nearest follow comes first: a reader before the section they wrote in.
bool FeedMerge::comes_later(std::size_t a, std::size_t b) const
{
    const auto& left = entries_[a];
    const auto& right = entries_[b];
    const auto left_key = key_of(left.head);
    const auto right_key = key_of(right.head);
    if (left_key != right_key)
        return is_older() ? left_key < right_key : left_key > right_key;
    // One that is not read yet stands for places up to its own, and is looked at first.
    const auto rank = [](const Entry& entry) {
        return std::tuple{entry.reads > 0, entry.source.why.kind, entry.source.why.id};
    };
    return rank(left) > rank(right);
}

void FeedMerge::push(std::size_t index)
{
    heap_.push_back(index);
    std::ranges::push_heap(heap_, [this](auto a, auto b) { return comes_later(a, b); });
}

std::size_t FeedMerge::pop()
{
    std::ranges::pop_heap(heap_, [this](auto a, auto b) { return comes_later(a, b); });
    const auto index = heap_.back();
    heap_.pop_back();
    return index;
}

} // namespace masthead::follows
