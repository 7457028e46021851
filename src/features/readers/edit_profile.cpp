#include "features/readers/edit_profile.hpp"

#include "core/base/text.hpp"
#include "core/db/event_log.hpp"
#include "core/text/clean_text.hpp"
#include "core/text/unicode_forms.hpp"
#include "features/media/media.hpp"
#include "features/readers/display_name.hpp"
#include "features/readers/reader_sql.hpp"

namespace masthead::readers {

namespace {

constexpr std::size_t bio_bytes_max = bio_characters_max * 16;
constexpr std::size_t language_bytes_max = 35; // RFC 5646, section 4.4.1

std::optional<Reader> find_active(db::Snapshot& snapshot, ReaderId id)
{
    auto reader = sql::find_reader(snapshot, id);
    return reader && reader->is_active() ? reader : std::nullopt;
}

Failure no_such_reader()
{
    return refuse(Refusal::not_found, "reader.not_found");
}

void announce(db::Tx& tx, ReaderId id, Time now)
{
    db::append_event(tx, {event_changed, id.value()}, now);
}

void announce_named(db::Tx& tx, ReaderId id, Time now)
{
    announce(tx, id, now);
    db::append_event(tx, {event_named, id.value()}, now);
}

bool is_language(std::string_view language)
{
    return language.size() <= language_bytes_max &&
           language.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-") == std::string_view::npos;
}

// What turns the direction of the words behind it, or is nothing at all. The joiners U+200C and
// U+200D stay: Persian is written with them, and pictures of people.
bool is_unwanted(char32_t c)
{
    return (c < U' ' && c != U'\n') || (c >= 0x7f && c <= 0x9f) || c == 0x200b ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

std::string plain_words(std::string_view typed)
{
    const auto composed = to_nfc(typed.substr(0, bio_bytes_max + 1));
    std::string out;
    for (std::size_t at = 0; at < composed.size();) {
        const auto c = text::next_code_point(composed, at);
        if (!is_unwanted(c))
            text::append_utf8(out, c);
    }
    return std::string{trim(out)};
}

// A name stays for a while, so that nobody talks under many. The first change is free.
Result<void> change_name(db::Tx& tx, const Reader& reader, std::string_view wanted, Time now)
{
    const auto name = check_display_name(tx, wanted, reader.id);
    if (!name)
        return name.error();
    if (name->shown == reader.display_name)
        return {};
    const auto free_at = sql::find_name_changed_at(tx, reader.id) + name_change_pause;
    if (to_ms(sql::find_name_changed_at(tx, reader.id)) > 0 && now < free_at) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(free_at - now);
        return refuse(Refusal::too_many, "reader.name_too_soon", std::to_string(seconds.count()));
    }
    sql::set_name(tx, reader.id, *name, now);
    return {};
}

} // namespace

Result<void> edit_profile(db::Tx& tx, const EditProfile& command, Time now)
{
    const auto reader = find_active(tx, command.reader);
    if (!reader)
        return no_such_reader();
    const auto bio = plain_words(command.bio);
    if (command.bio.size() > bio_bytes_max || count_characters(bio) > bio_characters_max)
        return refuse(Refusal::too_large, "reader.bio_too_long");
    if (!is_language(command.language))
        return refuse(Refusal::invalid, "reader.language");
    if (command.display_name != reader->display_name) {
        const auto changed = change_name(tx, *reader, command.display_name, now);
        if (!changed)
            return changed;
    }
    const auto present = sql::find_reader(tx, command.reader);
    const bool same_name = present->display_name == reader->display_name;
    if (same_name && bio == reader->bio && command.language == reader->language)
        return {};
    sql::set_words(tx, command.reader, bio, command.language);
    if (same_name)
        announce(tx, command.reader, now);
    else
        announce_named(tx, command.reader, now);
    return {};
}

Result<MediaId> set_picture(db::Tx& tx, ReaderId reader, MediaId picture, Time now)
{
    const auto present = find_active(tx, reader);
    if (!present)
        return no_such_reader();
    if (picture && !media::find_media(tx, picture))
        return refuse(Refusal::not_found, "media.not_found");
    if (present->picture != picture) {
        sql::set_picture(tx, reader, picture);
        announce(tx, reader, now);
    }
    return present->picture;
}

Result<void> choose_public(db::Tx& tx, ReaderId reader, PublicParts parts, Time now)
{
    const auto present = find_active(tx, reader);
    if (!present)
        return no_such_reader();
    if (present->public_parts == parts)
        return {};
    sql::set_public(tx, reader, parts);
    announce(tx, reader, now);
    return {};
}

Result<void> show_supporter(db::Tx& tx, ReaderId reader, SupporterMark mark, Time now)
{
    const auto present = find_active(tx, reader);
    if (!present)
        return no_such_reader();
    if (present->shows_supporter == (mark == SupporterMark::shown))
        return {};
    sql::set_shows_supporter(tx, reader, mark);
    // Who has given nothing has no mark to show, and so no page to make stale.
    if (present->supporter_since == Time{})
        announce(tx, reader, now);
    else
        announce_named(tx, reader, now);
    return {};
}

void count_comment(db::Tx& tx, ReaderId reader, const CountedChange& change)
{
    sql::add_counts(tx, reader, change);
}

Result<void> mark_staff(db::Tx& tx, ReaderId reader, StaffId staff, Time now)
{
    // Taking the mark away works for readers of any state.
    if (!find_active(tx, reader) && staff)
        return no_such_reader();
    sql::set_staff(tx, reader, staff);
    announce_named(tx, reader, now);
    return {};
}

Result<void> mark_author(db::Tx& tx, ReaderId reader, AuthorId author, Time now)
{
    if (!find_active(tx, reader))
        return no_such_reader();
    sql::set_author(tx, reader, author);
    announce_named(tx, reader, now);
    return {};
}

} // namespace masthead::readers
