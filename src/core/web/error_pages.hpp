#pragma once

#include "core/base/clock.hpp"
#include "core/web/app.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace masthead::web {

/// Gives refusals their page or their JSON. Threads: any.
class ErrorPages {
public:
    /// `options` must outlive it.
    explicit ErrorPages(const AppOptions& options) : options_(options) {}

    /// Gives an error with an empty body its page, or JSON where the request wants that; anything
    /// else is left as it is. The handler's own fields and caching stay: only it knows the tags
    /// that would make the page another. On workers.
    Response dress(Response response, const Request& request) const;

    /// The page of an error, plain where there is no hook or the hook itself fails. On workers.
    Response page(int status, const Request& request) const;

    /// {"error": key, "message": words} in the place of the body, and what must be waited.
    Response as_json(Response response) const;

    /// The same page for all who meet the same refusal within a second, so that refusing a flood
    /// costs no drawing: absent where it has to be drawn with `dress_shared` first.
    std::optional<Response> dress_kept(const Response& bare, Time now) const;
    Response dress_shared(const Response& bare, const Request& request, Time now);

    /// The words for a reader that a key stands for; without any, the status' own.
    std::string words(std::string_view key, int status) const;

private:
    struct Kept {
        Response page;
        Time drawn_at;
    };
    using Kind = std::pair<int, std::string>; // status and problem

    const AppOptions& options_;
    mutable std::mutex mutex_;
    std::map<Kind, Kept> kept_;
};

} // namespace masthead::web
