#include "core/mail/mail_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace masthead::smtp {

namespace {

[[noreturn]] void fail(const char* step)
{
    throw std::system_error(errno, std::generic_category(), step);
}

class File {
public:
    explicit File(const std::filesystem::path& path)
        : number_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600))
    {
        if (number_ < 0)
            fail("creating a mail");
    }
    ~File() { ::close(number_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const auto written = ::write(number_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR)
                fail("writing a mail");
            bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
        }
        if (::fsync(number_) != 0)
            fail("writing a mail");
    }

private:
    int number_;
};

} // namespace

void write_mail(const std::filesystem::path& folder, std::string_view name,
                std::string_view message)
{
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        fail("making the folder for mails");
    const auto target = folder / (std::string{name} + ".eml");
    const auto unfinished = folder / ('.' + std::string{name} + ".part");
    File{unfinished}.write(message);
    if (::rename(unfinished.c_str(), target.c_str()) != 0)
        fail("naming a mail");
}

} // namespace masthead::smtp
