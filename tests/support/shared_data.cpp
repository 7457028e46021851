#include "shared_data.hpp"

#include "core/base/random.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace masthead::test {

std::optional<std::filesystem::path> shared_data(std::string_view inside)
{
    const char* named = std::getenv("MASTHEAD_DATA");
    const std::filesystem::path root =
        named ? named : std::filesystem::path{MASTHEAD_SOURCE_DIR} / ".." / "shared" / "data";
    const auto path = root / inside;
    if (!std::filesystem::exists(path))
        return std::nullopt;
    return path;
}

void skip(std::string_view what)
{
    std::printf("skipped: %.*s (no shared data)\n", static_cast<int>(what.size()), what.data());
}

std::string read_file(const std::filesystem::path& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in)
        throw std::runtime_error("cannot read " + path.string());
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

TempDir::TempDir()
    : path_(std::filesystem::temp_directory_path() / ("masthead-test-" + random_hex(8)))
{
    std::filesystem::create_directories(path_);
}

TempDir::~TempDir()
{
    std::error_code ignored; // a test's leftover is the machine's to clean, not a reason to abort
    std::filesystem::remove_all(path_, ignored);
}

} // namespace masthead::test
