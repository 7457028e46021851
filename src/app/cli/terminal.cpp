#include "app/cli/terminal.hpp"

#include "core/base/text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

namespace masthead::app {

namespace {

constexpr auto bar_every = std::chrono::milliseconds{100};
constexpr auto line_every = std::chrono::seconds{2};
constexpr std::size_t bar_width_max = 24;
constexpr std::size_t bar_width_min = 6; // a shorter one says nothing
constexpr std::size_t columns_otherwise = 80;

// The longest line that does not wrap: a wrapped one could not be wiped.
std::size_t columns()
{
    winsize size{};
    const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
    return (known ? size.ws_col : columns_otherwise) - 1;
}

// The bar gives way before the numbers do.
std::size_t bar_width_for(std::size_t line_bytes)
{
    const auto room = columns();
    const auto excess = line_bytes > room ? line_bytes - room : 0;
    return excess + bar_width_min <= bar_width_max ? bar_width_max - excess : 0;
}

void write_to(std::FILE* stream, const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

} // namespace

Terminal::Terminal() : draws_(::isatty(STDERR_FILENO) == 1) {}

Terminal::~Terminal()
{
    wipe_bar();
}

void Terminal::text(std::string_view text)
{
    wipe_bar();
    write_to(stdout, harmless(text));
}

void Terminal::problem(std::string_view text)
{
    wipe_bar();
    write_to(stderr, harmless(text));
}

void Terminal::progress(const Progress& progress)
{
    const auto now = std::chrono::steady_clock::now();
    auto line = meter_.line(progress, now, draws_ ? bar_width_max : 0);
    const bool new_phase = phase_ != progress.phase;
    const auto pause = draws_ ? std::chrono::milliseconds{bar_every} : line_every;
    if (!new_phase && now - shown_at_ < pause)
        return;
    phase_ = progress.phase;
    shown_at_ = now;
    if (!draws_)
        return write_to(stderr, line + "\n");
    line = meter_.line(progress, now, bar_width_for(line.size()));
    write_to(stderr, "\r" + std::string{cut_utf8(line, columns())} + "\x1b[K");
    bar_shown_ = true;
}

void Terminal::wipe_bar()
{
    if (bar_shown_)
        write_to(stderr, "\r\x1b[K");
    bar_shown_ = false;
}

} // namespace masthead::app
