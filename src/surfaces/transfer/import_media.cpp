#include "surfaces/transfer/import_media.hpp"

#include "core/base/text.hpp"
#include "features/media/media.hpp"
#include "surfaces/transfer/foreign_text.hpp"
#include "surfaces/transfer/site_address.hpp"
#include "surfaces/transfer/wordpress_body/media_names.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t alt_bytes_max = 1'000;
constexpr std::size_t credit_bytes_max = 500;
constexpr int same_name_max = 1'000;

// "…-300x200.jpg": a copy that WordPress made of a larger file.
bool is_resized(std::string_view url)
{
    const auto dot = url.rfind('.');
    const auto stem = url.substr(0, dot);
    const auto dash = stem.rfind('-');
    if (dot == std::string_view::npos || dash == std::string_view::npos)
        return false;
    const auto sides = split(stem.substr(dash + 1), 'x');
    return sides.size() == 2 && foreign_number(sides[0]) > 0 && foreign_number(sides[1]) > 0;
}

} // namespace

MediaCatalog::MediaCatalog(ImportContext& context, const SitePlan& site)
    : context_(context), site_(site), fetches_(context.command.fetch_local_port)
{
}

void MediaCatalog::carry_attachments()
{
    const auto total = site_.attachments.size();
    context_.step = {ImportPhase::media, 0, total, 0, 0};
    for (std::size_t i = 0; i < total; ++i) {
        const auto url = context_.plan.texts.get(site_.attachments[i].url);
        carry(url, static_cast<std::int32_t>(i));
        context_.step.done = i + 1;
        context_.tell();
    }
    redirect_missing();
}

std::optional<wordpress_body::MediaRef> MediaCatalog::resolve(const std::string& url)
{
    const auto key = file_key(url);
    if (key.empty())
        return std::nullopt;
    const auto candidates = wordpress_body::media_candidates(url);
    if (candidates.empty())
        return std::nullopt;
    const Known* known = carry_attached(candidates);
    if ((!known || known->state != State::carried) && may_carry(url))
        known = carry_unattached(candidates);
    if (!known || known->state != State::carried)
        return std::nullopt;
    const auto& file = known->file;
    wordpress_body::MediaRef ref{"", file.width, file.height, "", "", ""};
    media::Media row;
    row.path = path_of(file);
    ref.our_url = media::media_url(row);
    if (file.attachment >= 0) {
        const auto& planned = site_.attachments[static_cast<std::size_t>(file.attachment)];
        ref.alt = plain_name(context_.plan.texts.get(planned.alt), alt_bytes_max);
        ref.caption = context_.plan.texts.get(planned.caption);
        ref.credit = plain_name(context_.plan.texts.get(planned.credit), credit_bytes_max);
    }
    return ref;
}

const MediaCatalog::Known* MediaCatalog::carry_attached(const std::vector<std::string>& candidates)
{
    const Known* known = nullptr;
    for (const auto& candidate : candidates) {
        const auto planned = site_.attachment_by_file.find(address_hash(file_key(candidate)));
        if (planned == site_.attachment_by_file.end())
            continue;
        known = &carry(candidate, static_cast<std::int32_t>(planned->second));
        if (known->state == State::carried)
            break;
    }
    return known;
}

// A file that only a body names: the original before its resized copies. What is found nowhere is
// asked for at the old site under the name that the body gives, never under a guessed one; and no
// name of this picture is tried again.
const MediaCatalog::Known*
MediaCatalog::carry_unattached(const std::vector<std::string>& candidates)
{
    auto originals_first = candidates;
    std::ranges::stable_sort(originals_first, std::less{}, is_resized);
    for (const auto& candidate : originals_first) {
        const auto known = known_.find(address_hash(file_key(candidate)));
        const bool is_carried = known != known_.end() && known->second.state == State::carried;
        if (is_carried || !find_local(candidate, -1).empty())
            return &carry(candidate, -1);
    }
    const auto* given = &carry(candidates.front(), -1);
    for (const auto& candidate : candidates) {
        auto& other = known_[address_hash(file_key(candidate))];
        if (other.state == State::unknown)
            other.state = State::missing;
    }
    return given;
}

std::optional<CarriedFile> MediaCatalog::file_of(std::int64_t attachment_id)
{
    const auto found = site_.attachment_by_id.find(attachment_id);
    if (found == site_.attachment_by_id.end())
        return std::nullopt;
    const auto url = context_.plan.texts.get(site_.attachments[found->second].url);
    const auto& known = carry(url, static_cast<std::int32_t>(found->second));
    return known.state == State::carried ? std::optional{known.file} : std::nullopt;
}

std::optional<wordpress_body::AttachmentRef>
MediaCatalog::attachment(std::int64_t attachment_id) const
{
    const auto* planned_file = planned(attachment_id);
    if (!planned_file)
        return std::nullopt;
    const auto& texts = context_.plan.texts;
    return wordpress_body::AttachmentRef{texts.get(planned_file->url),
                                         plain_name(texts.get(planned_file->alt), alt_bytes_max),
                                         texts.get(planned_file->caption)};
}

std::string MediaCatalog::path_of(const CarriedFile& file) const
{
    return context_.plan.texts.get(file.path);
}

const PlannedAttachment* MediaCatalog::planned(std::int64_t attachment_id) const
{
    const auto found = site_.attachment_by_id.find(attachment_id);
    return found == site_.attachment_by_id.end() ? nullptr : &site_.attachments[found->second];
}

const MediaCatalog::Known& MediaCatalog::carry(const std::string& url, std::int32_t attachment)
{
    auto& known = known_[address_hash(file_key(url))];
    if (known.state != State::unknown)
        return known;
    known.state = State::missing;
    if (const auto waiting = obtain(url, attachment)) {
        write(*waiting, known);
    } else if (find_earlier(url, known, attachment)) {
        context_.report.count(Counted::media, Fate::unchanged);
    } else if (attachment >= 0) { // what a body alone names is reported with that body
        context_.report.count(Counted::media, Fate::skipped);
    }
    return known;
}

// A local copy is looked at in every run, since it may be a newer one; what was fetched once stays.
std::optional<MediaCatalog::Waiting> MediaCatalog::obtain(const std::string& url,
                                                          std::int32_t attachment)
{
    if (const auto local = find_local(url, attachment); !local.empty())
        return take_local(local, url, attachment);
    Known earlier;
    if (find_earlier(url, earlier, attachment))
        return std::nullopt;
    if (may_fetch(url))
        return take_fetched(url, attachment);
    if (context_.command.uploads)
        missing(url, attachment, "not in the uploads folder");
    else if (attachment >= 0)
        context_.report.note("files left at the old site and shown as links");
    return std::nullopt;
}

// The path below the uploads folder; empty where there is no such file.
std::string MediaCatalog::find_local(const std::string& url, std::int32_t attachment) const
{
    if (!context_.command.uploads)
        return {};
    const auto& root = *context_.command.uploads;
    std::vector<std::string> paths{uploads_path(url)};
    if (attachment >= 0) {
        const auto& planned_file = site_.attachments[static_cast<std::size_t>(attachment)];
        paths.insert(paths.begin(), context_.plan.texts.get(planned_file.path));
        auto candidates = wordpress_body::media_candidates(url);
        std::ranges::stable_sort(candidates, std::less{}, is_resized);
        for (const auto& candidate : candidates)
            paths.push_back(uploads_path(candidate));
    }
    for (const auto& path : paths) {
        if (file_below(root, path))
            return path;
    }
    return {};
}

std::optional<MediaCatalog::Waiting> MediaCatalog::take_local(const std::string& relative,
                                                              const std::string& url,
                                                              std::int32_t attachment)
{
    const auto source = file_below(*context_.command.uploads, relative);
    return source ? keep(*source, url, relative, safe_media_path(relative), attachment)
                  : std::nullopt;
}

std::optional<MediaCatalog::Waiting> MediaCatalog::take_fetched(const std::string& url,
                                                                std::int32_t attachment)
{
    if (!context_.writes()) {
        context_.report.note("files that would be fetched from the old site");
        return std::nullopt;
    }
    IncomingFile incoming{context_.command.media_dir};
    const auto fetched =
        fetches_.fetch(url, [&](std::string_view bytes) { incoming.append(bytes); });
    if (!fetched) {
        missing(url, attachment, "cannot be fetched: " + fetched.error().detail);
        return std::nullopt;
    }
    context_.report.note("files fetched from the old site");
    return keep(incoming.path(), url, wordpress_body::media_file_name(url),
                planned_path(url, attachment), attachment);
}

std::optional<MediaCatalog::Waiting>
MediaCatalog::keep(const fs::path& source, const std::string& url, const std::string& name,
                   const std::string& wanted_path, std::int32_t attachment)
{
    auto kind = judge_file(source, name);
    // What it is stored as decides how it is served: that name is judged too.
    if (kind && !wanted_path.empty())
        kind = judge_file(source, wanted_path);
    if (!kind) {
        missing(url, attachment, kind.error().detail);
        return std::nullopt;
    }
    const auto path = place(source, url, wanted_path);
    if (!path) {
        missing(url, attachment, "its name cannot be made safe");
        return std::nullopt;
    }
    return Waiting{address_hash(file_key(url)),
                   url,
                   *path,
                   *kind,
                   static_cast<std::int64_t>(fs::file_size(source)),
                   attachment};
}

bool MediaCatalog::find_earlier(const std::string& url, Known& known, std::int32_t attachment)
{
    const auto key = file_key(url);
    const auto row = context_.database.read([&](db::Snapshot& snapshot) {
        const auto foreign = find_foreign(snapshot, {site_.key, foreign_kind::media, key});
        return foreign ? media::find_media(snapshot, MediaId{foreign->id}) : std::nullopt;
    });
    if (!row || !fs::exists(context_.command.media_dir / fs::path{row->path}))
        return false;
    known.state = State::carried;
    known.file = {row->id, context_.plan.texts.add(row->path), row->width, row->height, attachment};
    return true;
}

// Another file of the same name is another site's, or was put there by hand: ours gets a number.
// Where the file there came from this very address, it is replaced by the newer one.
std::optional<std::string> MediaCatalog::place(const fs::path& source, const std::string& url,
                                               const std::string& wanted_path)
{
    if (wanted_path.empty())
        return std::nullopt;
    if (!context_.writes())
        return wanted_path;
    const auto& folder = context_.command.media_dir;
    auto path = wanted_path;
    for (int number = 2; number < same_name_max; ++number) {
        if (place_file(source, folder, path) != Placed::other_there)
            return path;
        if (source_of(path) == url) {
            fs::remove(folder / fs::path{path});
            place_file(source, folder, path);
            return path;
        }
        path = numbered_path(wanted_path, number);
    }
    return std::nullopt;
}

std::string MediaCatalog::planned_path(const std::string& url, std::int32_t attachment) const
{
    if (attachment >= 0) {
        const auto& planned_file = site_.attachments[static_cast<std::size_t>(attachment)];
        if (auto path = safe_media_path(context_.plan.texts.get(planned_file.path)); !path.empty())
            return path;
    }
    if (auto path = safe_media_path(uploads_path(url)); !path.empty())
        return path;
    return safe_media_path("imported/" + wordpress_body::media_file_name(url));
}

std::string MediaCatalog::source_of(const std::string& path)
{
    const auto row = context_.database.read(
        [&](db::Snapshot& snapshot) { return media::find_media_by_path(snapshot, path); });
    return row ? row->source_url : std::string{};
}

// Only what lies where the old site keeps its files: a picture of anybody else stays a link.
bool MediaCatalog::may_carry(const std::string& url) const
{
    return is_on_site(url) || site_.file_hosts.contains(to_lower_ascii(split_url(url).authority));
}

bool MediaCatalog::is_on_site(const std::string& url) const
{
    const auto host = to_lower_ascii(split_url(url).authority);
    return std::ranges::any_of(site_.urls, [&](const std::string& base) {
        return to_lower_ascii(split_url(base).authority) == host;
    });
}

bool MediaCatalog::may_fetch(const std::string& url) const
{
    return context_.command.fetch == FetchMissing::yes && may_carry(url);
}

void MediaCatalog::missing(const std::string& url, std::int32_t attachment,
                           const std::string& reason)
{
    if (attachment < 0)
        return; // the body that shows it says so, with its line
    ImportProblem problem{site_.file, 0, "", "file " + plain_name(url, 300), reason};
    if (attachment >= 0) {
        const auto& planned_file = site_.attachments[static_cast<std::size_t>(attachment)];
        problem.line = planned_file.line;
        problem.foreign_id = std::to_string(planned_file.id);
    }
    context_.report.problem(std::move(problem));
}

} // namespace masthead::transfer
