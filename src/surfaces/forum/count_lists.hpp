#pragma once

#include "core/base/clock.hpp"

#include <cstddef>
#include <mutex>
#include <string_view>
#include <unordered_set>

namespace masthead::forum {

/// Which lists of several stories the page cache may keep the numbers of. A list has one spelling
/// that is kept, but of a hundred stories there are more lists than there is memory: whoever asks
/// for one after the other would push every real page out. So the first `lists_max` of an hour are
/// kept, and the others are answered all the same. One story's numbers are always kept.
/// Threads: any.
class CountLists {
public:
    bool admit(std::string_view list, Time now);

    static constexpr std::size_t lists_max = 500;
    static constexpr Milliseconds remembered = std::chrono::hours{1};

private:
    std::mutex mutex_;
    std::unordered_set<std::size_t> admitted_; // hashes: two lists that share one harm nobody
    Time ends_at_{};
};

} // namespace masthead::forum
