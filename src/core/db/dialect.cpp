#include "core/db/dialect.hpp"

namespace masthead::db {

std::string sql_for(const DialectParts& parts, Dialect dialect)
{
    const auto own = dialect == Dialect::sqlite ? parts.sqlite : parts.postgres;
    return std::string{own} + "\n" + std::string{parts.common};
}

} // namespace masthead::db
