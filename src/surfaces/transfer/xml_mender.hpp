#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::transfer {

/// A place where a file was not quite XML and what stands there now.
struct Mend {
    enum class Kind { control_byte, early_cdata_end };
    Kind kind = Kind::control_byte;
    std::int64_t line = 0;
};

/// Repairs, in the bytes of an export before an XML parser sees them, the two mistakes that
/// WordPress and its plugins make and its own importer forgives: control bytes that XML does not
/// know (they become spaces), and "]]>" inside a CDATA section, which ends it early. The latter is
/// mended only where the document could not have been well-formed: between that "]]>" and the next
/// one there is no "<". Well-formed files keep their meaning: a byte order mark goes, blank lines
/// before "<?xml" move behind it (so that lines keep their numbers), and a CDATA section that does
/// not end with the bytes fed is closed and opened again, because libxml2 would collect all of it
/// before parsing any. Linear time; holds back at most `held_bytes_max`.
class XmlMender {
public:
    static constexpr std::size_t held_bytes_max = 64 * 1024;
    static constexpr std::size_t mends_max = 1'000;

    /// The next bytes of the file; answers what may be parsed. Valid until the next call.
    const std::string& feed(std::string_view bytes);
    /// The rest, at the end of the file.
    const std::string& finish();

    const std::vector<Mend>& mends() const { return mends_; }

private:
    enum class State { start, outside, comment, cdata, after_cdata };

    bool begin();
    void detect_encoding();
    void move_blank_lines();
    void scrub_controls(std::size_t from);
    void scan();
    bool scan_outside();
    bool scan_comment();
    bool scan_cdata();
    bool decide_cdata_end();
    std::string_view rest() const;
    void pass(std::size_t count);
    void remember(Mend::Kind kind, std::size_t at);

    State state_ = State::start;
    bool mending_ = true;
    std::string in_;     // bytes held back and the newest ones
    std::size_t at_ = 0; // how many of them are passed on
    std::string out_;
    std::int64_t line_ = 1; // of the first byte of in_
    std::vector<Mend> mends_;
    bool at_end_ = false;
};

} // namespace masthead::transfer
