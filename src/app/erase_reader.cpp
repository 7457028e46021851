#include "app/erase_reader.hpp"

#include "core/base/log.hpp"
#include "features/accounts/session.hpp"
#include "features/comments/reader_data.hpp"
#include "features/follows/reader_data.hpp"
#include "features/mail/mail_delivery.hpp"
#include "features/media/media.hpp"
#include "features/moderation/record_decision.hpp"
#include "features/notifications/reader_data.hpp"
#include "features/readers/erase_reader.hpp"
#include "features/readers/sign_up.hpp"
#include "features/staff/change_staff.hpp"

#include <stdexcept>

namespace masthead::app {

namespace {

constexpr int rows_a_turn = 200;
constexpr int readers_a_turn = 100;

// Runs `turn(tx)`, which answers whether more is left, until nothing is.
template <class Turn>
void until_done(db::Database& database, Turn&& turn)
{
    bool is_more = true;
    while (is_more) {
        const auto answer = database.write(std::forward<Turn>(turn), db::Lane::bulk);
        if (!answer)
            throw std::runtime_error("erasing was refused: " + answer.error().message_key);
        is_more = *answer;
    }
}

// The file goes only after the row that names it no longer does.
std::filesystem::path picture_file(db::Database& database, const std::filesystem::path& media,
                                   ReaderId reader)
{
    return database.read([&](db::Snapshot& snapshot) -> std::filesystem::path {
        const auto picture = media::find_media(snapshot, readers::picture_of(snapshot, reader));
        return picture && picture->path.starts_with("readers/") ? media / picture->path
                                                                : std::filesystem::path{};
    });
}

void erase_comments(db::Database& database, ReaderId reader, Time now)
{
    until_done(database, [&](db::Tx& tx) -> Result<bool> {
        const auto progress = comments::erase_reader_part(tx, reader, now);
        if (!progress)
            return progress.error();
        return *progress == comments::Progress::more;
    });
}

void erase_follows(db::Database& database, ReaderId reader, Time now)
{
    until_done(database, [&](db::Tx& tx) -> Result<bool> {
        return follows::erase_reader_part(tx, reader, rows_a_turn, now) == follows::Progress::more;
    });
}

std::vector<ReaderId> merged_readers(db::Database& database, ReaderId reader)
{
    return database.read(
        [&](db::Snapshot& snapshot) { return readers::merged_into(snapshot, reader); });
}

} // namespace

void erase_reader(db::Database& database, const std::filesystem::path& media, ReaderId reader,
                  Time now)
{
    const auto picture = picture_file(database, media, reader);
    // Signed out first, so that nothing new is written; and looked at once more in the last
    // transaction, for what was under way.
    until_done(database, [&](db::Tx& tx) -> Result<bool> {
        accounts::close_sessions_of(tx, accounts::owner_of(reader), {}, now);
        return false;
    });
    erase_comments(database, reader, now);
    for (const auto merged : merged_readers(database, reader))
        erase_comments(database, merged, now);
    erase_follows(database, reader, now);
    until_done(database, [&](db::Tx& tx) -> Result<bool> {
        return moderation::erase_decision_words(tx, reader, rows_a_turn) >= rows_a_turn;
    });
    until_done(database, [&](db::Tx& tx) -> Result<bool> {
        return mail::erase_mails_of(tx, reader, rows_a_turn) >= rows_a_turn;
    });
    until_done(database, [&](db::Tx& tx) -> Result<bool> {
        const auto late = comments::erase_reader_part(tx, reader, now);
        if (!late)
            return late.error();
        if (*late == comments::Progress::more)
            return true;
        if (follows::erase_reader_part(tx, reader, rows_a_turn, now) == follows::Progress::more)
            return true;
        if (notifications::erase_reader_part(tx, reader, rows_a_turn) >= rows_a_turn)
            return true;
        staff::erase_reader_part(tx, reader, now);
        readers::erase_reader_part(tx, reader, now);
        return false;
    });
    std::error_code ignored;
    if (!picture.empty())
        std::filesystem::remove(picture, ignored);
    log::info("reader.erased", {{"reader", to_string(reader)}});
}

int erase_due_readers(db::Database& database, const std::filesystem::path& media, Time now)
{
    const auto due = database.read([&](db::Snapshot& snapshot) {
        return readers::find_due_erasures(snapshot, now, readers_a_turn);
    });
    for (const auto reader : due)
        erase_reader(database, media, reader, now);
    return static_cast<int>(due.size());
}

} // namespace masthead::app
