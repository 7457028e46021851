#include "surfaces/transfer/fetch_queue.hpp"

#include "core/base/text.hpp"
#include "surfaces/transfer/site_address.hpp"

#include <thread>

namespace masthead::transfer {

FetchQueue::FetchQueue(std::optional<std::uint16_t> allowed_local_port)
{
    limits_.bytes_max = fetched_file_bytes_max;
    limits_.allowed_local_port = allowed_local_port;
}

Result<fetch::Fetched> FetchQueue::fetch(const std::string& url, const fetch::Sink& sink)
{
    auto& host = hosts_[to_lower_ascii(split_url(url).authority)];
    if (host.failures >= fetch_failures_max)
        return refuse(Refusal::too_many, "import.fetch",
                      "its host failed " + std::to_string(fetch_failures_max) +
                          " times in a row and is not asked again in this run");
    std::this_thread::sleep_until(host.next);
    host.next = std::chrono::steady_clock::now() +
                std::chrono::milliseconds{1'000 / fetches_per_second_max};
    auto fetched = fetch::fetch_public(url, limits_, sink);
    // A file that is gone is an answer; only silence and errors count against a host.
    const bool answered = fetched || fetched.error().reason == Refusal::not_found ||
                          fetched.error().reason == Refusal::gone ||
                          fetched.error().reason == Refusal::too_large;
    host.failures = answered ? 0 : host.failures + 1;
    return fetched;
}

} // namespace masthead::transfer
