#include "surfaces/pushing/draw_push.hpp"

#include "core/base/text.hpp"
#include "core/push/encryption.hpp"

#include <boost/json.hpp>

namespace masthead::pushing {

namespace {

using notifications::Group;
using notifications::Kind;

// The words of the page of notifications.
std::string_view sentence_of(Kind kind)
{
    switch (kind) {
    case Kind::reply: return "{name} answered your comment";
    case Kind::mention: return "{name} mentioned you";
    case Kind::thread: return "{name} replied in a thread you follow";
    case Kind::story: return "{name} commented on a story you follow";
    case Kind::reader: return "{name} wrote a comment";
    case Kind::new_story: return "New story: {story}";
    case Kind::follower: return "{name} follows you";
    case Kind::decision: break;
    }
    return "The moderators have made a decision that concerns you";
}

// What is put in is not looked at again: a name may hold "{story}".
std::string with_slot(std::string_view text, std::string_view slot, std::string_view word)
{
    const auto at = text.find(slot);
    std::string out{text.substr(0, at)};
    if (at != std::string_view::npos)
        out.append(word).append(text.substr(at + slot.size()));
    return out;
}

std::string title_of(const site::Theme& theme, std::string_view language, const Group& group)
{
    const auto text = theme.translate(language, sentence_of(group.kind));
    return group.kind == Kind::new_story ? with_slot(text, "{story}", group.headline)
                                         : with_slot(text, "{name}", group.name);
}

std::string_view body_of(const Group& group)
{
    if (group.kind == Kind::new_story)
        return {};
    return group.excerpt.empty() ? group.headline : group.excerpt;
}

std::string_view direction_of(std::string_view language)
{
    for (const auto* written_leftward : {"ar", "fa", "he", "ur"}) {
        if (language.starts_with(written_leftward))
            return "rtl";
    }
    return "ltr";
}

} // namespace

std::string draw_push(const site::Theme& theme, std::string_view language, const Group& group,
                      std::string_view about)
{
    boost::json::object shown{
        {"title", cut_utf8(title_of(theme, language, group), push_title_bytes_max)},
        {"body", cut_utf8(body_of(group), push_body_bytes_max)},
        {"url", "/notifications/" + to_string(group.id) + "/"},
        {"page", cut_utf8(group.path, push_title_bytes_max)},
        {"tag", about},
        {"lang", language},
        {"dir", direction_of(language)}};
    auto payload = boost::json::serialize(shown);
    // Only words full of what JSON must escape come near the limit.
    if (payload.size() > push::payload_bytes_max) {
        shown["body"] = "";
        payload = boost::json::serialize(shown);
    }
    return payload;
}

} // namespace masthead::pushing
