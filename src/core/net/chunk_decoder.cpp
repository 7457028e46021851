#include "core/net/chunk_decoder.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::net {

namespace {

constexpr int size_digits_max = 8;

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_text(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= ' ' && byte != 0x7f);
}

bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

/// Fields that change how a message is read must not come behind it.
bool is_allowed_trailer(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos)
        return false;
    const auto name = line.substr(0, colon);
    if (!std::ranges::all_of(name, is_token_char))
        return false;
    static constexpr std::string_view forbidden[] = {
        "content-length", "transfer-encoding", "host",
        "content-type",   "content-range",     "authorization",
        "cookie",         "trailer",           "content-encoding",
        "expect",         "cache-control",     "connection"};
    return std::ranges::none_of(
        forbidden, [&](std::string_view one) { return equals_ignoring_case(one, name); });
}

} // namespace

ChunkDecoder::State ChunkDecoder::decode(std::string_view input, std::string& body,
                                         std::size_t& consumed)
{
    for (consumed = 0; consumed < input.size();) {
        if (at_ == At::data) {
            const auto count = std::min<std::uint64_t>(remaining_, input.size() - consumed);
            body.append(input.substr(consumed, count));
            consumed += count;
            remaining_ -= count;
            if (remaining_ == 0)
                at_ = At::data_cr;
            continue;
        }
        const State state = step(input[consumed++]);
        if (state != State::more)
            return state;
    }
    return State::more;
}

ChunkDecoder::State ChunkDecoder::step(char c)
{
    const auto expect = [&](char wanted, At next) {
        at_ = next;
        return c == wanted ? State::more : State::malformed;
    };
    switch (at_) {
    case At::size_first:
    case At::size: return size_digit(c);
    case At::extension:
        if (c == '\r')
            return expect('\r', At::size_lf);
        return is_text(c) ? overhead() : State::malformed;
    case At::size_lf: return c == '\n' ? line_of_chunk_ended() : State::malformed;
    case At::data_cr: return expect('\r', At::data_lf);
    case At::data_lf: return expect('\n', At::size_first);
    case At::trailer_start:
        if (c == '\r')
            return expect('\r', At::end_lf);
        at_ = At::trailer;
        [[fallthrough]];
    case At::trailer:
        if (c == '\r')
            return expect('\r', At::trailer_lf);
        trailer_ += c;
        return is_text(c) ? overhead() : State::malformed;
    case At::trailer_lf: return c == '\n' ? trailer_ended() : State::malformed;
    case At::end_lf: return c == '\n' ? State::done : State::malformed;
    case At::data: break;
    }
    return State::malformed;
}

ChunkDecoder::State ChunkDecoder::size_digit(char c)
{
    const int digit = hex_value(c);
    if (digit >= 0) {
        if (at_ == At::size_first) {
            remaining_ = 0;
            digits_ = 0;
        }
        at_ = At::size;
        remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
        return ++digits_ > size_digits_max ? State::malformed : State::more;
    }
    if (at_ == At::size_first)
        return State::malformed; // a size has at least one digit and nothing before it
    if (c == ';') {
        at_ = At::extension;
        return overhead();
    }
    at_ = At::size_lf;
    return c == '\r' ? State::more : State::malformed;
}

ChunkDecoder::State ChunkDecoder::line_of_chunk_ended()
{
    if (remaining_ == 0) {
        at_ = At::trailer_start;
        return State::more;
    }
    at_ = At::data;
    // Decided by what is announced, before a byte of it is kept.
    if (remaining_ > body_max_ - decoded_)
        return State::too_large;
    decoded_ += remaining_;
    return State::more;
}

ChunkDecoder::State ChunkDecoder::trailer_ended()
{
    if (!is_allowed_trailer(trailer_))
        return State::malformed;
    trailer_.clear();
    at_ = At::trailer_start;
    return State::more;
}

ChunkDecoder::State ChunkDecoder::overhead()
{
    return ++overhead_ > overhead_bytes_max ? State::malformed : State::more;
}

} // namespace masthead::net
