#pragma once

#include "app/cli/progress_line.hpp"
#include "app/output.hpp"

#include <string>

namespace masthead::app {

/// Speaks to the one who started the program: texts to standard output, problems and progress to
/// standard error, where a terminal gets a bar and anything else a line every two seconds.
class Terminal final : public Output {
public:
    Terminal();
    ~Terminal() override;

    void text(std::string_view text) override;
    void problem(std::string_view text) override;
    void progress(const Progress& progress) override;
    void report(std::string_view json_piece) override { report_ += json_piece; }

    /// All of the report so far.
    const std::string& whole_report() const { return report_; }

private:
    void wipe_bar();

    const bool draws_;
    bool bar_shown_ = false;
    ProgressMeter meter_;
    ProgressMeter::Moment shown_at_{};
    std::string phase_;
    std::string report_;
};

} // namespace masthead::app
