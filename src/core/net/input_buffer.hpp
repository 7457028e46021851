#pragma once

#include "core/base/limits.hpp"

#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace masthead::net {

/// What has been received and not yet used. Small at first, so that ten thousand idle readers cost
/// little; grows to the size of the largest head.
class InputBuffer {
public:
    std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }

    /// Room behind the contents, at least one byte while they are below `capacity_max`.
    std::span<char> space()
    {
        if (end_ == capacity_)
            make_room();
        return {bytes_.get() + end_, capacity_ - end_};
    }

    void received(std::size_t count) { end_ += count; }

    void consume(std::size_t count)
    {
        begin_ += count;
        if (begin_ == end_)
            begin_ = end_ = 0;
    }

    void clear() { begin_ = end_ = 0; }

    /// Gives the memory back; what is buffered is lost.
    void release()
    {
        bytes_.reset();
        begin_ = end_ = capacity_ = 0;
    }

    static constexpr std::size_t capacity_first = 2 * 1024;
    static constexpr std::size_t capacity_max = limits::request_head_bytes_max;

private:
    void make_room()
    {
        const std::size_t size = end_ - begin_;
        if (begin_ == 0 && capacity_ < capacity_max) {
            const std::size_t larger =
                capacity_ == 0 ? capacity_first : std::min(capacity_ * 4, capacity_max);
            auto bytes = std::make_unique_for_overwrite<char[]>(larger);
            if (size > 0)
                std::memcpy(bytes.get(), bytes_.get(), size);
            bytes_ = std::move(bytes);
            capacity_ = larger;
        } else if (begin_ > 0) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, size);
        }
        begin_ = 0;
        end_ = size;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

} // namespace masthead::net
