#include "features/redirects/redirect.hpp"

#include "core/base/text.hpp"

namespace masthead::redirects {

namespace {

constexpr std::size_t address_bytes_max = 2'000;

constexpr std::array<std::string_view, 7> address_parameters{
    "p", "page_id", "cat", "tag", "author", "attachment_id", "m"};

constexpr db::Query upsert_redirect{"redirects.upsert", R"sql(
    INSERT INTO redirects (path, target, created_at_ms)
    VALUES (?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET target = excluded.target
)sql"};

constexpr db::Query select_target{"redirects.target", R"sql(
    SELECT target
    FROM redirects
    WHERE path = ?
)sql"};

std::string address_query(std::string_view query)
{
    for (const auto pair : split(query, '&')) {
        const auto name = pair.substr(0, pair.find('='));
        if (name.size() < pair.size() &&
            std::ranges::find(address_parameters, name) != address_parameters.end())
            return "?" + to_lower_ascii(percent_decode(pair, Plus::is_space));
    }
    return {};
}

bool is_local_path(std::string_view target)
{
    return target.size() > 1 && target.front() == '/' && target[1] != '/' && target[1] != '\\' &&
           target.find_first_of("\r\n") == std::string_view::npos;
}

} // namespace

std::string redirect_key(std::string_view decoded_path, std::string_view query)
{
    auto path = to_lower_ascii(decoded_path);
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    return path + address_query(query);
}

Result<void> save_redirect(db::Tx& tx, std::string_view from, std::string_view target, Time now)
{
    const auto mark = from.find('?');
    const auto path = percent_decode(from.substr(0, mark));
    const auto query = mark == std::string_view::npos ? std::string_view{} : from.substr(mark + 1);
    const auto key = redirect_key(path, query);
    if (key.empty() || key.front() != '/' || key == "/" || key.size() > address_bytes_max)
        return refuse(Refusal::invalid, "redirect.from", std::string{from});
    if (!is_local_path(target) || target.size() > address_bytes_max)
        return refuse(Refusal::invalid, "redirect.target", std::string{target});
    const auto target_mark = target.find_first_of("?#");
    if (redirect_key(percent_decode(target.substr(0, target_mark))) == key)
        return refuse(Refusal::conflict, "redirect.to_itself", std::string{from});
    tx.run(upsert_redirect, {key, target, now});
    return {};
}

std::string_view derived_from(std::string_view decoded_path)
{
    constexpr std::array<std::string_view, 8> endings{"feed", "amp", "embed", "trackback",
                                                      "rss", "rss2", "rdf", "atom"};
    const auto without_last = [](std::string_view path) {
        return path.substr(0, path.rfind('/'));
    };
    auto path = decoded_path;
    while (path.size() > 1 && path.back() == '/')
        path.remove_suffix(1);
    const auto parent = without_last(path);
    const auto last = path.substr(std::min(parent.size() + 1, path.size()));
    const bool is_number = !last.empty() && last.size() <= 6 &&
                           last.find_first_not_of("0123456789") == std::string_view::npos;
    if (parent.empty())
        return {};
    if (is_number && parent.ends_with("/page"))
        return without_last(parent);
    if (std::ranges::find(endings, last) != endings.end())
        return parent.ends_with("/feed") ? without_last(parent) : parent;
    return last.starts_with("comment-page-") ? parent : std::string_view{};
}

std::optional<std::string> find_redirect(db::Snapshot& snapshot, std::string_view decoded_path,
                                         std::string_view query)
{
    const auto text = [](const db::Row& row) { return row.string(0); };
    const auto key = redirect_key(decoded_path, query);
    auto found = snapshot.find(select_target, {key}, text);
    // A tracking parameter behind an old address must not kill the link.
    if (!found && key.find('?') != std::string::npos && decoded_path != "/")
        found = snapshot.find(select_target, {redirect_key(decoded_path)}, text);
    const auto page = found ? std::string_view{} : derived_from(decoded_path);
    if (!page.empty())
        found = snapshot.find(select_target, {redirect_key(page)}, text);
    return found;
}

} // namespace masthead::redirects
