#include "surfaces/transfer/import_redirects.hpp"

#include "core/base/text.hpp"
#include "features/redirects/redirect.hpp"

namespace masthead::transfer {

namespace {

constexpr std::size_t links_a_unit = 200;

// What decodes to no text was never an address that a browser asked for.
bool is_text(const OldLink& link)
{
    const auto decoded = percent_decode(link.first);
    return is_valid_utf8(decoded) && decoded.find('\0') == std::string::npos;
}

bool is_saved(db::Snapshot& snapshot, const OldLink& link)
{
    const auto& from = link.first;
    const auto mark = from.find('?');
    const auto query =
        mark == std::string::npos ? std::string_view{} : std::string_view{from}.substr(mark + 1);
    const auto found = redirects::find_redirect(
        snapshot, percent_decode(std::string_view{from}.substr(0, mark)), query);
    return found == link.second;
}

} // namespace

bool save_old_link(db::Tx& tx, const OldLink& link, Time now)
{
    if (link.first.empty() || !is_text(link) || is_saved(tx, link))
        return false;
    return redirects::save_redirect(tx, link.first, link.second, now).has_value();
}

void RedirectBatch::add(std::string from, std::string to)
{
    waiting_.emplace_back(std::move(from), std::move(to));
    if (waiting_.size() >= links_a_unit)
        flush();
}

void RedirectBatch::flush()
{
    std::int64_t saved = 0;
    if (context_.writes() && !waiting_.empty())
        context_.write([&](db::Tx& tx) {
            saved = 0;
            for (const auto& link : waiting_)
                saved += save_old_link(tx, link, context_.now) ? 1 : 0;
        });
    if (saved > 0)
        context_.report.count(Counted::redirects, Fate::created, saved);
    waiting_.clear();
}

} // namespace masthead::transfer
