#include "core/base/result.hpp"

#include "core/base/check.hpp"

namespace masthead {

void throw_exception_from_error(const Failure& failure, const boost::source_location& where)
{
    check_failed(failure.message_key.c_str(), where.file_name(), static_cast<int>(where.line()));
}

} // namespace masthead
