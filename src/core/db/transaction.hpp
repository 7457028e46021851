#pragma once

#include "core/base/id.hpp"
#include "core/db/query.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace masthead::db {

using Args = std::initializer_list<Arg>;

/// A consistent view of the database for reading. Throws db::Error where the engine fails.
/// Threads: one at a time, only inside the body it was given to.
class Snapshot {
public:
    virtual ~Snapshot() = default;

    /// Calls `visit(row)` for each row. A visitor must not use the snapshot for the same query.
    template <class Visit>
    void each(const Query& query, Args args, Visit&& visit)
    {
        using V = std::remove_reference_t<Visit>;
        select(query, {args.begin(), args.size()}, &visit,
               [](void* context, const Row& row) { (*static_cast<V*>(context))(row); });
    }

    /// All rows mapped by `map(row)`; the statement carries its LIMIT.
    template <class Map>
    auto list(const Query& query, Args args, Map&& map)
    {
        std::vector<std::remove_cvref_t<std::invoke_result_t<Map, const Row&>>> rows;
        each(query, args, [&](const Row& row) { rows.push_back(map(row)); });
        return rows;
    }

    /// The first row mapped by `map(row)`, or absent.
    template <class Map>
    auto find(const Query& query, Args args, Map&& map)
    {
        std::optional<std::remove_cvref_t<std::invoke_result_t<Map, const Row&>>> found;
        each(query, args, [&](const Row& row) {
            if (!found)
                found.emplace(map(row));
        });
        return found;
    }

    /// The integer in the first column of the first row, or `otherwise`.
    std::int64_t integer(const Query& query, Args args, std::int64_t otherwise = 0)
    {
        return find(query, args, [](const Row& row) { return row.integer(0); }).value_or(otherwise);
    }

protected:
    using RowCallback = void (*)(void* context, const Row& row);
    virtual void select(const Query& query, std::span<const Arg> args, void* context,
                        RowCallback callback) = 0;
};

/// A write transaction. The body that receives it may be run again as a whole, so it has no effect
/// outside the transaction.
class Tx : public Snapshot {
public:
    /// Runs a statement without rows; answers the number of rows it changed.
    std::int64_t run(const Query& query, Args args)
    {
        return execute(query, {args.begin(), args.size()});
    }

    /// A new id, unique across nodes and restarts.
    template <class IdType>
    IdType new_id()
    {
        return IdType{next_id()};
    }

protected:
    virtual std::int64_t execute(const Query& query, std::span<const Arg> args) = 0;
    virtual std::int64_t next_id() = 0;
};

} // namespace masthead::db
