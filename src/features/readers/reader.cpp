#include "features/readers/reader.hpp"

#include "core/base/text.hpp"

namespace masthead::readers {

namespace {

constexpr std::size_t mail_bytes_max = 254; // RFC 5321, section 4.5.3.1.3

constexpr db::Query insert_reader{"readers.insert", R"sql(
    INSERT INTO readers (id, display_name, state, author_id, created_at_ms)
    VALUES (?, ?, ?, ?, ?)
)sql"};

constexpr db::Query insert_mail{"reader_mails.insert", R"sql(
    INSERT INTO reader_mails (reader_id, mail)
    VALUES (?, ?)
)sql"};

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

ReaderId add_unclaimed_reader(db::Tx& tx, const NewReader& reader, Time now)
{
    const auto id = tx.new_id<ReaderId>();
    tx.run(insert_reader, {id, clean_display_name(reader.display_name), ReaderState::unclaimed,
                           reader.author, now});
    const auto mail = trim(reader.mail);
    if (!mail.empty() && mail.size() <= mail_bytes_max)
        tx.run(insert_mail, {id, mail});
    return id;
}

} // namespace masthead::readers
