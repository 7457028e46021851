#include "surfaces/transfer/wxr_reader.hpp"

#include "surfaces/transfer/wxr_machine.hpp"
#include "surfaces/transfer/xml_stream.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

namespace masthead::transfer {

namespace {

constexpr std::size_t read_bytes = 64 * 1024;
class WxrReader {
public:
    WxrReader(std::string name, WxrHandler& handler)
        : name_(std::move(name)), machine_(handler), stream_(machine_)
    {
        machine_.attach(stream_);
    }

    bool feed(std::string_view bytes) { return stream_.feed(mender_.feed(bytes)); }

    Result<WxrSummary> finish()
    {
        const bool whole = stream_.feed(mender_.finish()) && stream_.finish();
        if (!whole)
            return failure(stream_.problem()->line, stream_.problem()->what);
        if (machine_.channel_line() == 0)
            return failure(1, "not a WordPress export: no <channel> in it");
        if (machine_.site().version.empty())
            return failure(machine_.channel_line(),
                           "not a WordPress export: no wp:wxr_version in this <channel>");
        machine_.announce_site();
        return WxrSummary{std::move(machine_.site()), mender_.mends()};
    }

private:
    Failure failure(std::int64_t line, const std::string& what) const
    {
        const auto reason = machine_.is_too_large() ? Refusal::too_large : Refusal::invalid;
        return refuse(reason, "import.file", name_ + ":" + std::to_string(line) + ": " + what);
    }

    std::string name_;
    XmlMender mender_;
    WxrMachine machine_;
    XmlStream stream_;
};

} // namespace

Result<WxrSummary> read_wxr(const std::filesystem::path& file, WxrHandler& handler,
                            const ReadProgress& progress)
{
    std::ifstream in{file, std::ios::binary};
    if (!in)
        throw std::system_error(errno, std::generic_category(), file.string());
    WxrReader reader{file.string(), handler};
    std::string buffer(read_bytes, '\0');
    std::uint64_t bytes = 0;
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const auto count = static_cast<std::size_t>(in.gcount());
        if (!reader.feed({buffer.data(), count}))
            break;
        bytes += count;
        if (progress)
            progress(bytes);
    }
    if (in.bad())
        throw std::system_error(EIO, std::generic_category(), file.string());
    return reader.finish();
}

Result<WxrSummary> read_wxr_text(std::string_view text, std::string_view name, WxrHandler& handler,
                                 std::size_t chunk_bytes)
{
    WxrReader reader{std::string{name}, handler};
    for (std::size_t at = 0; at < text.size(); at += chunk_bytes) {
        if (!reader.feed(text.substr(at, chunk_bytes)))
            break;
    }
    return reader.finish();
}

} // namespace masthead::transfer
