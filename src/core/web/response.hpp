#pragma once

#include "core/base/clock.hpp"
#include "core/base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace masthead::net {
class BodySource;
class StreamSource;
} // namespace masthead::net

namespace masthead::web {

/// How a drawn page may be kept and shared. Its bytes must hold nothing personal.
struct PageCaching {
    std::vector<std::string> tags;   ///< "story:42", "stories": an event that names one drops it
    std::int64_t position = 0;       ///< event position read in the transaction that drew the page
    std::optional<Time> valid_until; ///< a schedule or an embargo that will change it
};

/// What a handler answers. An error status with an empty body is drawn by the error page hook.
struct Response {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8"; ///< empty: the field is left out
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers; ///< beyond what the server adds
    std::optional<PageCaching> caching;                       ///< absent: `no-store`
    std::shared_ptr<net::BodySource> stream = nullptr;        ///< instead of `body`: a large file
    std::uint64_t stream_bytes = 0;                           ///< exactly what `stream` will give
    std::shared_ptr<net::StreamSource> live = nullptr;        ///< instead of `body`: it has no end
    std::string problem = {}; ///< message key of a refusal, for the error page or JSON
    /// Where forms of this page may end up besides this site ("https://accounts.example"): browsers
    /// apply form-action to the redirects that follow a form too.
    std::vector<std::string> form_action_origins = {};
};

/// Plain answers. `see_other` is 303, `moved` 301; both take a path or an absolute address. A path
/// stays on the site: leading slashes and backslashes are folded into one, since browsers take
/// `//evil.example` and `/\\evil.example` for another host.
Response html(int status, std::string body);
Response text(int status, std::string body);
Response json(int status, std::string body);
Response moved(std::string location);
Response see_other(std::string location);

/// An empty answer with the refusal's status: the error page hook draws it.
Response refuse(const Failure& failure);

/// The status that stands for a refusal: the only place that knows.
int status_of(Refusal reason);

} // namespace masthead::web
