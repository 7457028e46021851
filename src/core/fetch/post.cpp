#include "core/fetch/post.hpp"

#include "core/fetch/curl_parts.hpp"
#include "core/fetch/https_address.hpp"
#include "core/fetch/own_address.hpp"
#include "core/fetch/public_address.hpp"

namespace masthead::fetch {

namespace {

constexpr long connections_kept_max = 8;
constexpr long connection_idle_seconds_max = 60;

// What the callbacks of one post share; nothing may throw through libcurl's C frames.
struct Exchange {
    const PostLimits& limits;
    std::size_t bytes = 0;
    bool not_public = false;
};

bool may_connect(const PostLimits& limits, const sockaddr& address)
{
    try {
        return is_local_port(address, limits.allowed_local_port) ||
               (is_public(address) && !is_own_address(address));
    } catch (const std::exception&) {
        return false; // what cannot be told apart is not spoken to
    }
}

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address)
{
    auto& exchange = *static_cast<Exchange*>(context);
    if (!may_connect(exchange.limits, address->addr)) {
        exchange.not_public = true;
        return CURL_SOCKET_BAD;
    }
    return open_checked(*address);
}

std::size_t drop_body(char*, std::size_t, std::size_t count, void* context)
{
    auto& exchange = *static_cast<Exchange*>(context);
    if (count > exchange.limits.answer_bytes_max - exchange.bytes)
        return 0; // ends the transfer: the status is known
    exchange.bytes += count;
    return count;
}

long in_ms(std::chrono::milliseconds time)
{
    return static_cast<long>(time.count());
}

void prepare(CURL* handle, const Post& post, Exchange& exchange)
{
    set(handle, CURLOPT_URL, post.url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, exchange.limits.allowed_local_port ? "http,https" : "https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_PROXY, ""); // a proxy would make the connection that is checked here
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_USERAGENT, "masthead");
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, in_ms(exchange.limits.connect_timeout));
    set(handle, CURLOPT_TIMEOUT_MS, in_ms(exchange.limits.total_timeout));
    set(handle, CURLOPT_MAXCONNECTS, connections_kept_max);
    set(handle, CURLOPT_MAXAGE_CONN, connection_idle_seconds_max);
    set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
    set(handle, CURLOPT_WRITEFUNCTION, drop_body);
    set(handle, CURLOPT_WRITEDATA, &exchange);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
    set(handle, CURLOPT_POSTFIELDS, post.body.c_str());
}

Headers headers_of(const Post& post)
{
    Headers headers;
    for (const auto& [name, value] : post.fields) {
        auto* longer = curl_slist_append(headers.get(), (name + ": " + value).c_str());
        if (!longer)
            throw std::bad_alloc();
        headers.release(); // NOLINT(bugprone-unused-return-value): the same list, now longer
        headers.reset(longer);
    }
    return headers;
}

bool is_allowed(const std::string& url, const PostLimits& limits)
{
    if (!limits.allowed_local_port)
        return parse_https_address(url).has_value();
    const auto local = "://127.0.0.1:" + std::to_string(*limits.allowed_local_port) + "/";
    return url.starts_with("http" + local) || url.starts_with("https" + local) ||
           parse_https_address(url);
}

std::chrono::seconds retry_after_of(CURL* handle)
{
    curl_off_t seconds = 0;
    curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
    return std::chrono::seconds{seconds > 0 ? seconds : 0};
}

} // namespace

// The handle keeps what it has connected to; its options are set anew for each post.
struct Poster::Connections {
    Handle handle = new_handle();
};

Poster::Poster(PostLimits limits) : limits_(limits) {}

Poster::~Poster() = default;

Result<PostAnswer> Poster::post(const Post& post)
{
    if (!is_allowed(post.url, limits_))
        return refuse(Refusal::invalid, "post.address", "not an https address of the open net");
    if (!connections_)
        connections_ = std::make_unique<Connections>();
    auto* handle = connections_->handle.get();
    curl_easy_reset(handle);
    Exchange exchange{limits_, 0, false};
    prepare(handle, post, exchange);
    const auto headers = headers_of(post);
    set(handle, CURLOPT_HTTPHEADER, headers.get());
    const auto code = curl_easy_perform(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200)
        return PostAnswer{static_cast<int>(status), retry_after_of(handle)};
    if (exchange.not_public)
        return refuse(Refusal::not_allowed, "post.not_public", "its address is not a public one");
    return refuse(Refusal::conflict, "post.network",
                  code == CURLE_OK ? "no answer" : curl_easy_strerror(code));
}

} // namespace masthead::fetch
