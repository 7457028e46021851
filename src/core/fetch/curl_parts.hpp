#pragma once

#include "core/base/text.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string>

/// libcurl's objects with owners, and what every transfer here begins with; for this room alone.
namespace masthead::fetch {

/// Gives an object back by libcurl's own function.
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

/// A fresh transfer.
inline Handle new_handle()
{
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    Handle handle{ready ? curl_easy_init() : nullptr};
    if (!handle)
        throw std::bad_alloc();
    return handle;
}

/// An option that cannot be set means that there was no memory for it.
template <class Value>
void set(CURL* handle, CURLoption option, Value value)
{
    if (curl_easy_setopt(handle, option, value) != CURLE_OK)
        throw std::bad_alloc();
}

/// Empty where the address has no such part.
inline std::string part_of(CURLU* url, CURLUPart part)
{
    char* text = nullptr;
    if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
        return {};
    const Text owner{text};
    return text;
}

/// Whether this is the port of 127.0.0.1 that a test has named.
inline bool is_local_port(const sockaddr& address, std::optional<std::uint16_t> port)
{
    if (!port || address.sa_family != AF_INET)
        return false;
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return in.sin_addr.s_addr == htonl(INADDR_LOOPBACK) && ntohs(in.sin_port) == *port;
}

/// The socket that libcurl asks for once an address has been found good.
inline curl_socket_t open_checked(const curl_sockaddr& address)
{
    return socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

} // namespace masthead::fetch
