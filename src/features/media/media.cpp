#include "features/media/media.hpp"

#include "core/base/text.hpp"

namespace masthead::media {

namespace {

constexpr std::size_t path_bytes_max = 500;

constexpr db::Query upsert_media{"media.upsert", R"sql(
    INSERT INTO media (id, path, mime, width, height, size_bytes, alt, caption_html, credit,
                       source_url, created_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (path) DO UPDATE SET mime = excluded.mime,
                                     width = excluded.width,
                                     height = excluded.height,
                                     size_bytes = excluded.size_bytes,
                                     alt = excluded.alt,
                                     caption_html = excluded.caption_html,
                                     credit = excluded.credit,
                                     source_url = excluded.source_url
    RETURNING id
)sql"};

constexpr db::Query select_by_id{"media.by_id", R"sql(
    SELECT id, path, mime, width, height, size_bytes, alt, caption_html, credit, source_url,
           created_at_ms
    FROM media
    WHERE id = ?
)sql"};

constexpr db::Query select_by_path{"media.by_path", R"sql(
    SELECT id, path, mime, width, height, size_bytes, alt, caption_html, credit, source_url,
           created_at_ms
    FROM media
    WHERE path = ?
)sql"};

constexpr db::Query select_by_source_url{"media.by_source_url", R"sql(
    SELECT id, path, mime, width, height, size_bytes, alt, caption_html, credit, source_url,
           created_at_ms
    FROM media
    WHERE source_url = ?
    LIMIT 1
)sql"};

Media read_media(const db::Row& row)
{
    return {row.id<MediaId>(0),
            row.string(1),
            row.string(2),
            static_cast<int>(row.integer(3)),
            static_cast<int>(row.integer(4)),
            row.integer(5),
            row.string(6),
            row.string(7),
            row.string(8),
            row.string(9),
            row.time(10)};
}

} // namespace

std::string media_url(const Media& media)
{
    return "/media/" + percent_encode(media.path, Slash::keep);
}

bool is_safe_media_path(std::string_view path)
{
    if (path.empty() || path.size() > path_bytes_max || !is_valid_utf8(path))
        return false;
    for (const unsigned char c : path) {
        if (c < ' ' || c == 0x7f || c == '\\')
            return false;
    }
    for (const auto segment : split(path, '/')) {
        if (segment.empty() || segment.front() == '.')
            return false;
    }
    return true;
}

Result<MediaId> save_media(db::Tx& tx, const Media& media)
{
    if (!is_safe_media_path(media.path))
        return refuse(Refusal::invalid, "media.path", media.path);
    const auto id = media.id ? media.id : tx.new_id<MediaId>();
    const auto saved =
        tx.find(upsert_media,
                {id, media.path, media.mime, media.width, media.height, media.size_bytes, media.alt,
                 media.caption_html, media.credit, media.source_url, media.created_at},
                [](const db::Row& row) { return row.id<MediaId>(0); });
    return *saved;
}

std::optional<Media> find_media(db::Snapshot& snapshot, MediaId id)
{
    return snapshot.find(select_by_id, {id}, read_media);
}

std::optional<Media> find_media_by_path(db::Snapshot& snapshot, std::string_view path)
{
    return snapshot.find(select_by_path, {path}, read_media);
}

std::optional<Media> find_media_by_source_url(db::Snapshot& snapshot, std::string_view url)
{
    return snapshot.find(select_by_source_url, {url}, read_media);
}

} // namespace masthead::media
