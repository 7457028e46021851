#include "features/accounts/allowance.hpp"

#include "core/crypto/token.hpp"
#include "features/accounts/allowance_sql.hpp"

namespace masthead::accounts {

std::string allowance_key(std::string_view what, std::string_view who)
{
    std::string text{what};
    text += '\n';
    text += who;
    return crypto::token_hash(text);
}

std::optional<Milliseconds> use_allowance(db::Tx& tx, const Allowance& allowance,
                                          std::string_view who, Time now)
{
    const auto key = allowance_key(allowance.what, who);
    const auto stored = sql::find_used(tx, key);
    auto used = stored && stored->ends_at > now ? *stored : sql::Used{0, now + allowance.per};
    // A window that ends later than any new one would was begun by a clock that ran ahead.
    used.ends_at = std::min(used.ends_at, now + allowance.per);
    if (used.count >= allowance.most)
        return used.ends_at - now;
    ++used.count;
    sql::put_used(tx, key, used);
    return std::nullopt;
}

void clear_allowance(db::Tx& tx, const Allowance& allowance, std::string_view who)
{
    sql::delete_used(tx, allowance_key(allowance.what, who));
}

void give_back(db::Tx& tx, const Allowance& allowance, std::string_view who)
{
    const auto key = allowance_key(allowance.what, who);
    auto used = sql::find_used(tx, key);
    if (!used || used->count == 0)
        return;
    --used->count;
    sql::put_used(tx, key, *used);
}

void set_mark(db::Tx& tx, std::string_view what, std::string_view who, Time until)
{
    sql::put_used(tx, allowance_key(what, who), {1, until});
}

bool has_mark(db::Snapshot& snapshot, std::string_view what, std::string_view who, Time now)
{
    const auto stored = sql::find_used(snapshot, allowance_key(what, who));
    return stored && stored->ends_at > now;
}

std::string seconds_text(Milliseconds wait)
{
    return std::to_string((wait.count() + 999) / 1000);
}

} // namespace masthead::accounts
