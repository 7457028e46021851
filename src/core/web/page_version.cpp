#include "core/web/page_version.hpp"

namespace masthead::web {

namespace {

/// The best form that is at hand, or none.
std::optional<Encoding> best_at_hand(const PageVersion& version, const Acceptance& acceptance)
{
    std::optional<Encoding> best;
    for (const Encoding encoding : all_encodings) {
        const bool at_hand = version.forms[index_of(encoding)] && acceptance.of(encoding) > 0;
        if (at_hand && (!best || acceptance.prefers(encoding, *best)))
            best = encoding;
    }
    return best;
}

std::string quoted(const PageVersion& version, Encoding encoding, std::string_view more)
{
    std::string tag = "\"" + version.etag;
    tag += etag_suffix(encoding);
    tag += more;
    return tag + '"';
}

/// The 304 of a form that the reader takes and, by its ETag, has. Who was sent a page before it was
/// compressed thoroughly has the same page.
net::WirePagePtr held_form(const PageVersion& version, const Acceptance& acceptance,
                           std::string_view if_none_match)
{
    for (const Encoding encoding : all_encodings) {
        const auto& not_modified = version.not_modified[index_of(encoding)];
        if (!not_modified || acceptance.of(encoding) == 0)
            continue;
        if (etag_listed(if_none_match, quoted_etag(version, encoding)) ||
            (version.dense && etag_listed(if_none_match, quoted(version, encoding, ""))))
            return not_modified;
    }
    return nullptr;
}

/// A date in the future says nothing (RFC 9110, 13.1.3).
bool is_unmodified_since(const PageVersion& version, std::string_view field, Time now)
{
    const auto since = parse_http_date(field);
    return since && version.last_modified && *since >= *version.last_modified && *since <= now;
}

} // namespace

std::string quoted_etag(const PageVersion& version, Encoding encoding)
{
    const bool is_dense = version.dense && encoding != Encoding::identity;
    return quoted(version, encoding, is_dense ? "2" : "");
}

std::size_t PageVersion::bytes() const
{
    std::size_t sum = fields.size() + etag.size();
    for (std::size_t i = 0; i < encodings_count; ++i) {
        sum += forms[i] ? forms[i]->bytes.size() : 0;
        sum += not_modified[i] ? not_modified[i]->bytes.size() : 0;
    }
    return sum;
}

net::WirePagePtr choose_form(const PageVersion& version, const Acceptance& acceptance,
                             std::string_view if_none_match, std::string_view if_modified_since,
                             Time now)
{
    if (!if_none_match.empty()) {
        if (auto held = held_form(version, acceptance, if_none_match))
            return held;
    }
    const auto best = best_at_hand(version, acceptance);
    const auto& identity = version.forms[index_of(Encoding::identity)];
    // Who refuses everything, identity too, gets that all the same.
    if (!best)
        return acceptance.of(Encoding::identity) == 0 || !version.compressible ? identity : nullptr;
    // Who would rather have it plain waits until it has been made so.
    if (!identity && acceptance.of(Encoding::identity) > acceptance.of(*best))
        return nullptr;
    if (if_none_match.empty() && !if_modified_since.empty()) {
        const auto& not_modified = version.not_modified[index_of(*best)];
        if (not_modified && is_unmodified_since(version, if_modified_since, now))
            return not_modified;
    }
    return version.forms[index_of(*best)];
}

} // namespace masthead::web
