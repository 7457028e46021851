#pragma once

#include "core/base/clock.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::transfer {

/// The stretches of an import, in order. `media` moves without bytes: it counts files.
enum class ImportPhase { checking, media, writing, finishing };

/// How far an import is. In `media`, done and total are files; else bytes of the exports.
struct ImportStep {
    ImportPhase phase = ImportPhase::checking;
    std::uint64_t done = 0;
    std::uint64_t total = 0;
    std::int64_t stories = 0; ///< written (or, in a dry run, weighed) so far
    std::int64_t comments = 0;
};

/// Told how far the import is, many times a second, always between two transactions. What it throws
/// ends the import; everything committed until then stays, and the next run goes on from there.
class ImportProgress {
public:
    virtual ~ImportProgress() = default;
    virtual void step(const ImportStep& step) = 0;
};

/// For callers that show nothing.
class SilentProgress final : public ImportProgress {
public:
    void step(const ImportStep&) override {}
};

/// "checking", "copying pictures" …
std::string_view to_string(ImportPhase phase);

/// "62 %  1,240 stories/s  00:12 left"; `elapsed` is since the phase began. Without time left while
/// nothing can be said of it.
std::string format_progress(const ImportStep& step, Milliseconds elapsed);

} // namespace masthead::transfer
