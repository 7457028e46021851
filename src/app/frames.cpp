#include "app/frames.hpp"

#include "core/base/check.hpp"
#include "core/base/text.hpp"

namespace masthead::app {

namespace {

constexpr std::size_t head_bytes = 5;
constexpr std::string_view kinds = "WTEPRX";

std::optional<std::uint64_t> number_of(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

std::string encode_frame(FrameKind kind, std::string_view payload)
{
    MH_CHECK(payload.size() <= frame_bytes_max);
    std::string out;
    out.reserve(head_bytes + payload.size());
    out += static_cast<char>(kind);
    for (int shift = 0; shift < 32; shift += 8)
        out += static_cast<char>((payload.size() >> shift) & 0xff);
    out += payload;
    return out;
}

void FrameReader::feed(std::string_view bytes)
{
    // What has been read is cut off in one go, so that many small frames cost no copying each.
    buffer_.erase(0, at_);
    at_ = 0;
    buffer_ += bytes;
}

Result<std::optional<Frame>> FrameReader::next()
{
    const auto rest = std::string_view{buffer_}.substr(at_);
    if (rest.empty())
        return std::optional<Frame>{};
    if (kinds.find(rest.front()) == std::string_view::npos)
        return refuse(Refusal::invalid, "command.frame_unknown");
    if (rest.size() < head_bytes)
        return std::optional<Frame>{};
    std::size_t length = 0;
    for (int i = 4; i > 0; --i)
        length = length << 8 | static_cast<unsigned char>(rest[static_cast<std::size_t>(i)]);
    if (length > frame_bytes_max)
        return refuse(Refusal::invalid, "command.frame_too_long");
    if (rest.size() < head_bytes + length)
        return std::optional<Frame>{};
    at_ += head_bytes + length;
    return std::optional<Frame>{
        Frame{static_cast<FrameKind>(rest.front()), std::string{rest.substr(head_bytes, length)}}};
}

Result<std::string> encode_words(const std::vector<std::string>& words)
{
    std::string out;
    for (const auto& word : words) {
        if (word.size() > word_bytes_max)
            return refuse(Refusal::too_large, "command.word_too_long");
        if (word.find('\0') != std::string::npos)
            return refuse(Refusal::invalid, "command.word_with_nul");
        out += word;
        out += '\0';
    }
    if (words.size() > words_max || out.size() > frame_bytes_max)
        return refuse(Refusal::too_large, "command.too_many_words");
    return out;
}

Result<std::vector<std::string>> decode_words(std::string_view payload)
{
    std::vector<std::string> words;
    while (!payload.empty()) {
        const auto end = payload.find('\0');
        if (end == std::string_view::npos)
            return refuse(Refusal::invalid, "command.word_unfinished");
        if (end > word_bytes_max || words.size() == words_max)
            return refuse(Refusal::too_large, "command.too_many_words");
        words.emplace_back(payload.substr(0, end));
        payload.remove_prefix(end + 1);
    }
    return words;
}

std::string encode_progress(const Progress& progress)
{
    // A phase may name a file, and a file's name may hold anything but NUL.
    return std::to_string(progress.done) + '\0' + std::to_string(progress.total) + '\0' +
           std::to_string(progress.items) + '\0' + progress.unit + '\0' + progress.phase;
}

std::optional<Progress> decode_progress(std::string_view payload)
{
    const auto parts = split(payload, '\0');
    if (parts.size() != 5)
        return std::nullopt;
    const auto done = number_of(parts[0]);
    const auto total = number_of(parts[1]);
    const auto items = number_of(parts[2]);
    if (!done || !total || !items)
        return std::nullopt;
    return Progress{std::string{parts[4]}, *done, *total, std::string{parts[3]}, *items};
}

} // namespace masthead::app
