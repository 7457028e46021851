#include "app/data_directory.hpp"

#include "app/config.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace masthead::app {

namespace fs = std::filesystem;

namespace {

constexpr auto lock_retry_pause = std::chrono::milliseconds{20};

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

void make_private_folder(const fs::path& path)
{
    if (path.has_parent_path())
        fs::create_directories(path.parent_path());
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        fail("cannot make the folder " + path.string());
}

bool is_newsroom(const DataDirectory& directory)
{
    return fs::exists(directory.database_file()) || fs::exists(directory.settings_file());
}

// A lock alone is what an interrupted first start leaves.
bool is_empty_but_for_lock(const DataDirectory& directory)
{
    for (const auto& entry : fs::directory_iterator{directory.path}) {
        if (entry.path() != directory.lock_file() && entry.path() != directory.media())
            return false;
    }
    return true;
}

void write_default_settings(const fs::path& file)
{
    // Exclusive, so that two commands starting at once cannot cut each other's file.
    const FileHandle out{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!out && errno == EEXIST)
        return;
    const auto text = default_settings_text();
    if (!out || ::write(out.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        fail("cannot write " + file.string());
}

} // namespace

Result<DataDirectory> open_data_directory(const fs::path& path, IfAbsent if_absent)
{
    auto whole = fs::absolute(path).lexically_normal();
    if (!whole.has_filename()) // "newsroom/" and "newsroom" are one folder
        whole = whole.parent_path();
    const DataDirectory directory{whole};
    const auto shown = directory.path.string();
    const bool exists = fs::exists(directory.path);
    if (exists && !fs::is_directory(directory.path))
        return refuse(Refusal::conflict, "data.not_a_folder",
                      shown + " is not a folder. Give the newsroom's folder with --data DIR.");
    if (exists && is_newsroom(directory)) {
        make_private_folder(directory.media());
        return directory;
    }
    if (if_absent == IfAbsent::refuse)
        return refuse(Refusal::not_found, "data.absent",
                      "There is no newsroom in " + shown +
                          ". Give its folder with --data DIR, or make one with `masthead serve`.");
    if (exists && !is_empty_but_for_lock(directory))
        return refuse(Refusal::conflict, "data.other_things",
                      shown + " holds other things and no newsroom. Give an empty or a new folder "
                              "with --data DIR.");
    make_private_folder(directory.path);
    make_private_folder(directory.media());
    write_default_settings(directory.settings_file());
    return directory;
}

std::optional<DirectoryLock> DirectoryLock::try_take(const DataDirectory& directory)
{
    const auto name = directory.lock_file();
    FileHandle file{::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!file)
        fail("cannot open " + name.string());
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return std::nullopt;
        fail("cannot lock " + name.string());
    }
    const auto holder = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file.get(), 0) != 0 ||
        ::write(file.get(), holder.data(), holder.size()) != static_cast<ssize_t>(holder.size()))
        fail("cannot write " + name.string());
    return DirectoryLock{std::move(file)};
}

std::optional<DirectoryLock> DirectoryLock::take(const DataDirectory& directory,
                                                 std::chrono::milliseconds at_most)
{
    const auto until = std::chrono::steady_clock::now() + at_most;
    for (;;) {
        if (auto lock = try_take(directory))
            return lock;
        if (std::chrono::steady_clock::now() >= until)
            return std::nullopt;
        std::this_thread::sleep_for(lock_retry_pause);
    }
}

int lock_holder(const DataDirectory& directory)
{
    std::ifstream file{directory.lock_file()};
    int holder = 0;
    file >> holder;
    return file ? holder : 0;
}

} // namespace masthead::app
