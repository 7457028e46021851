#include "features/readers/reader.hpp"

#include "core/base/text.hpp"
#include "core/text/unicode_forms.hpp"
#include "features/accounts/mail_address.hpp"
#include "features/readers/reader_sql.hpp"

namespace masthead::readers {

namespace {

// Characters that reorder or hide what follows them: U+200B..U+200F, U+202A..U+202E,
// U+2060..U+2069, U+FEFF. All are three bytes in UTF-8.
bool is_hiding_character(std::string_view three)
{
    if (three == "\xef\xbb\xbf")
        return true;
    if (three.size() != 3 || three[0] != '\xe2')
        return false;
    const auto second = static_cast<unsigned char>(three[1]);
    const auto third = static_cast<unsigned char>(three[2]);
    if (second == 0x80)
        return (third >= 0x8b && third <= 0x8f) || (third >= 0xaa && third <= 0xae);
    return second == 0x81 && third >= 0xa0 && third <= 0xa9;
}

} // namespace

std::string clean_display_name(std::string_view name)
{
    const auto valid = to_valid_utf8(name);
    std::string_view rest = valid;
    std::string out;
    while (!rest.empty()) {
        const auto byte = static_cast<unsigned char>(rest.front());
        if (byte <= ' ' || byte == 0x7f) {
            if (!out.empty() && out.back() != ' ')
                out += ' ';
            rest.remove_prefix(1);
        } else if (is_hiding_character(rest.substr(0, 3))) {
            rest.remove_prefix(3);
        } else {
            out += rest.front();
            rest.remove_prefix(1);
        }
    }
    const std::string cleaned{trim(cut_utf8(out, display_name_bytes_max))};
    return cleaned.empty() ? "Anonymous" : cleaned;
}

std::string reader_url(ReaderId id)
{
    return "/reader/" + to_string(id) + "/";
}

std::optional<Reader> find_reader(db::Snapshot& snapshot, ReaderId id)
{
    return sql::find_reader(snapshot, id);
}

std::optional<Reader> find_reader_by_name_key(db::Snapshot& snapshot, std::string_view name_key)
{
    return sql::find_by_key(snapshot, name_key);
}

std::vector<Reader> newest_readers(db::Snapshot& snapshot, Time before, int limit)
{
    return sql::list_newest(snapshot, before, limit);
}

ReaderId add_unclaimed_reader(db::Tx& tx, const NewReader& reader, Time now)
{
    const auto id = tx.new_id<ReaderId>();
    sql::insert_unclaimed(tx, id, clean_display_name(reader.display_name), reader.author, now);
    const auto mail = trim(reader.mail);
    if (mail.empty() || mail.size() > accounts::mail_bytes_max)
        return id;
    // What is no address by our rules is kept as it came; nobody can prove to be its owner.
    const auto address = accounts::parse_mail(mail);
    sql::insert_mail(tx, id, mail, address ? address->key : to_lower(mail));
    return id;
}

} // namespace masthead::readers
