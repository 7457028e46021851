#include "core/web/error_pages.hpp"

#include "core/base/log.hpp"
#include "core/web/words.hpp"

#include <algorithm>

namespace masthead::web {

namespace {

constexpr Milliseconds kept_for{1'000};
constexpr std::size_t kept_max = 64; // there are far fewer kinds of refusals

std::string_view error_name_of(int status)
{
    switch (status) {
    case 401: return "sign_in";
    case 403: return "not_allowed";
    case 404: return "not_found";
    case 405: return "wrong_method";
    case 409: return "conflict";
    case 410: return "gone";
    case 413: return "too_large";
    case 429: return "too_many";
    default: return status >= 500 ? "failed" : "invalid";
    }
}

Response with_page(Response response, const Response& page)
{
    response.content_type = page.content_type;
    response.body = page.body;
    response.headers.insert(response.headers.end(), page.headers.begin(), page.headers.end());
    return response;
}

} // namespace

std::string ErrorPages::words(std::string_view key, int status) const
{
    std::string words;
    if (options_.words && !key.empty())
        words = options_.words(key);
    if (words.empty())
        words = default_words(key);
    return words.empty() ? std::string{net::reason_phrase(status)} : words;
}

Response ErrorPages::page(int status, const Request& request) const
{
    if (options_.error_page) {
        try {
            Response page = options_.error_page(status, request);
            page.status = status;
            return page;
        } catch (const std::exception& failure) {
            log::error("web.error_page_failed", {{"status", status}, {"what", failure.what()}});
        }
    }
    return text(status, words(request.problem, status) + "\n");
}

Response ErrorPages::as_json(Response response) const
{
    const auto& key = response.problem;
    response.body =
        "{\"error\":" + json_string(key.empty() ? error_name_of(response.status) : key) +
        ",\"message\":" + json_string(words(key, response.status));
    const auto wait =
        std::ranges::find(response.headers, "Retry-After", &Fields::value_type::first);
    if (wait != response.headers.end())
        response.body += ",\"wait_s\":" + wait->second;
    response.body += '}';
    response.content_type = "application/json";
    return response;
}

Response ErrorPages::dress(Response response, const Request& request) const
{
    if (response.status < 400 || !response.body.empty() || response.stream)
        return response;
    if (request.wants_json())
        return as_json(std::move(response));
    Request asked = request;
    asked.problem = response.problem;
    const Response drawn = page(response.status, asked);
    return with_page(std::move(response), drawn);
}

std::optional<Response> ErrorPages::dress_kept(const Response& bare, Time now) const
{
    const std::lock_guard lock{mutex_};
    const auto found = kept_.find({bare.status, bare.problem});
    if (found == kept_.end())
        return std::nullopt;
    const auto age = now - found->second.drawn_at;
    if (age < Milliseconds{0} || age >= kept_for)
        return std::nullopt;
    return with_page(bare, found->second.page);
}

Response ErrorPages::dress_shared(const Response& bare, const Request& request, Time now)
{
    if (auto dressed = dress_kept(bare, now))
        return std::move(*dressed);
    Request asked = request;
    asked.problem = bare.problem;
    Response drawn = page(bare.status, asked);
    const std::lock_guard lock{mutex_};
    if (kept_.size() >= kept_max)
        kept_.clear();
    kept_[{bare.status, bare.problem}] = {drawn, now};
    return with_page(bare, drawn);
}

} // namespace masthead::web
