#include "core/web/router.hpp"

#include "core/base/check.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <map>

namespace masthead::web {

namespace {

constexpr std::size_t segments_max = 64;

/// One segment of the tree. A path's last segment is empty where it ends with a slash.
struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> capture;
    std::vector<const Route*> here; // routes whose pattern ends here
    std::vector<const Route*> rest; // routes whose pattern captures the rest from here
};

/// A pattern's names, in the order in which its captures stand.
std::vector<std::string> names_of(const std::string& pattern)
{
    std::vector<std::string> names;
    for (auto open = pattern.find('{'); open != std::string::npos;
         open = pattern.find('{', open + 1)) {
        const auto close = pattern.find('}', open);
        MH_CHECK(close != std::string::npos);
        std::string name = pattern.substr(open + 1, close - open - 1);
        if (!name.empty() && name.back() == '*')
            name.pop_back();
        MH_CHECK(!name.empty());
        names.push_back(std::move(name));
    }
    return names;
}

bool is_capture(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool is_rest(std::string_view segment)
{
    return is_capture(segment) && segment[segment.size() - 2] == '*';
}

struct Found {
    const std::vector<const Route*>* routes = nullptr;
    std::vector<std::string_view> captured;
    bool by_rest = false;
};

/// Literals first, then captures, then the rest; going back where a branch leads nowhere. The tree
/// is as deep as the longest pattern, so going back is bounded by the table, not by the path.
bool find_from(const Node& node, std::string_view path, const std::vector<std::string_view>& parts,
               std::size_t at, Found& found)
{
    if (at == parts.size()) {
        found.routes = &node.here;
        return !node.here.empty();
    }
    const std::string_view part = parts[at];
    const auto literal = node.literals.find(part);
    if (literal != node.literals.end() && find_from(*literal->second, path, parts, at + 1, found))
        return true;
    if (node.capture && !part.empty()) {
        found.captured.push_back(part);
        if (find_from(*node.capture, path, parts, at + 1, found))
            return true;
        found.captured.pop_back();
    }
    return false;
}

/// The deepest place whose rest is captured.
bool find_rest_from(const Node& node, std::string_view path,
                    const std::vector<std::string_view>& parts, std::size_t at, Found& found)
{
    if (at == parts.size())
        return false;
    const std::string_view part = parts[at];
    const auto literal = node.literals.find(part);
    if (literal != node.literals.end() &&
        find_rest_from(*literal->second, path, parts, at + 1, found))
        return true;
    if (node.capture && !part.empty()) {
        found.captured.push_back(part);
        if (find_rest_from(*node.capture, path, parts, at + 1, found))
            return true;
        found.captured.pop_back();
    }
    const auto offset = static_cast<std::size_t>(part.data() - path.data());
    if (node.rest.empty() || offset >= path.size())
        return false;
    found.captured.push_back(path.substr(offset));
    found.routes = &node.rest;
    found.by_rest = true;
    return true;
}

std::string_view name_of(Method method)
{
    switch (method) {
    case Method::get: return "GET, HEAD";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
    case Method::other: break;
    }
    return "";
}

std::string allow_of(const std::vector<const Route*>& routes)
{
    std::string allow;
    for (const Route* route : routes) {
        const auto name = name_of(route->method);
        if (name.empty() || allow.find(name) != std::string::npos)
            continue;
        allow += name;
        allow += ", ";
    }
    return allow + "OPTIONS";
}

const Route* route_for(const std::vector<const Route*>& routes, Method method)
{
    const auto serves = [&](const Route* route) {
        return route->method == method || (method == Method::head && route->method == Method::get);
    };
    const auto found = std::ranges::find_if(routes, serves);
    return found == routes.end() ? nullptr : *found;
}

} // namespace

struct Router::Table {
    std::vector<Route> routes;
    Node root;

    void insert(const Route& route);
};

void Router::Table::insert(const Route& route)
{
    MH_CHECK(route.pattern.starts_with('/'));
    MH_CHECK(route.handler != nullptr);
    // What is kept is everyone's, and what needs a bit needs someone who may have it.
    MH_CHECK(route.cache == Cache::no || route.access == Access::everyone);
    MH_CHECK(route.permission == 0 || route.access == Access::staff);
    MH_CHECK(route.rate.burst == 0 || route.rate.refill_every > Milliseconds{0});
    Node* node = &root;
    const auto parts = split(std::string_view{route.pattern}.substr(1), '/');
    MH_CHECK(parts.size() <= segments_max);
    for (const std::string_view& part : parts) {
        if (is_rest(part)) {
            MH_CHECK(&part == &parts.back());
            node->rest.push_back(&route);
            return;
        }
        auto& next = is_capture(part) ? node->capture : node->literals[std::string{part}];
        if (!next)
            next = std::make_unique<Node>();
        node = next.get();
    }
    // Two handlers for one place would make the answer depend on the order of the table.
    MH_CHECK(route_for(node->here, route.method) == nullptr || route.method == Method::head);
    node->here.push_back(&route);
}

Router::Router(std::vector<Route> routes) : table_(std::make_unique<Table>())
{
    table_->routes = std::move(routes);
    for (const Route& route : table_->routes)
        table_->insert(route);
}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

RouteMatch Router::match(Method method, std::string_view decoded_path) const
{
    RouteMatch match;
    if (!decoded_path.starts_with('/'))
        return match;
    const auto path = decoded_path.substr(1);
    const auto parts = split(path, '/');
    Found found;
    const bool exact =
        parts.size() <= segments_max && find_from(table_->root, path, parts, 0, found);
    if (!exact) {
        found = {};
        const std::vector<std::string_view> reachable(
            parts.begin(),
            parts.begin() + static_cast<std::ptrdiff_t>(std::min(parts.size(), segments_max)));
        if (!find_rest_from(table_->root, path, reachable, 0, found))
            return match;
    }
    match.route = route_for(*found.routes, method);
    match.method_mismatch = match.route == nullptr;
    match.by_rest = found.by_rest;
    match.allow = allow_of(*found.routes);
    if (match.route != nullptr) {
        const auto names = names_of(match.route->pattern);
        for (std::size_t i = 0; i < names.size() && i < found.captured.size(); ++i)
            match.captures.emplace_back(names[i], found.captured[i]);
    }
    return match;
}

const std::vector<Route>& Router::routes() const
{
    return table_->routes;
}

std::vector<std::string> Router::reserved_first_segments() const
{
    std::vector<std::string> segments;
    for (const auto& [segment, node] : table_->root.literals) {
        if (!segment.empty())
            segments.push_back(segment);
    }
    return segments;
}

} // namespace masthead::web
