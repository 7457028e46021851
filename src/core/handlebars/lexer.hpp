#pragma once

#include "core/handlebars/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::handlebars {

/// The tokens of Handlebars 4.7, named as its grammar names them.
enum class TokenKind : std::uint8_t {
    content,
    comment,
    open,
    open_unescaped,
    open_block,
    open_inverse,
    open_inverse_chain,
    inverse,
    open_endblock,
    open_partial,
    open_partial_block,
    open_raw_block,
    close_raw_block,
    end_raw_block,
    close,
    close_unescaped,
    open_sexpr,
    close_sexpr,
    equals,
    id,
    separator,
    data,
    string,
    number,
    boolean,
    undefined_word,
    null_word,
    open_block_params,
    close_block_params,
    end,
    invalid
};

/// The grammar's own name, as it appears in messages: "OPEN_BLOCK".
std::string_view token_name(TokenKind kind);

/// A piece of a template. `text` is what stood there; for strings and [segments] with escapes
/// undone, for content without the escaping backslash.
struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;
    Position position;
};

/// Cuts a template into tokens, one at a time. Linear in the length of the template. The source
/// must outlive the lexer.
class Lexer {
public:
    explicit Lexer(std::string_view source) : source_(source) {}

    /// The next token; `end` again and again once all is read. Bytes that start no token give
    /// `invalid`.
    Token next();

private:
    enum class Mode : std::uint8_t { text, escaped, raw, tag };

    bool read_text(Token& token);
    void read_escaped(Token& token);
    void read_raw(Token& token);
    bool read_tag(Token& token);
    bool read_opening(Token& token);
    bool read_comment(Token& token, std::size_t after_tilde);
    bool read_closing(Token& token);
    bool read_sign(Token& token);
    bool read_word(Token& token);
    bool read_number(Token& token);
    void read_quoted(Token& token);
    void read_segment(Token& token);
    void take(Token& token, TokenKind kind, std::size_t bytes);
    bool take_if(Token& token, std::string_view word, TokenKind kind);
    bool stops_literal(std::size_t at) const;
    char peek(std::size_t at) const { return at < source_.size() ? source_[at] : '\0'; }
    bool at(std::string_view word) const { return source_.substr(at_).starts_with(word); }

    std::string_view source_; // borrowed for the length of one compilation
    std::size_t at_ = 0;
    Position position_;
    Mode mode_ = Mode::text;
    int raw_depth_ = 0;
};

} // namespace masthead::handlebars
