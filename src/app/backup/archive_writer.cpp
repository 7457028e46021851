#include "app/backup/archive.hpp"

#include "app/file_handle.hpp"
#include "core/crypto/sha256.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>

#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t stretch_bytes = 256 * 1024;

[[noreturn]] void fail(archive* at, const fs::path& file)
{
    throw std::runtime_error("cannot write " + file.string() + ": " + archive_error_string(at));
}

void sync(const fs::path& path, int flags)
{
    const FileHandle handle{::open(path.c_str(), flags | O_CLOEXEC)};
    if (!handle || ::fsync(handle.get()) != 0)
        throw std::system_error{errno, std::generic_category(), "cannot sync " + path.string()};
}

} // namespace

ArchiveWriter::ArchiveWriter(const fs::path& file)
    : file_(file), part_(file.string() + ".part"), archive_(archive_write_new(), archive_write_free)
{
    archive_write_set_format_pax_restricted(archive_.get());
    const auto name = file.filename().string();
    if (name.ends_with(".zst"))
        archive_write_add_filter_zstd(archive_.get());
    else if (name.ends_with(".gz"))
        archive_write_add_filter_gzip(archive_.get());
    // Readers' addresses and secrets are in it: nobody else may read it, not even while it grows.
    const FileHandle made{::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!made)
        throw std::system_error{errno, std::generic_category(), "cannot write " + part_.string()};
    if (archive_write_open_filename(archive_.get(), part_.c_str()) != ARCHIVE_OK)
        fail(archive_.get(), part_);
}

ArchiveWriter::~ArchiveWriter()
{
    archive_.reset();
    std::error_code ignored;
    if (!published_)
        fs::remove(part_, ignored);
}

void ArchiveWriter::begin(const std::string& name, std::uintmax_t bytes)
{
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry{archive_entry_new(),
                                                                         archive_entry_free};
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    if (archive_write_header(archive_.get(), entry.get()) != ARCHIVE_OK)
        fail(archive_.get(), part_);
}

void ArchiveWriter::put(std::string_view bytes)
{
    if (archive_write_data(archive_.get(), bytes.data(), bytes.size()) !=
        static_cast<la_ssize_t>(bytes.size()))
        fail(archive_.get(), part_);
}

void ArchiveWriter::add_text(const std::string& name, std::string_view text)
{
    crypto::Sha256 sum;
    sum.add(text);
    begin(name, text.size());
    put(text);
    sums_[name] = sum.finish_hex();
}

bool ArchiveWriter::add_file(const std::string& name, const fs::path& file,
                             const ArchiveWatch& watch)
{
    std::ifstream in{file, std::ios::binary};
    auto left = fs::file_size(file);
    crypto::Sha256 sum;
    begin(name, left);
    std::vector<char> stretch(stretch_bytes);
    while (left > 0) {
        const auto wanted = std::min<std::uintmax_t>(left, stretch.size());
        if (!in.read(stretch.data(), static_cast<std::streamsize>(wanted)))
            throw std::runtime_error("cannot read " + file.string() + " to its end");
        const std::string_view bytes{stretch.data(), static_cast<std::size_t>(wanted)};
        put(bytes);
        sum.add(bytes);
        left -= wanted;
        if (!watch(bytes.size()))
            return false;
    }
    sums_[name] = sum.finish_hex();
    return true;
}

void ArchiveWriter::publish()
{
    std::string sums;
    for (const auto& [name, sum] : sums_)
        sums.append(sum).append("  ").append(name).append("\n");
    begin(std::string{sums_entry}, sums.size());
    put(sums);
    if (archive_write_close(archive_.get()) != ARCHIVE_OK)
        fail(archive_.get(), part_);
    sync(part_, O_WRONLY);
    fs::rename(part_, file_);
    published_ = true;
    sync(file_.parent_path(), O_RDONLY | O_DIRECTORY);
}

} // namespace masthead::app
