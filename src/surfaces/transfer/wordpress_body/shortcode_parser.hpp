#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::wordpress_body {

/// One `[name …]`, `[name … /]` or `[/name]`.
struct ShortcodeTag {
    std::string name; ///< lower case
    std::vector<std::pair<std::string, std::string>> named;
    std::vector<std::string> positional;
    bool closing = false;
    bool self_closing = false;
    std::size_t length = 0; ///< in the source, brackets included

    /// The value of a named attribute; empty where it is not there.
    std::string_view value(std::string_view attribute) const;
};

/// A longer tag is text.
inline constexpr std::size_t shortcode_bytes_max = 4'096;

/// Reads the tag whose '[' stands at `at`. Absent where none stands there.
std::optional<ShortcodeTag> read_shortcode(std::string_view text, std::size_t at);

/// Where in HTML shortcodes may stand: text outside of tags, comments, <pre>, <code> and scripts.
class ShortcodeGround {
public:
    explicit ShortcodeGround(std::string_view html);

    /// The next '[' on the ground at or after `from`; npos for none. `from` must not fall.
    std::size_t next_bracket(std::size_t from);

    /// Where `[/name]` stands at or after `from`; npos for none.
    std::size_t closing_tag(const std::string& name, std::size_t from) const;

    /// Whether the text may hold a whole tag at `at`: a ']' follows within the limit.
    bool may_be_tag(std::size_t at);

private:
    void index_closing_tags();
    bool on_ground(std::size_t at) const;

    std::string_view html_;
    std::vector<std::pair<std::size_t, std::size_t>> ranges_; // [begin, end) of text
    std::size_t range_ = 0;
    std::size_t next_close_ = 0; // the first ']' at or after what was last asked for
    std::map<std::string, std::vector<std::size_t>, std::less<>> closing_;
};

/// Whether `tag` is a shortcode rather than prose in brackets ("[sic]", "[1]", "[pre-war]"). It is
/// with a name=value attribute, an end tag, a closing slash or an underscore in its name; as
/// caption, gallery or playlist; with a well-known name and an address behind it; and where it is
/// alone on its line with a well-known name (and at most one word behind it) or a hyphen in its
/// name.
bool looks_like_shortcode(const ShortcodeTag& tag, bool has_closing_tag, bool alone_on_line);

} // namespace masthead::wordpress_body
