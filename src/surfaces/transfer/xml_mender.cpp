#include "surfaces/transfer/xml_mender.hpp"

#include "core/base/text.hpp"

#include <algorithm>

namespace masthead::transfer {

namespace {

constexpr std::string_view cdata_begin = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";
constexpr std::string_view comment_begin = "<!--";
constexpr std::string_view comment_end = "-->";
constexpr std::size_t declaration_bytes = 256;

bool is_xml_control(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
}

std::int64_t count_lines(std::string_view text)
{
    return std::ranges::count(text, '\n');
}

// In these every byte below 0x80 means what it means in ASCII, so bytes can be mended unparsed.
bool extends_ascii(std::string_view encoding)
{
    const auto name = to_lower_ascii(encoding);
    return name.empty() || name == "utf-8" || name == "utf8" || name == "us-ascii" ||
           name.starts_with("iso-8859-") || name.starts_with("windows-125");
}

std::string_view declared_encoding(std::string_view head)
{
    if (!head.starts_with("<?xml"))
        return {};
    head = head.substr(0, head.find("?>"));
    const auto at = head.find("encoding");
    const auto quote = at == std::string_view::npos ? at : head.find_first_of("\"'", at);
    if (quote == std::string_view::npos)
        return {};
    const auto value = head.substr(quote + 1);
    return value.substr(0, value.find(head[quote]));
}

bool is_two_byte_encoding(std::string_view head)
{
    if (head.size() < 2)
        return false;
    return head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff") || head[0] == '\0' ||
           head[1] == '\0';
}

// How much of `text` may stand before a cut that splits no UTF-8 character. In a one-byte encoding
// the last few bytes may wait as well.
std::size_t whole_characters(std::string_view text)
{
    auto end = text.size();
    for (int back = 0; back < 4 && end > 0; ++back, --end) {
        const auto byte = static_cast<unsigned char>(text[end - 1]);
        if (byte < 0x80)
            return end;
        if (byte >= 0xc0)
            return end - 1;
    }
    return end;
}

} // namespace

const std::string& XmlMender::feed(std::string_view bytes)
{
    out_.clear();
    const auto old_size = in_.size();
    in_ += bytes;
    if (state_ == State::start) {
        if (!begin())
            return out_;
        scrub_controls(0);
    } else {
        scrub_controls(old_size);
    }
    scan();
    line_ += count_lines(std::string_view{in_}.substr(0, at_));
    in_.erase(0, at_);
    at_ = 0;
    return out_;
}

const std::string& XmlMender::finish()
{
    at_end_ = true;
    feed({});
    out_ += in_;
    in_.clear();
    return out_;
}

// False while too little of the file is there to see how it is encoded.
bool XmlMender::begin()
{
    if (in_.size() < declaration_bytes && !at_end_)
        return false;
    detect_encoding();
    state_ = State::outside;
    return true;
}

void XmlMender::detect_encoding()
{
    if (is_two_byte_encoding(in_)) {
        mending_ = false;
        return;
    }
    if (in_.starts_with("\xef\xbb\xbf"))
        in_.erase(0, 3);
    move_blank_lines();
    mending_ = extends_ascii(declared_encoding(in_));
}

// A plugin's stray line break before "<?xml" is an error to a parser. Behind it, it is none.
void XmlMender::move_blank_lines()
{
    const auto first = std::min(in_.find_first_not_of(" \t\r\n"), in_.size());
    const auto declaration = in_.compare(first, 5, "<?xml") == 0 ? in_.find("?>", first) : in_.npos;
    if (first == 0 || declaration == std::string::npos)
        return;
    std::rotate(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(first),
                in_.begin() + static_cast<std::ptrdiff_t>(declaration) + 2);
}

void XmlMender::scrub_controls(std::size_t from)
{
    if (!mending_)
        return;
    for (auto at = from; at < in_.size(); ++at) {
        if (is_xml_control(in_[at])) {
            remember(Mend::Kind::control_byte, at);
            in_[at] = ' ';
        }
    }
}

void XmlMender::scan()
{
    if (!mending_) {
        pass(rest().size());
        return;
    }
    for (bool more = true; more;) {
        switch (state_) {
        case State::comment: more = scan_comment(); break;
        case State::cdata: more = scan_cdata(); break;
        case State::after_cdata: more = decide_cdata_end(); break;
        case State::start:
        case State::outside: more = scan_outside(); break;
        }
    }
}

bool XmlMender::scan_outside()
{
    const auto at = std::min(rest().find('<'), rest().size());
    pass(at);
    const auto tag = rest();
    if (tag.empty())
        return false;
    if (tag.starts_with(cdata_begin)) {
        pass(cdata_begin.size());
        state_ = State::cdata;
    } else if (tag.starts_with(comment_begin)) {
        pass(comment_begin.size());
        state_ = State::comment;
    } else if (cdata_begin.starts_with(tag) || comment_begin.starts_with(tag)) {
        return false; // cut by the chunk: the next one decides
    } else {
        pass(1);
    }
    return true;
}

bool XmlMender::scan_comment()
{
    const auto at = rest().find(comment_end);
    if (at == std::string_view::npos) {
        pass(rest().size() - std::min(rest().size(), comment_end.size() - 1));
        return false;
    }
    pass(at + comment_end.size());
    state_ = State::outside;
    return true;
}

bool XmlMender::scan_cdata()
{
    const auto at = rest().find(cdata_end);
    if (at != std::string_view::npos) {
        pass(at);
        state_ = State::after_cdata;
        return true;
    }
    const auto certain = rest().size() - std::min(rest().size(), cdata_end.size() - 1);
    const auto whole = whole_characters(rest().substr(0, certain));
    if (whole > 0) {
        pass(whole);
        out_ += "]]><![CDATA[";
    }
    return false;
}

// The rest begins with "]]>". Text up to another "]]>" without any "<" is forbidden in XML, so
// there the section was meant to go on. Looking for the next end first keeps this linear.
bool XmlMender::decide_cdata_end()
{
    const auto behind = rest().substr(cdata_end.size());
    const auto end = behind.find(cdata_end);
    const auto has_tag = behind.substr(0, end).find('<') != std::string_view::npos;
    if (end != std::string_view::npos && !has_tag) {
        remember(Mend::Kind::early_cdata_end, at_);
        out_ += "]]]]><![CDATA[>";
        at_ += cdata_end.size();
        state_ = State::cdata;
        return true;
    }
    if (!has_tag && behind.size() < held_bytes_max && !at_end_)
        return false;
    pass(cdata_end.size());
    state_ = State::outside;
    return true;
}

std::string_view XmlMender::rest() const
{
    return std::string_view{in_}.substr(at_);
}

void XmlMender::pass(std::size_t count)
{
    out_ += rest().substr(0, count);
    at_ += count;
}

// Lines are counted where they are needed: what was passed on before, then up to the place.
void XmlMender::remember(Mend::Kind kind, std::size_t at)
{
    if (mends_.size() < mends_max)
        mends_.push_back({kind, line_ + count_lines(std::string_view{in_}.substr(0, at))});
}

} // namespace masthead::transfer
