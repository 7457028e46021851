#include "core/web/beneath.hpp"

#include "core/base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string>
#include <sys/syscall.h>
#include <vector>

namespace masthead::web {

namespace {

// O_NONBLOCK: a pipe among the files must not stop a worker.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

/// No empty segment, no dot file, no "..": what remains is a plain path downwards.
bool leads_downwards(std::string_view path)
{
    return std::ranges::none_of(split(path, '/'), [](std::string_view segment) {
        return segment.empty() || segment.front() == '.' ||
               segment.find('\0') != std::string_view::npos;
    });
}

} // namespace

File open_beneath(int root, std::string_view path)
{
    if (!leads_downwards(path))
        return File{-1};
    open_how how{};
    how.flags = open_flags;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    const std::string name{path};
    const auto opened = ::syscall(SYS_openat2, root, name.c_str(), &how, sizeof how);
    if (opened >= 0)
        return File{static_cast<int>(opened)};
    if (errno == ENOSYS || errno == EPERM)
        return open_beneath_by_segments(root, path);
    return File{-1};
}

File open_beneath_by_segments(int root, std::string_view path)
{
    if (!leads_downwards(path))
        return File{-1};
    const auto segments = split(path, '/');
    File at{::dup(root)};
    for (std::size_t i = 0; i < segments.size() && at; ++i) {
        const bool last = i + 1 == segments.size();
        const int flags = last ? open_flags : O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
        at = File{::openat(at.get(), std::string{segments[i]}.c_str(), flags)};
    }
    return at;
}

} // namespace masthead::web
