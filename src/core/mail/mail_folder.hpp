#pragma once

#include <filesystem>
#include <string_view>

namespace masthead::smtp {

/// Writes a mail into a folder as NAME.eml, for whoever has no mail server: readable by its owner
/// alone, and never seen half-written. The folder is made where it is missing (mode 0700).
/// Throws std::system_error where the disk fails.
void write_mail(const std::filesystem::path& folder, std::string_view name,
                std::string_view message);

} // namespace masthead::smtp
