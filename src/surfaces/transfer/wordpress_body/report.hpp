#pragma once

#include "surfaces/transfer/wordpress_body/convert.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace masthead::wordpress_body {

/// Collects notices while a body is converted; equal ones are counted.
class Report {
public:
    static constexpr std::size_t notices_max = 200;
    static constexpr std::size_t detail_bytes_max = 300;

    void add(NoticeKind kind, std::string_view detail);

    /// The notices, ordered by kind and detail.
    std::vector<Notice> notices() const;

private:
    std::map<std::pair<NoticeKind, std::string>, int> counts_;
};

} // namespace masthead::wordpress_body
