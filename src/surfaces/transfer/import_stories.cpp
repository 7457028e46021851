#include "surfaces/transfer/import_stories.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/text/excerpt.hpp"
#include "core/text/html_sanitizer.hpp"
#include "core/text/safe_url.hpp"
#include "features/media/media.hpp"
#include "surfaces/transfer/fingerprint.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/site_address.hpp"

#include <algorithm>
#include <array>

namespace masthead::transfer {

namespace {

constexpr std::size_t standfirst_bytes_max = 4'000;
constexpr std::size_t headline_from_body_characters = 70;
constexpr std::size_t source_bytes_max = limits::story_html_bytes_max;
constexpr std::size_t alt_bytes_max = 1'000;
constexpr std::size_t caption_bytes_max = 8'000;

std::string_view words_of(wordpress_body::NoticeKind kind)
{
    using wordpress_body::NoticeKind;
    switch (kind) {
    case NoticeKind::unknown_shortcode: return "shortcode not known, not printed: ";
    case NoticeKind::dynamic_block:
        return "block that WordPress fills when it shows it, left out: ";
    case NoticeKind::unknown_block: return "block not known, its HTML was kept: ";
    case NoticeKind::malformed_block: return "block comment that is not well-formed: ";
    case NoticeKind::embed: return "embedded: ";
    case NoticeKind::missing_media: return "file not carried, shown as a link: ";
    case NoticeKind::dropped_element: return "element that a story may not contain: ";
    case NoticeKind::text_only: break;
    }
    return "too large or too deep; only its text was kept";
}

bool is_picture(std::string_view url)
{
    static constexpr std::array<std::string_view, 6> endings{".jpg", ".jpeg", ".png",
                                                             ".gif", ".webp", ".avif"};
    const auto path = to_lower_ascii(split_url(url).path);
    return std::ranges::any_of(endings, [&](auto ending) { return path.ends_with(ending); });
}

// A scheduled story that has come out meanwhile was not changed by anybody.
std::int64_t hashed_state(stories::StoryState state)
{
    return static_cast<std::int64_t>(
        state == stories::StoryState::scheduled ? stories::StoryState::published : state);
}

} // namespace

std::optional<PreparedStory> StoryPreparer::prepare(const WxrItem& item, const PlannedPost& planned)
{
    PreparedStory story;
    auto& command = story.command;
    set_times(command, item);
    const auto state = state_of(item, command.published_at);
    if (!state)
        return std::nullopt;
    story.file = file_;
    story.line = item.line;
    story.foreign_id = item.id;
    story.planned = planned;
    story.guid = context_.plan.texts.get(planned.guid);
    command.state = *state;
    command.kind =
        planned.kind == PostKind::page ? stories::StoryKind::page : stories::StoryKind::story;
    command.slug = context_.plan.texts.get(planned.name);
    command.featured = item.sticky == "1";
    command.comments_open = item.comment_status != "closed";
    set_texts(command, item);
    if (command.body.body.html.size() > limits::story_html_bytes_max) {
        problem(item, "its text is longer than a story may be");
        return std::nullopt;
    }
    const auto terms = sort_terms(site_, item);
    set_terms(command, item, terms);
    set_lead(command, item);
    story.old_links = old_links(item, planned, command.slug);
    story.wanted = wanted_hash(story, terms);
    return story;
}

// Whatever was not for everybody there is for nobody here until an editor has looked at it.
std::optional<stories::StoryState> StoryPreparer::state_of(const WxrItem& item, Time published_at)
{
    using stories::StoryState;
    const auto& status = item.status;
    if (status == "trash" || status == "auto-draft" || status == "inherit") {
        problem(item, "its state is \"" + status + "\"");
        return std::nullopt;
    }
    if (status == "draft" || status == "pending")
        return StoryState::draft;
    if (status != "publish" && status != "future") {
        problem(item, "became a draft: its state was \"" + plain_name(status, 60) + "\"");
        return StoryState::draft;
    }
    if (!item.password.empty()) {
        problem(item, "became a draft: it was protected by a password");
        return StoryState::draft;
    }
    const bool is_due = status == "publish" || published_at <= context_.now;
    return is_due ? StoryState::published : StoryState::scheduled;
}

void StoryPreparer::set_times(stories::SaveStory& command, const WxrItem& item)
{
    const auto date = item_date(item);
    command.published_at = date.value_or(Time{});
    command.created_at = date.value_or(context_.now);
    const auto modified = parse_sql_datetime(item.modified_gmt);
    command.updated_at = std::max(modified.value_or(command.created_at), command.created_at);
}

void StoryPreparer::set_texts(stories::SaveStory& command, const WxrItem& item)
{
    auto converted = wordpress_body::convert_wordpress_body(item.content, body_context(item));
    report_notices(converted.notices, item);
    stories::StoryBody body;
    body.source = to_valid_utf8(item.content);
    if (body.source.size() > source_bytes_max)
        body.source = cut_utf8(body.source, source_bytes_max);
    body.source_format = stories::SourceFormat::wordpress;
    body.html = std::move(converted.html);
    command.body = stories::prepare_body(std::move(body), site_.about.language);
    command.headline = plain_name(item.title, limits::title_bytes_max);
    command.standfirst = plain_name(item.excerpt, standfirst_bytes_max);
    if (!command.headline.empty() || command.state == stories::StoryState::draft)
        return;
    command.headline = text::excerpt_of(command.body.excerpt, headline_from_body_characters);
    if (command.headline.empty())
        command.headline = "Untitled";
    problem(item, "had no headline; its first words became one");
}

void StoryPreparer::set_terms(stories::SaveStory& command, const WxrItem& item,
                              const StoryTerms& terms)
{
    if (const auto section = names_.sections.find(terms.section_category);
        section != names_.sections.end())
        command.section = SectionId{section->second.id};
    for (const auto& key : terms.topics) {
        if (const auto topic = names_.topics.find(key); topic != names_.topics.end())
            command.topics.emplace_back(topic->second.id);
    }
    for (const auto& login : terms.authors) {
        if (const auto author = names_.authors.find(login); author != names_.authors.end())
            command.authors.emplace_back(author->second.id);
    }
    for (const auto& taxonomy : terms.unknown)
        context_.report.note("items with terms of taxonomy \"" + plain_name(taxonomy, 100) +
                             "\", not carried");
    if (command.authors.empty())
        problem(item, "has no author");
}

void StoryPreparer::set_lead(stories::SaveStory& command, const WxrItem& item)
{
    const auto id = foreign_number(item.meta_value("_thumbnail_id"));
    if (id == 0)
        return;
    const auto* planned = media_.planned(id);
    if (!planned)
        return problem(item,
                       "its featured image (id " + std::to_string(id) + ") is not in the export");
    const auto& texts = context_.plan.texts;
    auto& lead = command.lead;
    lead.alt = plain_name(texts.get(planned->alt), alt_bytes_max);
    lead.credit = plain_name(texts.get(planned->credit), alt_bytes_max);
    lead.caption_html = text::sanitize_html(
        cut_utf8(texts.get(planned->caption), caption_bytes_max), text::HtmlPolicy::inline_only);
    if (const auto file = media_.file_of(id))
        lead.media = file->id;
    else
        lead.url = text::safe_url(texts.get(planned->url), text::UrlUse::source).value_or("");
}

wordpress_body::BodyContext StoryPreparer::body_context(const WxrItem& item)
{
    wordpress_body::BodyContext body;
    body.resolve_media = [this](const std::string& url) { return media_.resolve(url); };
    body.attachment_by_id = [this](std::int64_t id) { return media_.attachment(id); };
    body.attached_images = [this, post = foreign_number(item.id)] {
        return attached_pictures(post);
    };
    body.resolve_link = [this](const std::string& url) { return new_address(url); };
    body.site_urls = site_.urls;
    body.footnotes_json = item.meta_value("footnotes");
    return body;
}

std::vector<std::int64_t> StoryPreparer::attached_pictures(std::int64_t post) const
{
    const auto found = site_.attachments_of.find(post);
    if (found == site_.attachments_of.end())
        return {};
    std::vector<std::int64_t> pictures;
    for (const auto id : found->second) {
        if (is_picture(context_.plan.texts.get(media_.planned(id)->url)))
            pictures.push_back(id);
    }
    std::ranges::stable_sort(pictures, std::less{},
                             [&](std::int64_t id) { return media_.planned(id)->order; });
    return pictures;
}

std::optional<std::string> StoryPreparer::new_address(const std::string& url)
{
    const auto key = link_key(url);
    const auto found = site_.addresses.find(address_hash(key));
    if (key.empty() || found == site_.addresses.end())
        return std::nullopt;
    return address_of(found->second);
}

std::optional<std::string> StoryPreparer::address_of(const OldAddress& old)
{
    switch (old.kind) {
    case OldAddress::Kind::post:
        return stories::story_url(context_.plan.texts.get(site_.posts[old.index].name));
    case OldAddress::Kind::attachment: {
        const auto file = media_.file_of(site_.attachments[old.index].id);
        if (!file)
            return std::nullopt;
        media::Media row;
        row.path = media_.path_of(*file);
        return media::media_url(row);
    }
    case OldAddress::Kind::author: {
        const auto author = names_.authors.find(site_.authors[old.index].login);
        return author == names_.authors.end() ? std::nullopt
                                              : std::optional{author_url(author->second.slug)};
    }
    case OldAddress::Kind::category:
    case OldAddress::Kind::tag: break;
    }
    auto archive = archive_of(names_, site_, site_.terms[old.index]);
    return archive.empty() ? std::nullopt : std::optional{std::move(archive)};
}

void StoryPreparer::report_notices(const std::vector<wordpress_body::Notice>& notices,
                                   const WxrItem& item)
{
    for (const auto& notice : notices) {
        if (notice.kind == wordpress_body::NoticeKind::embed) { // nothing is lost by that
            context_.report.note("embeds that load on a click, from " +
                                     plain_name(notice.detail, 100),
                                 notice.count);
            continue;
        }
        auto reason = std::string{words_of(notice.kind)} + plain_name(notice.detail, 300);
        if (notice.count > 1)
            reason += " (" + std::to_string(notice.count) + " times)";
        problem(item, reason);
    }
}

// Every address under which the old site answered with this story.
std::vector<OldLink> StoryPreparer::old_links(const WxrItem& item, const PlannedPost& planned,
                                              const std::string& slug) const
{
    std::vector<OldLink> links;
    if (!planned.is_public)
        return links;
    const auto target = stories::story_url(slug);
    const auto add = [&](const std::string& url) {
        const auto owner = site_.addresses.find(address_hash(link_key(url)));
        const bool is_anothers =
            owner != site_.addresses.end() && (owner->second.kind != OldAddress::Kind::post ||
                                               &site_.posts[owner->second.index] != &planned);
        if (auto from = local_address(url); !from.empty() && !is_anothers)
            links.emplace_back(std::move(from), target);
    };
    add(item.link);
    for (const auto& meta : item.meta) {
        if (meta.key == "_wp_old_slug")
            add(with_last_segment(item.link, item.name, meta.value));
    }
    for (const auto& url : site_.urls) {
        const auto base = url + (url.ends_with('/') ? "?" : "/?");
        if (planned.id != 0)
            add(base + "p=" + std::to_string(planned.id));
        if (planned.id != 0 && planned.kind == PostKind::page)
            add(base + "page_id=" + std::to_string(planned.id));
    }
    return links;
}

std::string StoryPreparer::wanted_hash(const PreparedStory& story, const StoryTerms& terms) const
{
    const auto& c = story.command;
    Fingerprint hash;
    hash.add(static_cast<std::int64_t>(c.kind)).add(hashed_state(c.state)).add(c.headline);
    hash.add(c.standfirst).add(c.body.body.html).add(terms.section_category);
    for (const auto* list : {&terms.topics, &terms.authors}) {
        hash.add(static_cast<std::int64_t>(list->size()));
        for (const auto& entry : *list)
            hash.add(entry);
    }
    hash.add(c.lead.url).add(c.lead.alt).add(c.lead.caption_html).add(c.lead.credit);
    hash.add(std::int64_t{c.lead.url.empty()}).add(std::int64_t{c.featured});
    hash.add(std::int64_t{c.comments_open}).add(to_ms(c.published_at));
    for (const auto& [from, to] : story.old_links)
        hash.add(from);
    return hash.hex();
}

void StoryPreparer::problem(const WxrItem& item, const std::string& reason)
{
    context_.report.problem(
        {file_, item.line, item.id, item.type == "page" ? "page" : "story", reason});
}

} // namespace masthead::transfer
