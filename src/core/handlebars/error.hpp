#pragma once

#include "core/base/result.hpp"

#include <string>
#include <utility>

namespace masthead::handlebars {

/// A place in a template: line from 1, column from 0 in bytes, as Handlebars counts.
struct Position {
    int line = 1;
    int column = 0;
};

/// Why a template could not be compiled or rendered, and where.
struct Error {
    Error() = default;
    // No aggregate: one of those could be made of a text alone, and an Outcome<std::string> would
    // not know which of the two a text is.
    Error(std::string in_file, Position at, std::string what)
        : file(std::move(in_file)), position(at), message(std::move(what))
    {
    }

    std::string file;
    Position position;
    std::string message;

    /// `file:line:column: message`.
    std::string text() const;
};

/// A value, or the template error that stood in its way.
template <class T>
using Outcome = boost::system::result<T, Error>;

/// Boost.System asks for this to turn `value()` on an error into an exception: reaching it is a
/// bug.
[[noreturn]] void throw_exception_from_error(const Error& error,
                                             const boost::source_location& where);

/// The error as a refusal for callers above: `invalid`, key `theme.template_invalid`, the text as
/// detail for operators.
Failure to_failure(const Error& error);

} // namespace masthead::handlebars
