#include "core/images/formats.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace masthead::images {

namespace {

constexpr std::size_t boxes_max = 256;
constexpr std::size_t properties_max = 1'024;
constexpr std::size_t brands_max = 64;

struct Box {
    Bytes body;
    std::size_t end = 0;
    bool is(std::string_view type) const { return kind.matches(0, type); }
    Bytes kind;
};

// A box at `at`; absent at the end or where its size is impossible. A box that runs past what was
// read is cut there: the file goes on, the header may already be complete.
std::optional<Box> box_at(Bytes bytes, std::size_t at)
{
    if (!bytes.has(at, 8))
        return std::nullopt;
    std::size_t header = 8;
    std::uint64_t size = bytes.big32(at);
    if (size == 1) {
        if (!bytes.has(at, 16))
            return std::nullopt;
        size = std::uint64_t{bytes.big32(at + 8)} << 32 | bytes.big32(at + 12);
        header = 16;
    } else if (size == 0) {
        size = bytes.size() - at;
    }
    if (size < header)
        return std::nullopt;
    const auto end = size > bytes.size() - at ? bytes.size() : at + static_cast<std::size_t>(size);
    return Box{bytes.part(at + header, end - at - header), end, bytes.part(at + 4, 4)};
}

template <class Visit>
void each_box(Bytes bytes, std::size_t from, Visit&& visit)
{
    std::size_t at = from;
    for (std::size_t count = 0; count < boxes_max; ++count) {
        const auto box = box_at(bytes, at);
        if (!box)
            return;
        visit(*box);
        at = box->end;
    }
}

std::optional<Bytes> find_box(Bytes bytes, std::size_t from, std::string_view type)
{
    std::optional<Bytes> found;
    each_box(bytes, from, [&](const Box& box) {
        if (!found && box.is(type))
            found = box.body;
    });
    return found;
}

struct Property {
    std::optional<Sides> sides;
    bool turned = false; // by 90 or 270 degrees
};

std::vector<Property> read_properties(Bytes container)
{
    std::vector<Property> properties;
    each_box(container, 0, [&](const Box& box) {
        Property property;
        if (box.is("ispe") && box.body.has(0, 12))
            property.sides = Sides{box.body.big32(4), box.body.big32(8)};
        else if (box.is("irot"))
            property.turned = (box.body.byte(0) & 1) != 0;
        properties.push_back(property);
    });
    return properties;
}

std::uint32_t primary_item(Bytes meta)
{
    const auto box = find_box(meta, 4, "pitm");
    if (!box)
        return 0;
    return box->byte(0) == 0 ? box->big16(4) : box->big32(4);
}

// Indices (from 1) of the properties that belong to an item.
std::vector<std::uint32_t> properties_of(Bytes ipma, std::uint32_t item)
{
    std::vector<std::uint32_t> indices;
    const bool long_ids = ipma.byte(0) != 0;
    const bool long_indices = (ipma.byte(3) & 1) != 0;
    const auto entries = ipma.big32(4);
    std::size_t at = 8;
    for (std::uint32_t i = 0; i < entries && at < ipma.size(); ++i) {
        const auto id = long_ids ? ipma.big32(at) : ipma.big16(at);
        at += long_ids ? 4 : 2;
        const auto count = ipma.byte(at++);
        for (std::uint32_t n = 0; n < count && indices.size() < properties_max; ++n) {
            const auto index = long_indices ? ipma.big16(at) & 0x7fff : ipma.byte(at) & 0x7f;
            at += long_indices ? 2 : 1;
            if (id == item)
                indices.push_back(index);
        }
    }
    return indices;
}

} // namespace

bool is_avif(Bytes bytes)
{
    if (!bytes.matches(4, "ftyp"))
        return false;
    const auto box = box_at(bytes, 0);
    if (!box)
        return false;
    const auto named = [&](std::size_t at) {
        return box->body.matches(at, "avif") || box->body.matches(at, "avis");
    };
    if (named(0))
        return true;
    for (std::size_t i = 0; i < brands_max; ++i) {
        if (named(8 + 4 * i))
            return true;
    }
    return false;
}

std::optional<Sides> read_avif(Bytes bytes)
{
    const auto meta = find_box(bytes, 0, "meta");
    if (!meta)
        return std::nullopt;
    const auto iprp = find_box(*meta, 4, "iprp");
    const auto ipco = iprp ? find_box(*iprp, 0, "ipco") : std::nullopt;
    const auto ipma = iprp ? find_box(*iprp, 0, "ipma") : std::nullopt;
    if (!ipco || !ipma)
        return std::nullopt;
    const auto properties = read_properties(*ipco);
    std::optional<Sides> sides;
    bool turned = false;
    for (const auto index : properties_of(*ipma, primary_item(*meta))) {
        if (index == 0 || index > properties.size())
            continue;
        const auto& property = properties[index - 1];
        if (property.sides && !sides)
            sides = property.sides;
        turned = turned || property.turned;
    }
    if (sides && turned)
        std::swap(sides->width, sides->height);
    return sides;
}

} // namespace masthead::images
