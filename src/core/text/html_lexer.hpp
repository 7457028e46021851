#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::text {

/// One attribute as written: name in any case, value without its quotes, references undecoded.
struct HtmlAttribute {
    std::string_view name;
    std::string_view value;
};

/// One piece of HTML source. Views point into the lexer's input.
struct HtmlToken {
    enum class Kind { text, start_tag, end_tag, comment, markup };
    Kind kind = Kind::text;
    std::string_view source;  ///< all bytes of the piece
    std::string name;         ///< tags: lower case
    std::string_view comment; ///< comments: between <!-- and -->
    std::vector<HtmlAttribute> attributes;
    bool self_closing = false;

    /// The decoded value of an attribute; absent where it is not there.
    std::optional<std::string> attribute(std::string_view lower_case_name) const;
};

/// Cuts HTML into text, tags and comments as the HTML standard's tokenizer would, without building
/// a tree. The contents of script, style and their kind are one text token. For rewriting HTML that
/// is sanitised afterwards. Linear time; views live as long as the input.
class HtmlLexer {
public:
    /// More attributes on one tag than this are left out.
    static constexpr std::size_t attributes_max = 64;

    explicit HtmlLexer(std::string_view html) : html_(html) {}

    /// Reads the next piece into `token`; false at the end.
    bool next(HtmlToken& token);

    /// Where the next piece begins.
    std::size_t position() const { return at_; }

    /// Goes on reading at `position`, which must not lie behind the end.
    void skip_to(std::size_t position);

private:
    bool read_tag(HtmlToken& token);
    bool read_markup(HtmlToken& token);
    bool read_attributes(HtmlToken& token);
    bool read_attribute(HtmlAttribute& attribute);
    void read_text(HtmlToken& token);
    bool read_raw_text(HtmlToken& token);
    std::size_t find_end_tag(const std::string& name);

    std::string_view html_;
    std::size_t at_ = 0;
    std::string raw_name_; // the raw text element whose contents come next; empty for none
    // From these places on, an element of that name has no end tag: without remembering, a page of
    // "<iframe><iframe>…" would be searched to its end each time.
    std::vector<std::pair<std::string, std::size_t>> unclosed_;
};

/// Whether the contents of this element are raw text to the tokenizer (script, style, iframe …).
bool is_raw_text_element(std::string_view lower_case_name);

} // namespace masthead::text
