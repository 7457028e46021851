#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace masthead::app {

/// How far a long command has come.
struct Progress {
    std::string phase;       ///< "checking"; a new one begins a new measurement of the rate
    std::uint64_t done = 0;  ///< of `total`, in whatever the phase is measured by
    std::uint64_t total = 0; ///< 0: not known
    std::string unit;        ///< what `items` are: "files"
    std::uint64_t items = 0; ///< what is counted for people, and the rate is of

    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Where a command speaks: a terminal, or the socket that leads to one. A command is given one
/// and calls it from one thread at a time. Implementations must not throw: nobody listening is no
/// reason for the work to fail.
class Output {
public:
    virtual ~Output() = default;

    /// For standard output, as it stands.
    virtual void text(std::string_view text) = 0;

    /// For standard error, as it stands.
    virtual void problem(std::string_view text) = 0;

    virtual void progress(const Progress& progress) = 0;

    /// A piece of the machine-readable report; pieces join in order.
    virtual void report(std::string_view json_piece) = 0;
};

} // namespace masthead::app
