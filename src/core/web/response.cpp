#include "core/web/response.hpp"

#include "core/net/application.hpp"

namespace masthead::web {

namespace {

/// A path stays a path of this site whatever stands in it.
std::string on_this_site(std::string location)
{
    const auto slashes = location.find_first_not_of("/\\");
    const auto count = slashes == std::string::npos ? location.size() : slashes;
    if (count > 0)
        location.replace(0, count, "/");
    return location;
}

Response redirect(int status, std::string location)
{
    Response response;
    response.status = status;
    response.content_type.clear();
    response.headers.emplace_back("Location", on_this_site(std::move(location)));
    return response;
}

Response of_type(int status, std::string_view type, std::string body)
{
    Response response;
    response.status = status;
    response.content_type = type;
    response.body = std::move(body);
    return response;
}

} // namespace

Response html(int status, std::string body)
{
    return of_type(status, "text/html; charset=utf-8", std::move(body));
}

Response text(int status, std::string body)
{
    return of_type(status, "text/plain; charset=utf-8", std::move(body));
}

Response json(int status, std::string body)
{
    return of_type(status, "application/json", std::move(body));
}

Response moved(std::string location)
{
    return redirect(301, std::move(location));
}

Response see_other(std::string location)
{
    return redirect(303, std::move(location));
}

Response refuse(const Failure& failure)
{
    Response response = html(status_of(failure.reason), {});
    response.problem = failure.message_key;
    return response;
}

int status_of(Refusal reason)
{
    switch (reason) {
    case Refusal::not_found: return 404;
    case Refusal::gone: return 410;
    case Refusal::not_allowed: return 403;
    case Refusal::invalid: return 422;
    case Refusal::conflict: return 409;
    case Refusal::too_many: return 429;
    case Refusal::too_large: return 413;
    }
    return 500;
}

} // namespace masthead::web
