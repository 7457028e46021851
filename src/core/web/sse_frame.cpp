#include "core/web/sse_frame.hpp"

#include "core/base/check.hpp"
#include "core/base/random.hpp"

#include <array>

namespace masthead::web {

namespace {

void append_field(std::string& out, std::string_view name, std::string_view value)
{
    MH_CHECK(value.find_first_of("\r\n") == std::string_view::npos);
    out.append(name).append(": ").append(value).append("\n");
}

std::string retry_line(int least, int most)
{
    std::array<std::uint8_t, 4> bytes{};
    fill_random(bytes);
    std::uint32_t number = 0;
    for (const auto byte : bytes)
        number = number << 8U | byte;
    const auto wait = least + static_cast<int>(number % static_cast<unsigned>(most - least + 1));
    return "retry: " + std::to_string(wait) + "\n";
}

net::FramePtr frame_of(std::string text)
{
    return std::make_shared<const std::string>(std::move(text));
}

} // namespace

std::string sse_text(const SseEvent& event)
{
    std::string out;
    out.reserve(event.name.size() + event.data.size() + 48);
    if (event.position > 0)
        append_field(out, "id", std::to_string(event.position));
    if (!event.name.empty()) {
        append_field(out, "event", event.name);
        append_field(out, "data", event.data);
    }
    return out + "\n";
}

net::FramePtr sse_greeting()
{
    return frame_of(retry_line(sse_retry_ms_min, sse_retry_ms_max) + "\n");
}

net::FramePtr sse_farewell()
{
    return frame_of(retry_line(sse_retry_after_bye_ms_min, sse_retry_after_bye_ms_max) +
                    sse_text({"bye", "{}"}));
}

net::FramePtr sse_heartbeat(std::int64_t position)
{
    return frame_of(":\n" + sse_text({{}, {}, position}));
}

} // namespace masthead::web
