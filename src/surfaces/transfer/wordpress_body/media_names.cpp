#include "surfaces/transfer/wordpress_body/media_names.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::wordpress_body {

namespace {

constexpr std::size_t candidates_max = 12;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view without_query(std::string_view url)
{
    return url.substr(0, url.find_first_of("?#"));
}

// Where the extension's dot stands; the end where there is none.
std::size_t extension_at(std::string_view url)
{
    const auto slash = url.rfind('/');
    const auto dot = url.rfind('.');
    return dot == url.npos || (slash != url.npos && dot < slash) ? url.size() : dot;
}

// The length of a "-1024x768" that ends `stem`; 0 for none.
std::size_t size_suffix(std::string_view stem)
{
    auto at = stem.size();
    const auto digits = [&] {
        const auto end = at;
        while (at > 0 && is_digit(stem[at - 1]))
            --at;
        return end > at && end - at <= 5;
    };
    if (!digits() || at == 0 || stem[at - 1] != 'x')
        return 0;
    --at;
    if (!digits() || at == 0 || stem[at - 1] != '-')
        return 0;
    return stem.size() - at + 1;
}

// The length of a "-e1562345678901", which the picture editor adds; 0 for none.
std::size_t edit_suffix(std::string_view stem)
{
    const auto dash = stem.rfind("-e");
    if (dash == stem.npos)
        return 0;
    const auto stamp = stem.substr(dash + 2);
    return stamp.size() >= 10 && stamp.size() <= 14 &&
                   std::all_of(stamp.begin(), stamp.end(), is_digit)
               ? stem.size() - dash
               : 0;
}

class Candidates {
public:
    void add(std::string url)
    {
        if (found_.size() < candidates_max && !url.empty() &&
            std::find(found_.begin(), found_.end(), url) == found_.end())
            found_.push_back(std::move(url));
    }

    // The name as it stands, then without what WordPress appends to copies of the original.
    void add_family(std::string_view url)
    {
        const auto dot = extension_at(url);
        auto stem = std::string{url.substr(0, dot)};
        const auto extension = std::string{url.substr(dot)};
        add(std::string{url});
        stem.erase(stem.size() - size_suffix(stem));
        add(stem + extension);
        for (const std::string_view suffix : {"-scaled", "-rotated"})
            if (stem.ends_with(suffix))
                stem.erase(stem.size() - suffix.size());
        add(stem + extension);
        add(stem + "-scaled" + extension);
        const auto edited = edit_suffix(stem);
        if (edited == 0)
            return;
        stem.erase(stem.size() - edited);
        add(stem + extension);
        add(stem + "-scaled" + extension);
    }

    std::vector<std::string> take() { return std::move(found_); }

private:
    std::vector<std::string> found_;
};

// Jetpack's picture service: https://i0.wp.com/example.org/a.jpg?resize=… stands for
// https://example.org/a.jpg. Empty where it is not of that form.
std::string unfolded_photon(std::string_view url)
{
    const auto host_at = url.find("://");
    if (host_at == url.npos)
        return {};
    const auto rest = url.substr(host_at + 3);
    if (rest.size() < 11 || rest[0] != 'i' || !is_digit(rest[1]) ||
        !rest.substr(2).starts_with(".wp.com/"))
        return {};
    return "https://" + std::string{rest.substr(10)};
}

} // namespace

std::vector<std::string> media_candidates(std::string_view url)
{
    Candidates candidates;
    candidates.add(std::string{url});
    const auto plain = without_query(url);
    const auto photon = unfolded_photon(plain);
    if (!photon.empty())
        candidates.add_family(photon);
    candidates.add_family(plain);
    return candidates.take();
}

std::string media_file_name(std::string_view url)
{
    const auto path = without_query(url);
    const auto slash = path.rfind('/');
    return to_valid_utf8(percent_decode(slash == path.npos ? path : path.substr(slash + 1)));
}

} // namespace masthead::wordpress_body
