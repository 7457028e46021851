#include "core/handlebars/lexer.hpp"

#include "core/handlebars/characters.hpp"

#include <algorithm>
#include <array>

namespace masthead::handlebars {

namespace {

constexpr std::string_view after_id = "=~}/.)|";  // or white space
constexpr std::string_view after_literal = "~})"; // or white space

bool is_id_byte(std::string_view text, std::size_t at)
{
    constexpr std::string_view excluded = "!\"#%&'()*+,./;<=>@[\\]^`{|}~";
    return at < text.size() && excluded.find(text[at]) == std::string_view::npos &&
           space_at(text, at) == 0;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_word_byte(char c)
{
    return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// `text` with each `\x`, x one of `escapable`, replaced by x.
std::string unescape(std::string_view text, std::string_view escapable)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_escape = text[i] == '\\' && i + 1 < text.size() &&
                               escapable.find(text[i + 1]) != std::string_view::npos;
        plain.push_back(text[is_escape ? ++i : i]);
    }
    return plain;
}

/// Where the quoted text that starts at `begin` is closed by `quote`. An escaped quote closes only
/// where no other one follows, which is what the grammar's regular expression comes to.
std::size_t closing_quote(std::string_view text, std::size_t begin, char quote)
{
    std::size_t last_escaped = std::string_view::npos;
    for (std::size_t i = begin; i < text.size(); ++i) {
        if (text[i] == quote)
            return i;
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == quote)
            last_escaped = ++i;
    }
    return last_escaped;
}

} // namespace

std::string_view token_name(TokenKind kind)
{
    static constexpr std::array<std::string_view, 31> names{"CONTENT",
                                                            "COMMENT",
                                                            "OPEN",
                                                            "OPEN_UNESCAPED",
                                                            "OPEN_BLOCK",
                                                            "OPEN_INVERSE",
                                                            "OPEN_INVERSE_CHAIN",
                                                            "INVERSE",
                                                            "OPEN_ENDBLOCK",
                                                            "OPEN_PARTIAL",
                                                            "OPEN_PARTIAL_BLOCK",
                                                            "OPEN_RAW_BLOCK",
                                                            "CLOSE_RAW_BLOCK",
                                                            "END_RAW_BLOCK",
                                                            "CLOSE",
                                                            "CLOSE_UNESCAPED",
                                                            "OPEN_SEXPR",
                                                            "CLOSE_SEXPR",
                                                            "EQUALS",
                                                            "ID",
                                                            "SEP",
                                                            "DATA",
                                                            "STRING",
                                                            "NUMBER",
                                                            "BOOLEAN",
                                                            "UNDEFINED",
                                                            "NULL",
                                                            "OPEN_BLOCK_PARAMS",
                                                            "CLOSE_BLOCK_PARAMS",
                                                            "EOF",
                                                            "INVALID"};
    return names[static_cast<std::size_t>(kind)];
}

Token Lexer::next()
{
    while (true) {
        Token token;
        token.position = position_;
        if (at_ >= source_.size() && mode_ != Mode::raw)
            return token;
        switch (mode_) {
        case Mode::text:
            if (read_text(token))
                return token;
            break;
        case Mode::escaped: read_escaped(token); return token;
        case Mode::raw: read_raw(token); return token;
        case Mode::tag:
            if (read_tag(token))
                return token;
            break;
        }
    }
}

/// Moves past `bytes`, which become the token's text.
void Lexer::take(Token& token, TokenKind kind, std::size_t bytes)
{
    token.kind = kind;
    token.text = source_.substr(at_, bytes);
    for (const char c : token.text) {
        position_.column = c == '\n' ? 0 : position_.column + 1;
        position_.line += c == '\n' ? 1 : 0;
    }
    at_ += bytes;
}

bool Lexer::take_if(Token& token, std::string_view word, TokenKind kind)
{
    if (!at(word))
        return false;
    take(token, kind, word.size());
    return true;
}

/// Content up to the next tag. False where the tag starts at once.
bool Lexer::read_text(Token& token)
{
    const auto rest = source_.substr(at_);
    const auto tag = rest.find("{{");
    const auto before = rest.substr(0, tag);
    if (const auto nul = before.find('\0'); nul != std::string_view::npos) {
        take(token, nul == 0 ? TokenKind::invalid : TokenKind::content, nul == 0 ? 1 : nul);
        return true;
    }
    if (tag == std::string_view::npos) {
        take(token, TokenKind::content, rest.size());
        return true;
    }
    const bool is_escaped = before.ends_with('\\') && !before.ends_with("\\\\");
    mode_ = is_escaped ? Mode::escaped : Mode::tag;
    take(token, TokenKind::content, tag);
    if (token.text.ends_with('\\'))
        token.text.pop_back();
    return !token.text.empty();
}

/// An escaped tag and what follows it, up to the next tag of any kind: all plain content.
void Lexer::read_escaped(Token& token)
{
    mode_ = Mode::text;
    const auto rest = source_.substr(at_);
    auto end = rest.find("{{", 2);
    if (end == std::string_view::npos)
        end = rest.size();
    for (int backslashes = 0; backslashes < 2 && end > 2 && rest[end - 1] == '\\'; ++backslashes)
        --end;
    // Backslashes at the very end of the template stand before no tag and stay.
    if (rest.find("{{", end) == std::string_view::npos)
        end = rest.size();
    const bool has_nul = rest.substr(0, end).find('\0') != std::string_view::npos;
    take(token, has_nul ? TokenKind::invalid : TokenKind::content, end);
}

/// Inside a raw block: everything is content, up to the closing tag that matches.
void Lexer::read_raw(Token& token)
{
    if (at("{{{{") && at_ + 4 < source_.size() && source_[at_ + 4] != '/') {
        ++raw_depth_;
        take(token, TokenKind::content, 4);
        return;
    }
    if (at("{{{{/")) {
        std::size_t end = at_ + 5;
        while (is_id_byte(source_, end))
            ++end;
        if (end > at_ + 5 && source_.substr(end).starts_with("}}}}")) {
            const auto name = source_.substr(at_ + 5, end - at_ - 5);
            const bool is_nested = --raw_depth_ > 0;
            take(token, is_nested ? TokenKind::content : TokenKind::end_raw_block, end + 4 - at_);
            if (!is_nested) {
                token.text = name;
                mode_ = Mode::text;
            }
            return;
        }
    }
    const auto rest = source_.substr(at_);
    const auto brace = rest.find("{{{{", 1);
    if (brace == std::string_view::npos) {
        mode_ = Mode::text;
        take(token, TokenKind::invalid, rest.size());
        return;
    }
    take(token, TokenKind::content, brace);
}

bool Lexer::read_tag(Token& token)
{
    if (const auto end = skip_spaces(source_, at_); end != at_) {
        take(token, TokenKind::content, end - at_);
        return false;
    }
    if (read_opening(token) || read_closing(token) || read_sign(token) || read_word(token))
        return true;
    take(token, TokenKind::invalid, 1);
    return true;
}

/// All tokens that start with `{{`.
bool Lexer::read_opening(Token& token)
{
    if (take_if(token, "{{{{", TokenKind::open_raw_block))
        return true;
    if (!at("{{"))
        return false;
    std::size_t after = at_ + 2;
    after += peek(after) == '~' ? 1U : 0U;
    const auto bytes = after - at_;
    const auto spaced = skip_spaces(source_, after);
    const bool is_else = source_.substr(spaced).starts_with("else");
    const char sign = peek(after);
    if (is_else || sign == '^') {
        std::size_t end = skip_spaces(source_, is_else ? spaced + 4 : after + 1);
        end += peek(end) == '~' ? 1U : 0U;
        if (source_.substr(end).starts_with("}}")) {
            take(token, TokenKind::inverse, end + 2 - at_);
            mode_ = Mode::text;
            return true;
        }
    }
    if (sign == '!')
        return read_comment(token, after);
    if (sign == '>')
        take(token, TokenKind::open_partial, bytes + 1);
    else if (sign == '#' && peek(after + 1) == '>')
        take(token, TokenKind::open_partial_block, bytes + 2);
    else if (sign == '#')
        take(token, TokenKind::open_block, bytes + (peek(after + 1) == '*' ? 2 : 1));
    else if (sign == '/')
        take(token, TokenKind::open_endblock, bytes + 1);
    else if (sign == '^')
        take(token, TokenKind::open_inverse, bytes + 1);
    else if (is_else && !is_word_byte(peek(spaced + 4)))
        take(token, TokenKind::open_inverse_chain, spaced + 4 - at_);
    else if (sign == '{')
        take(token, TokenKind::open_unescaped, bytes + 1);
    else
        take(token, TokenKind::open, bytes + (sign == '&' || sign == '*' ? 1 : 0));
    return true;
}

bool Lexer::read_comment(Token& token, std::size_t after_tilde)
{
    mode_ = Mode::text;
    const bool is_long = source_.substr(after_tilde).starts_with("!--");
    const std::string_view mark = is_long ? "--" : "}}";
    for (auto end = source_.find(mark, at_); end != std::string_view::npos;
         end = source_.find(mark, end + 1)) {
        const auto rest = source_.substr(end);
        const std::size_t closing = !is_long                    ? 2
                                    : rest.starts_with("--}}")  ? 4
                                    : rest.starts_with("--~}}") ? 5
                                                                : 0;
        if (closing != 0) {
            take(token, TokenKind::comment, end + closing - at_);
            return true;
        }
    }
    take(token, TokenKind::invalid, source_.size() - at_);
    return true;
}

/// All tokens that end a tag.
bool Lexer::read_closing(Token& token)
{
    if (take_if(token, "}}}}", TokenKind::close_raw_block)) {
        mode_ = Mode::raw;
        raw_depth_ = 1;
        return true;
    }
    const bool is_close = take_if(token, "}}}", TokenKind::close_unescaped) ||
                          take_if(token, "}~}}", TokenKind::close_unescaped) ||
                          take_if(token, "~}}", TokenKind::close) ||
                          take_if(token, "}}", TokenKind::close);
    if (is_close)
        mode_ = Mode::text;
    return is_close;
}

bool Lexer::read_sign(Token& token)
{
    switch (source_[at_]) {
    case '(': take(token, TokenKind::open_sexpr, 1); return true;
    case ')': take(token, TokenKind::close_sexpr, 1); return true;
    case '=': take(token, TokenKind::equals, 1); return true;
    case '@': take(token, TokenKind::data, 1); return true;
    case '|': take(token, TokenKind::close_block_params, 1); return true;
    case '/': take(token, TokenKind::separator, 1); return true;
    case '"':
    case '\'': read_quoted(token); return true;
    case '[': read_segment(token); return true;
    case '.':
        if (take_if(token, "..", TokenKind::id))
            return true;
        if (space_at(source_, at_ + 1) != 0 ||
            (at_ + 1 < source_.size() && after_id.find(source_[at_ + 1]) != std::string_view::npos))
            take(token, TokenKind::id, 1);
        else
            take(token, TokenKind::separator, 1);
        return true;
    default: return false;
    }
}

bool Lexer::stops_literal(std::size_t at) const
{
    return space_at(source_, at) != 0 ||
           (at < source_.size() && after_literal.find(source_[at]) != std::string_view::npos);
}

bool Lexer::read_word(Token& token)
{
    static constexpr std::array<std::pair<std::string_view, TokenKind>, 4> literals{{
        {"true", TokenKind::boolean},
        {"false", TokenKind::boolean},
        {"undefined", TokenKind::undefined_word},
        {"null", TokenKind::null_word},
    }};
    for (const auto& [word, kind] : literals) {
        if (at(word) && stops_literal(at_ + word.size())) {
            take(token, kind, word.size());
            return true;
        }
    }
    if (read_number(token))
        return true;
    if (at("as")) {
        const auto bar = skip_spaces(source_, at_ + 2);
        if (bar != at_ + 2 && peek(bar) == '|') {
            take(token, TokenKind::open_block_params, bar + 1 - at_);
            return true;
        }
    }
    std::size_t end = at_;
    while (is_id_byte(source_, end))
        ++end;
    const bool is_stopped =
        space_at(source_, end) != 0 ||
        (end < source_.size() && after_id.find(source_[end]) != std::string_view::npos);
    if (end == at_ || !is_stopped)
        return false;
    take(token, TokenKind::id, end - at_);
    return true;
}

bool Lexer::read_number(Token& token)
{
    std::size_t end = at_ + (peek(at_) == '-' ? 1U : 0U);
    const auto whole = end;
    while (is_digit(peek(end)))
        ++end;
    if (end == whole)
        return false;
    if (peek(end) == '.' && is_digit(peek(end + 1))) {
        ++end;
        while (is_digit(peek(end)))
            ++end;
    }
    if (!stops_literal(end))
        return false;
    take(token, TokenKind::number, end - at_);
    return true;
}

void Lexer::read_quoted(Token& token)
{
    const char quote = source_[at_];
    const auto end = closing_quote(source_, at_ + 1, quote);
    if (end == std::string_view::npos) {
        take(token, TokenKind::invalid, source_.size() - at_);
        return;
    }
    take(token, TokenKind::string, end + 1 - at_);
    const auto inside = std::string_view{token.text}.substr(1, token.text.size() - 2);
    token.text = unescape(inside, std::string_view{&quote, 1});
}

void Lexer::read_segment(Token& token)
{
    const auto end = closing_quote(source_, at_ + 1, ']');
    if (end == std::string_view::npos) {
        take(token, TokenKind::invalid, source_.size() - at_);
        return;
    }
    take(token, TokenKind::id, end + 1 - at_);
    token.text = unescape(token.text, "\\]");
}

} // namespace masthead::handlebars
