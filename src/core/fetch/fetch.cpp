#include "core/fetch/fetch.hpp"

#include "core/base/text.hpp"
#include "core/fetch/curl_parts.hpp"
#include "core/fetch/public_address.hpp"

#include <exception>

namespace masthead::fetch {

namespace {

constexpr std::size_t url_bytes_max = 4'096;
constexpr long low_speed_seconds = 20;

// What the callbacks of one transfer share. Nothing may throw through libcurl's C frames, so the
// sink's exception waits here.
struct Transfer {
    const FetchLimits& limits;
    const Sink& sink;
    CURL* handle = nullptr;
    std::size_t bytes = 0;
    bool not_public = false;
    bool too_large = false;
    std::exception_ptr error;
};

curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address)
{
    auto& transfer = *static_cast<Transfer*>(context);
    if (!is_public(address->addr) &&
        !is_local_port(address->addr, transfer.limits.allowed_local_port)) {
        transfer.not_public = true;
        return CURL_SOCKET_BAD;
    }
    return open_checked(*address);
}

std::size_t take_body(char* data, std::size_t, std::size_t count, void* context)
{
    auto& transfer = *static_cast<Transfer*>(context);
    long status = 0;
    curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) // the text of an error page is nobody's file
        return count;
    if (count > transfer.limits.bytes_max - transfer.bytes) {
        transfer.too_large = true;
        return 0;
    }
    transfer.bytes += count;
    try {
        transfer.sink({data, count});
    } catch (...) {
        transfer.error = std::current_exception();
        return 0;
    }
    return count;
}

Result<void> check_address(const std::string& address)
{
    if (address.size() > url_bytes_max || address.find('\0') != std::string::npos)
        return refuse(Refusal::invalid, "fetch.address", "longer than any address is");
    const Url url{curl_url()};
    if (!url)
        throw std::bad_alloc();
    if (curl_url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
        CURLUE_OK)
        return refuse(Refusal::invalid, "fetch.address", "not an address");
    const auto scheme = to_lower_ascii(part_of(url.get(), CURLUPART_SCHEME));
    if (scheme != "http" && scheme != "https")
        return refuse(Refusal::invalid, "fetch.address", "neither http nor https");
    if (!part_of(url.get(), CURLUPART_USER).empty() ||
        !part_of(url.get(), CURLUPART_PASSWORD).empty())
        return refuse(Refusal::invalid, "fetch.address", "with a user name in it");
    return {};
}

void prepare(CURL* handle, const std::string& url, Transfer& transfer)
{
    const auto& limits = transfer.limits;
    set(handle, CURLOPT_URL, url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_FOLLOWLOCATION, limits.redirects_max > 0 ? 1L : 0L);
    set(handle, CURLOPT_MAXREDIRS, static_cast<long>(limits.redirects_max));
    set(handle, CURLOPT_PROXY, ""); // a proxy would make the connection that is checked here
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_USERAGENT, "masthead-import");
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_timeout.count()));
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(limits.total_timeout.count()));
    set(handle, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.bytes_per_second_min));
    set(handle, CURLOPT_LOW_SPEED_TIME, low_speed_seconds);
    set(handle, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits.bytes_max));
    set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(handle, CURLOPT_OPENSOCKETDATA, &transfer);
    set(handle, CURLOPT_WRITEFUNCTION, take_body);
    set(handle, CURLOPT_WRITEDATA, &transfer);
}

Failure failure_of(const Transfer& transfer, CURLcode code)
{
    if (transfer.too_large || code == CURLE_FILESIZE_EXCEEDED)
        return refuse(Refusal::too_large, "fetch.too_large",
                      "more than " + std::to_string(transfer.limits.bytes_max) + " bytes");
    if (transfer.not_public && code == CURLE_COULDNT_CONNECT)
        return refuse(Refusal::not_allowed, "fetch.not_public", "its address is not a public one");
    if (code == CURLE_TOO_MANY_REDIRECTS)
        return refuse(Refusal::conflict, "fetch.redirects", "too many redirects");
    if (code == CURLE_UNSUPPORTED_PROTOCOL)
        return refuse(Refusal::not_allowed, "fetch.redirects", "redirected to another protocol");
    return refuse(Refusal::conflict, "fetch.network", curl_easy_strerror(code));
}

Result<void> check_status(CURL* handle)
{
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    if (status == 200)
        return {};
    const auto reason = status == 404   ? Refusal::not_found
                        : status == 410 ? Refusal::gone
                                        : Refusal::conflict;
    return refuse(reason, "fetch.status", "answered " + std::to_string(status));
}

} // namespace

Result<Fetched> fetch_public(const std::string& url, const FetchLimits& limits, const Sink& sink)
{
    if (const auto checked = check_address(url); !checked)
        return checked.error();
    const auto handle = new_handle();
    Transfer transfer{limits, sink, handle.get(), 0, false, false, nullptr};
    prepare(handle.get(), url, transfer);
    const auto code = curl_easy_perform(handle.get());
    if (transfer.error)
        std::rethrow_exception(transfer.error);
    if (code != CURLE_OK)
        return failure_of(transfer, code);
    if (const auto status = check_status(handle.get()); !status)
        return status.error();
    const char* final_url = nullptr;
    const char* type = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_EFFECTIVE_URL, &final_url);
    curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &type);
    return Fetched{final_url ? final_url : url, type ? type : "", transfer.bytes};
}

} // namespace masthead::fetch
