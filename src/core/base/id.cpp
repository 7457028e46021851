#include "core/base/id.hpp"

#include "core/base/check.hpp"

namespace masthead {

namespace {

constexpr Time ids_start_at = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};
constexpr int counter_bits = 12;
constexpr int node_bits = 10;
constexpr std::int64_t counter_mask = (std::int64_t{1} << counter_bits) - 1;

// Inside the source the counter sits directly below the milliseconds, so that "the next id" is
// an increment that overflows into the next millisecond; the node's bits go between on the way out.
std::int64_t with_node(std::int64_t sequence, std::int64_t node)
{
    return ((sequence >> counter_bits) << (counter_bits + node_bits)) | (node << counter_bits) |
           (sequence & counter_mask);
}

std::int64_t without_node(std::int64_t id)
{
    return ((id >> (counter_bits + node_bits)) << counter_bits) | (id & counter_mask);
}

} // namespace

IdSource::IdSource(const Clock& clock, std::uint16_t node, std::int64_t floor)
    : clock_(clock), node_bits_(node), last_(without_node(floor))
{
    MH_CHECK(node < (1 << node_bits));
}

std::int64_t IdSource::next()
{
    const auto ms = to_ms(clock_.now()) - to_ms(ids_start_at);
    const auto earliest = ms << counter_bits;
    auto last = last_.load();
    auto mine = last;
    do {
        mine = std::max(earliest, last + 1);
    } while (!last_.compare_exchange_weak(last, mine));
    return with_node(mine, node_bits_);
}

std::int64_t IdSource::high_water() const
{
    return with_node(last_.load(), node_bits_);
}

} // namespace masthead
