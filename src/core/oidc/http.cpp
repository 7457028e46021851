#include "core/oidc/http.hpp"

#include "core/fetch/public_address.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace masthead::oidc {

namespace {

constexpr std::size_t url_bytes_max = 2'048;
constexpr std::string_view loopback_host = "127.0.0.1";

template <auto free>
struct Free {
    template <class T>
    void operator()(T* object) const
    {
        free(object);
    }
};
using Handle = std::unique_ptr<CURL, Free<curl_easy_cleanup>>;
using Url = std::unique_ptr<CURLU, Free<curl_url_cleanup>>;
using Text = std::unique_ptr<char, Free<curl_free>>;
using Headers = std::unique_ptr<curl_slist, Free<curl_slist_free_all>>;

// What the callbacks of one request share; nothing may throw through libcurl's C frames.
struct Exchange {
    const HttpRules& rules;
    std::string body;
    bool not_public = false;
    bool too_large = false;
};

/// No spaces, controls, fragments, nor what browsers read differently.
bool is_url_character(char c)
{
    return c > ' ' && c <= '~' && std::string_view{"#\\\"<>"}.find(c) == std::string_view::npos;
}

bool is_loopback(const sockaddr& address)
{
    if (address.sa_family != AF_INET)
        return false;
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return in.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
}

bool may_connect(const HttpRules& rules, const sockaddr& address)
{
    if (rules.private_addresses == HttpRules::Private::allowed || fetch::is_public(address))
        return true;
    return rules.plain_loopback == HttpRules::PlainLoopback::allowed && is_loopback(address);
}

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address)
{
    auto& exchange = *static_cast<Exchange*>(context);
    if (!may_connect(exchange.rules, address->addr)) {
        exchange.not_public = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* data, std::size_t, std::size_t count, void* context)
{
    auto& exchange = *static_cast<Exchange*>(context);
    if (count > http_body_bytes_max - exchange.body.size()) {
        exchange.too_large = true;
        return 0;
    }
    try {
        exchange.body.append(data, count);
    } catch (const std::bad_alloc&) {
        return 0; // libcurl gives the transfer up
    }
    return count;
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value)
{
    if (curl_easy_setopt(handle, option, value) != CURLE_OK)
        throw std::bad_alloc();
}

long in_ms(std::chrono::milliseconds time)
{
    return static_cast<long>(time.count());
}

void prepare(CURL* handle, const HttpRequest& request, Exchange& exchange)
{
    set(handle, CURLOPT_URL, request.url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "http,https"); // which of them, is_allowed_url has said
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle, CURLOPT_PROXY, ""); // a proxy would make the connection that is checked here
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_USERAGENT, "masthead");
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, in_ms(http_connect_timeout));
    set(handle, CURLOPT_TIMEOUT_MS, in_ms(http_total_timeout));
    set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
    set(handle, CURLOPT_WRITEFUNCTION, take_body);
    set(handle, CURLOPT_WRITEDATA, &exchange);
    if (!request.form.empty()) {
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.form.size()));
        set(handle, CURLOPT_POSTFIELDS, request.form.c_str());
    }
}

void add_header(Headers& headers, const std::string& line)
{
    auto* longer = curl_slist_append(headers.get(), line.c_str());
    if (!longer)
        throw std::bad_alloc();
    headers.release(); // NOLINT(bugprone-unused-return-value): the same list, now longer
    headers.reset(longer);
}

Failure unreachable(const Exchange& exchange, CURLcode code)
{
    const char* why = exchange.too_large    ? "the answer is too large"
                      : exchange.not_public ? "its address is not a public one"
                                            : curl_easy_strerror(code);
    return refuse(Refusal::conflict, "oidc.unreachable", why);
}

Result<HttpAnswer> ask(const HttpRequest& request, const HttpRules& rules)
{
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    const Handle handle{ready ? curl_easy_init() : nullptr};
    if (!handle)
        throw std::bad_alloc();
    if (!is_allowed_url(request.url, rules))
        return refuse(Refusal::conflict, "oidc.unreachable", "its address is not https");
    Exchange exchange{rules, {}, false, false};
    prepare(handle.get(), request, exchange);
    Headers headers;
    add_header(headers, "Accept: application/json");
    if (!request.authorization.empty())
        add_header(headers, "Authorization: " + request.authorization);
    set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    const auto code = curl_easy_perform(handle.get());
    if (code != CURLE_OK)
        return unreachable(exchange, code);
    long status = 0;
    const char* type = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type);
    return HttpAnswer{static_cast<int>(status), type ? type : "", std::move(exchange.body)};
}

} // namespace

// Read by the library that will make the connection, so that there is one opinion of what the host
// is. (Boost.URL 1.81 ends the host of "http://127.0.0.1.example/" behind the number.)
bool is_allowed_url(std::string_view url, const HttpRules& rules)
{
    const bool plain = url.rfind("http://", 0) == 0;
    if (url.size() > url_bytes_max || (!plain && url.rfind("https://", 0) != 0) ||
        !std::all_of(url.begin(), url.end(), is_url_character))
        return false;
    const Url parsed{curl_url()};
    if (!parsed)
        throw std::bad_alloc();
    if (curl_url_set(parsed.get(), CURLUPART_URL, std::string{url}.c_str(), CURLU_DISALLOW_USER) !=
        CURLUE_OK)
        return false;
    char* host = nullptr;
    if (curl_url_get(parsed.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return false;
    const Text owner{host};
    return !plain || (rules.plain_loopback == HttpRules::PlainLoopback::allowed &&
                      std::string_view{host} == loopback_host);
}

HttpClient make_http_client(HttpRules rules)
{
    return [rules](const HttpRequest& request) { return ask(request, rules); };
}

} // namespace masthead::oidc
