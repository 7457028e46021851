#include "app/backup/archive.hpp"

#include "core/base/text.hpp"
#include "core/crypto/sha256.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <fstream>

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

using Sums = std::map<std::string, std::string>;

Failure damaged(const fs::path& file, const std::string& what)
{
    return refuse(Refusal::invalid, "backup.damaged",
                  file.string() + " is not a whole backup: " + what);
}

// Only plain relative names, so that no archive can write outside the folder it is unpacked into.
bool is_harmless_name(const std::string& name)
{
    if (name.empty() || name.size() > entry_name_bytes_max || name.front() == '/' ||
        name.find('\0') != std::string::npos || name.find('\n') != std::string::npos)
        return false;
    for (const auto part : split(name, '/')) {
        if (part.empty() || part == "." || part == "..")
            return false;
    }
    return true;
}

/// One pass over an archive: files go into a folder, their sums into a list.
class Unpacking {
public:
    Unpacking(const fs::path& file, const fs::path& into, const ArchiveWatch& watch)
        : file_(file), into_(into), watch_(watch)
    {
    }

    Result<Sums> run()
    {
        archive_read_support_format_tar(archive_.get());
        archive_read_support_filter_gzip(archive_.get());
        archive_read_support_filter_zstd(archive_.get());
        if (archive_read_open_filename(archive_.get(), file_.c_str(), 256 * 1024) != ARCHIVE_OK)
            return damaged(file_, reason());
        for (;;) {
            archive_entry* entry = nullptr;
            const int status = archive_read_next_header(archive_.get(), &entry);
            if (status == ARCHIVE_EOF)
                return sums_;
            if (status != ARCHIVE_OK)
                return damaged(file_, reason());
            if (const auto taken = take(*entry); !taken)
                return taken.error();
        }
    }

    const std::string& promised() const { return promised_; }

private:
    std::string reason() const
    {
        const auto* text = archive_error_string(archive_.get());
        return text ? text : "it cannot be read";
    }

    Result<int> take(archive_entry& entry)
    {
        const auto* given = archive_entry_pathname(&entry);
        const std::string name = given ? given : "";
        if (!is_harmless_name(name) || archive_entry_filetype(&entry) != AE_IFREG ||
            archive_entry_hardlink(&entry) != nullptr)
            return damaged(file_, "it holds an entry that no backup has");
        if (name == sums_entry)
            return read_sums();
        if (sums_.contains(name) || sums_.size() >= archive_entries_max)
            return damaged(file_, "it holds " + name + " twice, or too many files");
        return write_out(name);
    }

    Result<int> write_out(const std::string& name)
    {
        const auto target = into_ / name;
        fs::create_directories(target.parent_path());
        std::ofstream out{target, std::ios::binary | std::ios::trunc};
        crypto::Sha256 sum;
        const auto told = each_stretch([&](std::string_view bytes) {
            sum.add(bytes);
            out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
            return static_cast<bool>(out);
        });
        if (!told)
            return told.error();
        out.close();
        if (!out)
            throw std::runtime_error("cannot write " + target.string());
        fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
        sums_[name] = sum.finish_hex();
        return 0;
    }

    Result<int> read_sums()
    {
        return each_stretch([&](std::string_view bytes) {
            promised_.append(bytes);
            return promised_.size() <= sums_bytes_max;
        });
    }

    template <class Take>
    Result<int> each_stretch(Take&& take)
    {
        for (;;) {
            const void* bytes = nullptr;
            std::size_t size = 0;
            la_int64_t offset = 0;
            const int status = archive_read_data_block(archive_.get(), &bytes, &size, &offset);
            if (status == ARCHIVE_EOF)
                return 0;
            if (status != ARCHIVE_OK)
                return damaged(file_, reason());
            if (!take(std::string_view{static_cast<const char*>(bytes), size}))
                throw std::runtime_error("cannot keep what " + file_.string() + " holds");
            if (!watch_(size))
                return refuse(Refusal::conflict, "backup.ended", "Stopped; nothing was changed.");
        }
    }

    const fs::path& file_;
    const fs::path& into_;
    const ArchiveWatch& watch_;
    std::unique_ptr<archive, int (*)(archive*)> archive_{archive_read_new(), archive_read_free};
    Sums sums_;
    std::string promised_;
};

} // namespace

Result<int> unpack_verified(const fs::path& file, const fs::path& into, const ArchiveWatch& watch)
{
    Unpacking unpacking{file, into, watch};
    const auto found = unpacking.run();
    if (!found)
        return found.error();
    // In the same order and form as they were written, so that one comparison finds all: a missing
    // file, one too many, and a changed one.
    std::string sums;
    for (const auto& [name, sum] : *found)
        sums.append(sum).append("  ").append(name).append("\n");
    if (unpacking.promised().empty())
        return damaged(file, "its end is missing");
    if (sums != unpacking.promised())
        return damaged(file, "its files are not those that were saved (the checksums differ)");
    return static_cast<int>(found->size());
}

} // namespace masthead::app
