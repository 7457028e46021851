#include "core/handlebars/symbol.hpp"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace masthead::handlebars {

namespace {

constexpr std::uint32_t chunk_names = 1'024;
constexpr std::uint32_t chunks_max = 4'096;

/// All names ever interned. Texts never move, so readers of a known id need no lock.
class SymbolTable {
public:
    SymbolTable() { intern(""); }

    std::uint32_t intern(std::string_view name)
    {
        if (const auto known = find(name))
            return *known;
        const std::unique_lock lock{mutex_};
        if (const auto known = ids_.find(name); known != ids_.end())
            return known->second;
        // A full table (four million names) answers with the empty name, which no object bears:
        // such a lookup finds nothing, and nothing else breaks.
        if (count_ == chunk_names * chunks_max)
            return 0;
        auto& chunk = chunks_[count_ / chunk_names];
        if (chunk == nullptr)
            chunk = std::make_unique<std::array<std::string, chunk_names>>();
        std::string& text = (*chunk)[count_ % chunk_names];
        text = name;
        ids_.emplace(text, count_);
        return count_++;
    }

    std::optional<std::uint32_t> find(std::string_view name) const
    {
        const std::shared_lock lock{mutex_};
        const auto known = ids_.find(name);
        return known == ids_.end() ? std::nullopt : std::optional{known->second};
    }

    // Whoever holds an id got it through the mutex, so the chunk and its text are visible to them.
    std::string_view text(std::uint32_t id) const
    {
        return (*chunks_[id / chunk_names])[id % chunk_names];
    }

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string_view, std::uint32_t> ids_;
    std::array<std::unique_ptr<std::array<std::string, chunk_names>>, chunks_max> chunks_;
    std::uint32_t count_ = 0;
};

SymbolTable& table()
{
    // Never destroyed: values in static storage may still name symbols while the process ends.
    static auto* const only = new SymbolTable;
    return *only;
}

/// "0", "17", without leading zeros and below 2^31: what JavaScript treats as an array index.
std::optional<std::uint32_t> array_index(std::string_view name)
{
    if (name.empty() || name.size() > 10 || (name.size() > 1 && name[0] == '0'))
        return std::nullopt;
    std::uint64_t index = 0;
    for (const char c : name) {
        if (c < '0' || c > '9')
            return std::nullopt;
        index = index * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (index > 0x7fff'ffffU)
        return std::nullopt;
    return static_cast<std::uint32_t>(index);
}

} // namespace

Symbol::Symbol(std::string_view name) : id_(0)
{
    const auto index = array_index(name);
    id_ = index ? *index | index_bit : table().intern(name);
}

std::optional<Symbol> Symbol::find(std::string_view name)
{
    if (const auto index = array_index(name))
        return of_index(*index);
    const auto id = table().find(name);
    return id ? std::optional{Symbol{*id}} : std::nullopt;
}

std::string Symbol::name() const
{
    return is_index() ? std::to_string(index()) : std::string{text()};
}

std::string_view Symbol::text() const
{
    return table().text(id_);
}

} // namespace masthead::handlebars
