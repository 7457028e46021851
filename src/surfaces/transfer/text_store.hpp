#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace masthead::transfer {

/// Where a text lies in a TextStore.
struct TextRef {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
};

/// Keeps any number of texts in constant memory: what exceeds `memory_max` goes to a temporary file
/// without a name, which the kernel removes with the process. Throws std::system_error where that
/// file cannot be made, written or read.
class TextStore {
public:
    static constexpr std::size_t memory_max = 4 * 1024 * 1024;

    TextRef add(std::string_view text);
    std::string get(TextRef ref) const;
    void clear();

private:
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    void spill();

    std::unique_ptr<std::FILE, CloseFile> file_;
    std::uint64_t spilled_ = 0; // bytes in the file; what follows is in memory
    std::string tail_;
};

} // namespace masthead::transfer
