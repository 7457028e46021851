#include "core/handlebars/error.hpp"

#include "core/base/check.hpp"

namespace masthead::handlebars {

std::string Error::text() const
{
    return file + ':' + std::to_string(position.line) + ':' + std::to_string(position.column) +
           ": " + message;
}

void throw_exception_from_error(const Error& error, const boost::source_location& where)
{
    check_failed(error.message.c_str(), where.file_name(), static_cast<int>(where.line()));
}

Failure to_failure(const Error& error)
{
    return refuse(Refusal::invalid, "theme.template_invalid", error.text());
}

} // namespace masthead::handlebars
