#include "surfaces/account/handlers.hpp"

#include "features/comments/drafts.hpp"
#include "features/comments/reader_data.hpp"
#include "features/follows/reader_data.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/notifications/reader_data.hpp"
#include "features/readers/reader_data.hpp"
#include "features/stories/find_stories.hpp"

#include <boost/json.hpp>

namespace masthead::account {

namespace {

using boost::json::array;
using boost::json::object;

constexpr int stretch = 500;
constexpr int decisions_max = 1'000;

array versions_json(const comments::ExportedComment& comment)
{
    array versions;
    for (const auto& version : comment.versions)
        versions.push_back(
            object{{"written_at", format_rfc3339(version.written_at)}, {"html", version.html}});
    return versions;
}

object comment_json(const comments::ExportedComment& exported)
{
    const auto& comment = exported.own.comment;
    return object{{"id", to_string(comment.id)},
                  {"url", comments::comment_url(exported.story_slug, comment.id)},
                  {"story", exported.story_headline},
                  {"posted_at", format_rfc3339(comment.posted_at)},
                  {"held", comment.state == comments::CommentState::held},
                  {"held_reason", exported.own.held_reason},
                  {"respect", comment.respect_count},
                  {"text", exported.own.source},
                  {"html", comment.html},
                  {"earlier_versions", versions_json(exported)}};
}

// A stretch a snapshot, so that a long list holds nobody up.
array all_comments(const AccountServices& services, ReaderId reader)
{
    array out;
    comments::Cursor after;
    for (;;) {
        const auto some = services.database.read([&](db::Snapshot& snapshot) {
            return comments::export_comments(snapshot, reader, after, stretch);
        });
        for (const auto& comment : some)
            out.push_back(comment_json(comment));
        if (some.size() < static_cast<std::size_t>(stretch))
            return out;
        after = {some.back().own.comment.posted_at, some.back().own.comment.id};
    }
}

template <class Read, class AsJson>
array all_in_stretches(const AccountServices& services, Read&& read, AsJson&& as_json)
{
    array out;
    for (int offset = 0;; offset += stretch) {
        const auto some =
            services.database.read([&](db::Snapshot& snapshot) { return read(snapshot, offset); });
        for (const auto& one : some)
            out.push_back(as_json(one));
        if (some.size() < static_cast<std::size_t>(stretch))
            return out;
    }
}

array all_respects(const AccountServices& services, ReaderId reader)
{
    return all_in_stretches(
        services,
        [&](db::Snapshot& snapshot, int offset) {
            return comments::export_respects(snapshot, reader, stretch, offset);
        },
        [](const comments::ExportedRespect& respect) {
            return object{{"comment", comments::comment_url(respect.story_slug, respect.comment)},
                          {"given_at", format_rfc3339(respect.given_at)}};
        });
}

array all_reports(const AccountServices& services, ReaderId reader)
{
    return all_in_stretches(
        services,
        [&](db::Snapshot& snapshot, int offset) {
            return comments::export_reports(snapshot, reader, stretch, offset);
        },
        [](const comments::Report& report) {
            return object{{"comment", to_string(report.comment)},
                          {"reason", comments::reason_name(report.reason)},
                          {"words", report.words},
                          {"reported_at", format_rfc3339(report.reported_at)}};
        });
}

array all_decisions(const AccountServices& services, ReaderId reader)
{
    array out;
    const auto decisions = services.database.read([&](db::Snapshot& snapshot) {
        return moderation::find_decisions_on_reader(snapshot, reader, decisions_max);
    });
    for (const auto& decision : decisions)
        out.push_back(object{{"action", moderation::name_of(decision.action)},
                             {"ground", decision.ground},
                             {"facts", decision.facts},
                             {"words", decision.words},
                             {"automated", decision.is_automated()},
                             {"place", decision.place},
                             {"decided_at", format_rfc3339(decision.created_at)}});
    return out;
}

array all_drafts(const AccountServices& services, ReaderId reader)
{
    array out;
    services.database.read([&](db::Snapshot& snapshot) {
        for (const auto& draft :
             comments::drafts_of(snapshot, comments::reader_draft_owner(reader))) {
            const auto story = stories::find_story(snapshot, draft.story);
            out.push_back(object{{"text", draft.text},
                                 {"story_url", story ? stories::story_url(story->slug) : ""},
                                 {"saved_at", format_rfc3339(draft.saved_at)}});
        }
    });
    return out;
}

std::optional<object> everything(const AccountServices& services, ReaderId reader)
{
    const auto data = services.database.read([&](db::Snapshot& snapshot) {
        return readers::export_reader_data(snapshot, reader, services.clock.now());
    });
    if (!data)
        return std::nullopt;
    auto out = readers::reader_data_json(*data);
    out["exported_at"] = format_rfc3339(services.clock.now());
    out["comments"] = all_comments(services, reader);
    out["respect_given"] = all_respects(services, reader);
    out["reports"] = all_reports(services, reader);
    out["decisions"] = all_decisions(services, reader);
    out["drafts"] = all_drafts(services, reader);
    out["following"] = services.database.read(
        [&](db::Snapshot& snapshot) { return follows::reader_data_json(snapshot, reader); });
    out["notifications"] = services.database.read([&](db::Snapshot& snapshot) {
        return notifications::export_reader_data(snapshot, reader);
    });
    return out;
}

void offer_as_file(Response& response, std::string_view name)
{
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"" + std::string{name} + "\"");
}

// Any JSON as what templates see, so that the page shows exactly what the file holds.
handlebars::Value as_context(const boost::json::value& value)
{
    if (const auto* text = value.if_string())
        return std::string{*text};
    if (const auto* flag = value.if_bool())
        return *flag;
    if (const auto* number = value.if_int64())
        return *number;
    if (const auto* list = value.if_array()) {
        handlebars::Array out;
        for (const auto& one : *list)
            out.push_back(as_context(one));
        return out;
    }
    if (const auto* members = value.if_object()) {
        handlebars::Object out;
        for (const auto& [name, one] : *members)
            out.set(std::string_view{name.data(), name.size()}, as_context(one));
        return out;
    }
    return {};
}

} // namespace

Response export_json(const AccountServices& services, const Request& request)
{
    const auto data = everything(services, reader_of(request));
    if (!data)
        return web::refuse(refuse(Refusal::not_found, "reader.absent"));
    auto response = web::json(200, boost::json::serialize(*data));
    offer_as_file(response, "my-data.json");
    return response;
}

Response export_html(const AccountServices& services, const Request& request)
{
    const auto data = everything(services, reader_of(request));
    if (!data)
        return web::refuse(refuse(Refusal::not_found, "reader.absent"));
    return draw(services, request, "reader-export", "All your data", [&](site::RenderEnvironment&) {
        handlebars::Object root;
        for (const auto& [name, value] : *data)
            root.set(std::string_view{name.data(), name.size()}, as_context(value));
        return root;
    });
}

} // namespace masthead::account
