#include "surfaces/account/handlers.hpp"

#include "core/base/random.hpp"
#include "core/images/metadata.hpp"
#include "core/images/probe.hpp"
#include "core/web/form.hpp"
#include "features/media/media.hpp"
#include "features/readers/edit_profile.hpp"

#include <fstream>

namespace masthead::account {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t picture_bytes_max = 2 * 1024 * 1024;
constexpr int picture_side_max = 6'000;

struct Upload {
    images::Picture picture;
    std::string bytes; ///< without place, camera and other metadata
};

Result<Upload> read_upload(const web::Form& form)
{
    const auto* file = form.file("picture");
    if (!file || file->bytes.empty())
        return refuse(Refusal::invalid, "picture.none");
    if (file->bytes.size() > picture_bytes_max)
        return refuse(Refusal::too_large, "picture.too_large");
    const auto picture = images::probe(file->bytes);
    const bool is_usable = picture && picture->format != images::Format::gif &&
                           picture->format != images::Format::avif &&
                           picture->width <= picture_side_max &&
                           picture->height <= picture_side_max;
    auto bytes = is_usable ? images::without_metadata(file->bytes) : std::nullopt;
    if (!bytes)
        return refuse(Refusal::invalid, "picture.unknown");
    return Upload{*picture, std::move(*bytes)};
}

// A name that cannot be guessed from the reader: the old picture's address tells nothing.
std::string write_file(const fs::path& media, const Upload& upload)
{
    const auto path = "readers/" + random_hex(12) + "." +
                      std::string{images::extension_of(upload.picture.format)};
    fs::create_directories(media / "readers");
    const auto part = media / (path + ".part");
    std::ofstream out{part, std::ios::binary};
    out.write(upload.bytes.data(), static_cast<std::streamsize>(upload.bytes.size()));
    out.close();
    if (!out)
        throw std::runtime_error("cannot write " + part.string());
    fs::rename(part, media / path);
    return path;
}

void remove_file(const AccountServices& services, MediaId old)
{
    const auto row = services.database.read(
        [&](db::Snapshot& snapshot) { return media::find_media(snapshot, old); });
    std::error_code ignored;
    if (row && row->path.starts_with("readers/"))
        fs::remove(services.media / row->path, ignored);
}

Result<MediaId> store(const AccountServices& services, const Request& request, const Upload& upload,
                      const std::string& path)
{
    return services.database.write([&](db::Tx& tx) -> Result<MediaId> {
        const auto now = services.clock.now();
        if (const auto free = refuse_banned(services, request, tx); !free)
            return free.error();
        media::Media row;
        row.path = path;
        row.mime = images::mime_of(upload.picture.format);
        row.width = upload.picture.width;
        row.height = upload.picture.height;
        row.size_bytes = static_cast<std::int64_t>(upload.bytes.size());
        row.created_at = now;
        const auto saved = media::save_media(tx, row);
        if (!saved)
            return saved.error();
        return readers::set_picture(tx, reader_of(request), *saved, now);
    });
}

} // namespace

Response save_picture(const AccountServices& services, const Request& request)
{
    web::FormLimits limits;
    limits.file_bytes_max = picture_bytes_max + 1;
    const auto form = web::read_form(request, limits);
    if (!form)
        return web::refuse(form.error());
    if (form->has("remove")) {
        const auto old = services.database.write([&](db::Tx& tx) {
            return readers::set_picture(tx, reader_of(request), {}, services.clock.now());
        });
        if (old)
            remove_file(services, *old);
        return web::see_other("/reader/account/?done=picture#profile");
    }
    const auto upload = read_upload(*form);
    if (!upload)
        return account_page_again(services, request, "picture", upload.error());
    const auto path = write_file(services.media, *upload);
    const auto old = store(services, request, *upload, path);
    if (!old) {
        std::error_code ignored;
        fs::remove(services.media / path, ignored);
        return account_page_again(services, request, "picture", old.error());
    }
    remove_file(services, *old);
    return web::see_other("/reader/account/?done=picture#profile");
}

} // namespace masthead::account
