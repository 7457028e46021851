#pragma once

#include <string_view>
#include <unistd.h>
#include <utility>

namespace masthead::web {

/// An open file descriptor, closed at the end of its scope.
class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    File& operator=(File&& other) noexcept
    {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~File()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    int get() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }

private:
    int descriptor_;
};

/// Opens a file for reading below the directory `root`. Invalid where the path leaves it, passes
/// through a link, has an empty segment or one that begins with a dot, or where there is no such
/// file.
File open_beneath(int root, std::string_view path);

/// The same, segment by segment, for kernels and sandboxes without openat2.
File open_beneath_by_segments(int root, std::string_view path);

} // namespace masthead::web
