#include "surfaces/transfer/import_media.hpp"

#include "core/base/text.hpp"
#include "core/text/html_sanitizer.hpp"
#include "features/media/media.hpp"
#include "features/stories/story.hpp"
#include "surfaces/transfer/fingerprint.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/import_redirects.hpp"
#include "surfaces/transfer/site_address.hpp"

/// The rows and redirects of carried files; what is done with the files stands in import_media.cpp.
namespace masthead::transfer {

namespace {

constexpr std::size_t alt_bytes_max = 1'000;
constexpr std::size_t credit_bytes_max = 500;
constexpr std::size_t caption_bytes_max = 8'000;

std::string hash_of(const media::Media& row)
{
    return Fingerprint{}.add(row.alt).add(row.caption_html).add(row.credit).add(row.path).hex();
}

std::string folder_of(const std::string& url)
{
    return url.substr(0, url.rfind('/') + 1);
}

} // namespace

void MediaCatalog::write(const Waiting& waiting, Known& known)
{
    known.state = State::carried;
    known.file = {MediaId{}, context_.plan.texts.add(waiting.path), waiting.kind.width,
                  waiting.kind.height, waiting.attachment};
    if (!context_.writes())
        return context_.report.count(Counted::media, Fate::created);
    Fate fate = Fate::created;
    std::int64_t redirects = 0;
    context_.write([&](db::Tx& tx) {
        redirects = 0;
        fate = write_row(tx, waiting, known.file.id);
        write_old_addresses(tx, waiting, redirects);
    });
    context_.report.count(Counted::media, fate);
    if (redirects > 0)
        context_.report.count(Counted::redirects, Fate::created, redirects);
}

media::Media MediaCatalog::row_of(const Waiting& waiting) const
{
    const auto& texts = context_.plan.texts;
    media::Media row;
    row.path = waiting.path;
    row.mime = waiting.kind.mime;
    row.width = waiting.kind.width;
    row.height = waiting.kind.height;
    row.size_bytes = waiting.bytes;
    row.source_url = waiting.url;
    row.created_at = context_.now;
    if (waiting.attachment >= 0) {
        const auto& planned_file = site_.attachments[static_cast<std::size_t>(waiting.attachment)];
        row.alt = plain_name(texts.get(planned_file.alt), alt_bytes_max);
        row.credit = plain_name(texts.get(planned_file.credit), credit_bytes_max);
        row.caption_html =
            text::sanitize_html(cut_utf8(texts.get(planned_file.caption), caption_bytes_max),
                                text::HtmlPolicy::inline_only);
    }
    return row;
}

Fate MediaCatalog::write_row(db::Tx& tx, const Waiting& waiting, MediaId& id) const
{
    auto row = row_of(waiting);
    const auto key = file_key(waiting.url);
    const ForeignKey foreign{site_.key, foreign_kind::media, key};
    const auto earlier = find_foreign(tx, foreign);
    const auto present = media::find_media_by_path(tx, row.path);
    if (earlier && present && present->id.value() == earlier->id) {
        id = present->id;
        const bool same_file = present->size_bytes == row.size_bytes && present->width == row.width;
        const bool same_words = hash_of(*present) == hash_of(row);
        const bool changed_here = hash_of(*present) != earlier->fingerprint;
        if (same_file && (same_words || changed_here)) {
            touch_foreign(tx, foreign, context_.run);
            return same_words ? Fate::unchanged : Fate::kept;
        }
        if (changed_here) { // a newer file under words that were written here
            row.alt = present->alt;
            row.caption_html = present->caption_html;
            row.credit = present->credit;
        }
    }
    if (!earlier && present) { // the same file was here before: it is used and not touched
        id = present->id;
        save_foreign(tx, foreign, {id.value(), hash_of(*present), context_.run});
        return Fate::unchanged;
    }
    id = media::save_media(tx, row).value();
    save_foreign(tx, foreign, {id.value(), hash_of(row), context_.run});
    return earlier ? Fate::updated : Fate::created;
}

// The file's own address, those of its resized copies, and its attachment page.
void MediaCatalog::write_old_addresses(db::Tx& tx, const Waiting& waiting,
                                       std::int64_t& redirects) const
{
    media::Media row;
    row.path = waiting.path;
    const auto target = media::media_url(row);
    const auto save = [&](const std::string& address) {
        redirects += save_old_link(tx, {address, target}, context_.now) ? 1 : 0;
    };
    if (is_on_site(waiting.url))
        save(local_address(waiting.url.substr(0, waiting.url.find('?'))));
    if (waiting.attachment < 0)
        return;
    const auto& planned_file = site_.attachments[static_cast<std::size_t>(waiting.attachment)];
    const auto sizes = context_.plan.texts.get(planned_file.sizes);
    for (const auto name : split(sizes, '\n')) {
        if (!name.empty() && is_on_site(waiting.url))
            save(local_address(folder_of(waiting.url) + std::string{name}));
    }
    save(local_address(context_.plan.texts.get(planned_file.link)));
    for (const auto& base : site_.urls)
        save(local_address(base + (base.ends_with('/') ? "" : "/") +
                           "?attachment_id=" + std::to_string(planned_file.id)));
}

// Without its file, an attachment's page leads to the story it was uploaded for.
void MediaCatalog::redirect_missing()
{
    RedirectBatch redirects{context_};
    for (const auto& planned_file : site_.attachments) {
        const auto parent = site_.post_by_id.find(planned_file.parent);
        if (parent == site_.post_by_id.end() || !site_.posts[parent->second].is_public)
            continue;
        const auto url = context_.plan.texts.get(planned_file.url);
        const auto known = known_.find(address_hash(file_key(url)));
        if (known != known_.end() && known->second.state == State::carried)
            continue;
        const auto slug = context_.plan.texts.get(site_.posts[parent->second].name);
        redirects.add(local_address(context_.plan.texts.get(planned_file.link)),
                      stories::story_url(slug));
    }
    redirects.flush();
}

} // namespace masthead::transfer
