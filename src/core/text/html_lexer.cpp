#include "core/text/html_lexer.hpp"

#include "core/base/text.hpp"
#include "core/text/html_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace masthead::text {

namespace {

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

// The first place of one of `stops` at or after `at`, or the end.
std::size_t find_any(std::string_view html, std::string_view stops, std::size_t at)
{
    return std::min(html.find_first_of(stops, at), html.size());
}

// Where "-->" (or "--!>", which browsers accept) begins, with its length; the end where neither is.
std::pair<std::size_t, std::size_t> comment_end(std::string_view html, std::size_t at)
{
    for (auto dashes = html.find("--", at); dashes != html.npos;
         dashes = html.find("--", dashes + 1)) {
        if (html.substr(dashes + 2, 1) == ">")
            return {dashes, 3};
        if (html.substr(dashes + 2, 2) == "!>")
            return {dashes, 4};
    }
    return {html.size(), 0};
}

} // namespace

bool is_raw_text_element(std::string_view name)
{
    static constexpr std::array<std::string_view, 10> names{
        "script",   "style",    "xmp",   "iframe",   "noembed",
        "noframes", "noscript", "title", "textarea", "plaintext"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<std::string> HtmlToken::attribute(std::string_view lower_case_name) const
{
    for (const auto& each : attributes)
        if (equals_ignoring_case(each.name, lower_case_name))
            return decode_references(each.value);
    return std::nullopt;
}

bool HtmlLexer::next(HtmlToken& token)
{
    token.attributes.clear();
    token.name.clear();
    token.comment = {};
    token.self_closing = false;
    if (!raw_name_.empty() && read_raw_text(token))
        return true;
    if (at_ >= html_.size())
        return false;
    const auto begin = at_;
    if (html_[at_] != '<' || !(read_tag(token) || read_markup(token)))
        read_text(token);
    token.source = html_.substr(begin, at_ - begin);
    return true;
}

void HtmlLexer::skip_to(std::size_t position)
{
    at_ = std::min(position, html_.size());
    raw_name_.clear();
}

// A '<' that begins nothing belongs to the text, so reading starts behind it.
void HtmlLexer::read_text(HtmlToken& token)
{
    token.kind = HtmlToken::Kind::text;
    at_ = std::min(html_.find('<', at_ + 1), html_.size());
}

bool HtmlLexer::read_tag(HtmlToken& token)
{
    const bool closing = html_.substr(at_ + 1, 1) == "/";
    const auto name_at = at_ + (closing ? 2 : 1);
    if (name_at >= html_.size() || !is_letter(html_[name_at]))
        return false;
    const auto name_end = find_any(html_, " \t\n\f\r/>", name_at);
    token.name = to_lower_ascii(html_.substr(name_at, name_end - name_at));
    at_ = name_end;
    // The standard throws a tag away that the input ends in.
    if (!read_attributes(token)) {
        token.kind = HtmlToken::Kind::markup;
        at_ = html_.size();
        return true;
    }
    token.kind = closing ? HtmlToken::Kind::end_tag : HtmlToken::Kind::start_tag;
    if (!closing && is_raw_text_element(token.name))
        raw_name_ = token.name;
    return true;
}

bool HtmlLexer::read_attributes(HtmlToken& token)
{
    while (at_ < html_.size()) {
        if (is_space(html_[at_])) {
            ++at_;
        } else if (html_[at_] == '/') {
            ++at_;
            token.self_closing = html_.substr(at_, 1) == ">";
        } else if (html_[at_] == '>') {
            ++at_;
            return true;
        } else {
            HtmlAttribute attribute;
            if (!read_attribute(attribute))
                return false;
            if (token.attributes.size() < attributes_max)
                token.attributes.push_back(attribute);
        }
    }
    return false;
}

bool HtmlLexer::read_attribute(HtmlAttribute& attribute)
{
    const auto name_at = at_;
    at_ = find_any(html_, " \t\n\f\r/>=", at_ + 1); // a leading '=' is part of the name
    attribute.name = html_.substr(name_at, at_ - name_at);
    auto ahead = at_;
    while (ahead < html_.size() && is_space(html_[ahead]))
        ++ahead;
    if (ahead >= html_.size() || html_[ahead] != '=')
        return true;
    at_ = std::min(html_.find_first_not_of(" \t\n\f\r", ahead + 1), html_.size());
    if (at_ >= html_.size())
        return false;
    const char quote = html_[at_];
    if (quote != '"' && quote != '\'') {
        const auto end = find_any(html_, " \t\n\f\r>", at_);
        attribute.value = html_.substr(at_, end - at_);
        at_ = end;
        return true;
    }
    const auto end = html_.find(quote, at_ + 1);
    if (end == html_.npos)
        return false;
    attribute.value = html_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return true;
}

// Comments, DOCTYPE, CDATA, processing instructions and "</" before anything but a letter.
bool HtmlLexer::read_markup(HtmlToken& token)
{
    if (html_.substr(at_, 4) == "<!--") {
        token.kind = HtmlToken::Kind::comment;
        const auto rest = html_.substr(at_ + 4, 2);
        if (rest.substr(0, 1) == ">" || rest == "->") {
            at_ += rest[0] == '>' ? 5 : 6;
            return true;
        }
        const auto [end, length] = comment_end(html_, at_ + 4);
        token.comment = html_.substr(at_ + 4, end - at_ - 4);
        at_ = end + length;
        return true;
    }
    const auto mark = html_.substr(at_ + 1, 1);
    if (mark != "!" && mark != "?" && (mark != "/" || at_ + 2 >= html_.size()))
        return false;
    token.kind = HtmlToken::Kind::markup;
    const auto end = html_.find('>', at_ + 2);
    at_ = end == html_.npos ? html_.size() : end + 1;
    return true;
}

// Contents up to the element's own end tag. Without one, a script or style runs to the end of the
// input, as in browsers; for the others (a forgotten </iframe>) losing the rest of a story would be
// worse than reading their contents as HTML.
bool HtmlLexer::read_raw_text(HtmlToken& token)
{
    const auto name = std::exchange(raw_name_, {});
    auto end = find_end_tag(name);
    if (end == html_.npos) {
        if (name != "script" && name != "style" && name != "xmp" && name != "plaintext")
            return false;
        end = html_.size();
    }
    if (end == at_)
        return false;
    token.kind = HtmlToken::Kind::text;
    token.source = html_.substr(at_, end - at_);
    at_ = end;
    return true;
}

std::size_t HtmlLexer::find_end_tag(const std::string& name)
{
    for (const auto& [unclosed, from] : unclosed_)
        if (unclosed == name && at_ >= from)
            return html_.npos;
    for (auto end = html_.find("</", at_); end != html_.npos; end = html_.find("</", end + 2)) {
        const auto after = end + 2 + name.size();
        if (equals_ignoring_case(html_.substr(end + 2, name.size()), name) &&
            (after >= html_.size() || is_space(html_[after]) || html_[after] == '/' ||
             html_[after] == '>'))
            return end;
    }
    unclosed_.emplace_back(name, at_);
    return html_.npos;
}

} // namespace masthead::text
