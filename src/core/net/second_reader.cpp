#include "core/net/second_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <cstddef>
#include <iterator>
#include <memory_resource>

namespace masthead::net {

namespace {

namespace http = boost::beast::http;

/// Field nodes come from a block on the stack: a head is read and forgotten within one call.
using Allocator = std::pmr::polymorphic_allocator<char>;
using Parser = http::request_parser<http::empty_body, Allocator>;

std::string_view view(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

bool same_request(const Parser& parser, const ParsedHead& head)
{
    const auto& fields = parser.get();
    const RequestHead& request = head.request;
    const bool origin_form = view(fields.target()) == request.target;
    const bool absolute_form =
        view(fields.target()).ends_with(request.target) || request.target == "/";
    const auto count = std::distance(fields.begin(), fields.end());
    return view(fields.method_string()) == request.method && (origin_form || absolute_form) &&
           static_cast<std::size_t>(count) == request.fields.size() &&
           parser.chunked() == (head.framing == Framing::chunked) &&
           parser.content_length().value_or(0) == head.content_length &&
           parser.keep_alive() == head.keep_alive && (fields.version() == 10) == head.http_1_0;
}

} // namespace

bool second_reader_agrees(std::string_view text, const ParsedHead& head)
{
    if (text.starts_with("\r\n"))
        text.remove_prefix(2);
    std::array<std::byte, 4096> block;
    std::pmr::monotonic_buffer_resource memory{block.data(), block.size()};
    const Allocator allocator{&memory};
    Parser parser{std::piecewise_construct, std::make_tuple(), std::make_tuple(allocator)};
    parser.header_limit(static_cast<std::uint32_t>(limits::request_head_bytes_max));
    parser.body_limit(boost::none);
    boost::beast::error_code failed;
    const auto used = parser.put(boost::asio::buffer(text.data(), text.size()), failed);
    return !failed && used == text.size() && parser.is_header_done() && same_request(parser, head);
}

} // namespace masthead::net
