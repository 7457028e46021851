#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <utility>

namespace masthead {

/// Why a caller was refused. The HTTP status for each is known to `core/web` alone.
enum class Refusal { not_found, gone, not_allowed, invalid, conflict, too_many, too_large };

/// A refusal that the caller could cause. `message_key` is translated at the edge; `detail` is for
/// operators at a command line (file, line, offending value) and is never shown to readers.
struct Failure {
    Refusal reason = Refusal::invalid;
    std::string message_key;
    std::string detail;
};

/// A value, or the refusal that stood in its way. Failures of the environment (disk, database,
/// network) are exceptions; bugs are MH_CHECK.
template <class T>
using Result = boost::system::result<T, Failure>;

/// Shorthand for returning a refusal.
inline Failure refuse(Refusal reason, std::string message_key, std::string detail = {})
{
    return Failure{reason, std::move(message_key), std::move(detail)};
}

/// Boost.System asks for this to turn `value()` on a failure into an exception: reaching it is a
/// bug.
[[noreturn]] void throw_exception_from_error(const Failure& failure,
                                             const boost::source_location& where);

} // namespace masthead
