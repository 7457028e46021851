#include "surfaces/site/helpers.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

std::int64_t number_of(const HelperCall& call, Symbol name, std::int64_t otherwise)
{
    return call.hash(name).as_integer().value_or(otherwise);
}

struct Stretch {
    std::int64_t from = 1; ///< counted from 1, as Ghost's `from` is
    std::int64_t to = 0;   ///< inclusive
    std::int64_t columns = 0;
};

Stretch stretch_of(const HelperCall& call, std::int64_t size)
{
    static const Symbol from{"from"}, to{"to"}, limit{"limit"}, columns{"columns"};
    Stretch stretch;
    stretch.from = std::max<std::int64_t>(1, number_of(call, from, 1));
    stretch.to = std::min(size, number_of(call, to, size));
    const auto most = number_of(call, limit, 0);
    if (most > 0)
        stretch.to = std::min(stretch.to, stretch.from + most - 1);
    stretch.columns = number_of(call, columns, 0);
    return stretch;
}

void set_variables(DataFrame& frame, std::int64_t index, const Stretch& stretch)
{
    static const Symbol key{"key"}, index_name{"index"}, number{"number"}, first{"first"},
        last{"last"}, even{"even"}, odd{"odd"}, row_start{"rowStart"}, row_end{"rowEnd"};
    const auto shown = index + 1;
    frame.set(key, index).set(index_name, index).set(number, shown);
    frame.set(first, shown == stretch.from).set(last, shown == stretch.to);
    // Ghost calls the second, fourth … item even, counting from 1.
    frame.set(even, shown % 2 == 0).set(odd, shown % 2 == 1);
    if (stretch.columns > 0) {
        frame.set(row_start, index % stretch.columns == 0);
        frame.set(row_end, index % stretch.columns == stretch.columns - 1);
    }
}

Value foreach_helper(HelperCall& call)
{
    const auto& list = call.argument(0).forced();
    const auto size = static_cast<std::int64_t>(list.items().size());
    const auto stretch = stretch_of(call, size);
    bool any = false;
    for (auto index = stretch.from - 1; index < stretch.to && !call.failed(); ++index) {
        any = true;
        DataFrame frame{call.data()};
        set_variables(frame, index, stretch);
        const auto& item = list.at(static_cast<std::size_t>(index));
        const std::array<Value, 2> params{item, Value{index}};
        call.draw_body(item, {&frame, params});
    }
    if (!any)
        call.draw_inverse();
    return {};
}

} // namespace

void register_list_helpers(Engine& engine)
{
    engine.add_helper("foreach", foreach_helper);
}

} // namespace masthead::site
