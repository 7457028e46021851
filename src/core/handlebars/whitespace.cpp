#include "core/handlebars/whitespace.hpp"

#include "core/handlebars/characters.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace masthead::handlebars {

namespace {

using ast::Body;
using ast::Statement;
using ast::StatementKind;

enum class Reach : std::uint8_t { line, all };
enum class Place : std::uint8_t { root, nested };

/// What a statement asks of the text beside it.
struct Wish {
    bool open = false;
    bool close = false;
    bool open_standalone = false;
    bool close_standalone = false;
    bool inline_standalone = false;
};

const Statement* content_at(const Body& body, std::size_t index)
{
    const bool exists = index < body.statements.size();
    return exists && body.statements[index].kind == StatementKind::content ? &body.statements[index]
                                                                           : nullptr;
}

/// Whether only white space with a line end (or, at the template's start, only white space) stands
/// before the statement at `index`. `index` may be the end of the body.
bool is_line_start(const Body& body, std::size_t index, Place place)
{
    if (index == 0)
        return place == Place::root;
    const Statement* const before = content_at(body, index - 1);
    if (before == nullptr)
        return false;
    const std::string_view text = before->original;
    const auto begin = trailing_spaces(text);
    if (text.find('\n', begin) != std::string_view::npos)
        return true;
    return begin == 0 && index == 1 && place == Place::root;
}

/// Whether only white space with a line end (or, at the template's end, only white space) stands
/// from `index` on, which may be one past the body's last statement.
bool is_line_end(const Body& body, std::size_t index, Place place)
{
    if (index >= body.statements.size())
        return place == Place::root;
    const Statement* const next = content_at(body, index);
    if (next == nullptr)
        return false;
    const std::string_view text = next->original;
    const auto end = skip_spaces(text, 0);
    if (text.substr(0, end).find('\n') != std::string_view::npos)
        return true;
    return end == text.size() && index + 1 == body.statements.size() && place == Place::root;
}

/// Strips the start of the content at `index`: the rest of the line, or all white space.
void strip_start(Body& body, std::size_t index, Reach reach)
{
    if (content_at(body, index) == nullptr)
        return;
    Statement& content = body.statements[index];
    if (reach == Reach::line && content.is_right_stripped)
        return;
    std::size_t end = 0;
    if (reach == Reach::all) {
        end = skip_spaces(content.text, 0);
    } else {
        end = std::min(content.text.find_first_not_of(" \t"), content.text.size());
        const std::string_view rest = std::string_view{content.text}.substr(end);
        end += rest.starts_with("\r\n")                           ? 2U
               : rest.starts_with('\r') || rest.starts_with('\n') ? 1U
                                                                  : 0U;
    }
    content.text.erase(0, end);
    content.is_right_stripped = end != 0;
}

/// Strips the end of the content before `index`: blanks of its line, or all white space. True where
/// there was something.
bool strip_end(Body& body, std::size_t index, Reach reach)
{
    if (index == 0 || content_at(body, index - 1) == nullptr)
        return false;
    Statement& content = body.statements[index - 1];
    if (reach == Reach::line && content.is_left_stripped)
        return false;
    const auto last = content.text.find_last_not_of(" \t");
    const auto begin = reach == Reach::all         ? trailing_spaces(content.text)
                       : last == std::string::npos ? 0
                                                   : last + 1;
    content.is_left_stripped = begin != content.text.size();
    content.text.resize(begin);
    return content.is_left_stripped;
}

void strip_body_start(Body& body, Reach reach)
{
    strip_start(body, 0, reach);
}

void strip_body_end(Body& body, Reach reach)
{
    strip_end(body, body.statements.size(), reach);
}

class WhitespaceControl {
public:
    explicit WhitespaceControl(Standalone standalone) : standalone_(standalone) {}

    void visit(Body& body, Place place)
    {
        for (std::size_t i = 0; i < body.statements.size(); ++i)
            apply(body, i, wish_of(body.statements[i]), place);
    }

private:
    Wish wish_of(Statement& statement)
    {
        switch (statement.kind) {
        case StatementKind::content: return {};
        case StatementKind::mustache:
        case StatementKind::decorator:
            return {.open = statement.strip.open, .close = statement.strip.close};
        case StatementKind::comment:
        case StatementKind::partial:
            return {.open = statement.strip.open,
                    .close = statement.strip.close,
                    .inline_standalone = true};
        default: return visit_block(statement);
        }
    }

    void apply(Body& body, std::size_t i, const Wish& wish, Place place)
    {
        if (body.statements[i].kind == StatementKind::content)
            return;
        const bool starts_line = is_line_start(body, i, place);
        const bool ends_line = is_line_end(body, i + 1, place);
        if (wish.close)
            strip_start(body, i + 1, Reach::all);
        if (wish.open)
            strip_end(body, i, Reach::all);
        if (standalone_ == Standalone::keeps_line)
            return;
        Statement& current = body.statements[i];
        if (wish.inline_standalone && starts_line && ends_line) {
            strip_start(body, i + 1, Reach::line);
            if (strip_end(body, i, Reach::line) && current.kind == StatementKind::partial)
                current.indent = indent_of(body.statements[i - 1].original);
        }
        if (wish.open_standalone && starts_line) {
            strip_body_start(current.body ? *current.body : *current.inverse, Reach::line);
            strip_end(body, i, Reach::line);
        }
        if (wish.close_standalone && ends_line) {
            strip_start(body, i + 1, Reach::line);
            strip_body_end(current.inverse ? *current.inverse : *current.body, Reach::line);
        }
    }

    static std::string indent_of(const std::string& before)
    {
        const auto last = before.find_last_not_of(" \t");
        return before.substr(last == std::string::npos ? 0 : last + 1);
    }

    Wish visit_block(Statement& block)
    {
        if (block.body)
            visit(*block.body, Place::nested);
        if (block.inverse)
            visit(*block.inverse, Place::nested);
        Body& first = block.body ? *block.body : *block.inverse;
        Body* const inverse = block.body ? block.inverse.get() : nullptr;
        Body* first_inverse = inverse;
        Body* last_inverse = inverse;
        if (inverse != nullptr && inverse->is_chained && !inverse->statements.empty()) {
            first_inverse = inverse->statements.front().body.get();
            last_inverse = inverse->statements.back().body.get();
        }
        const Body& closing = first_inverse != nullptr ? *first_inverse : first;
        const Wish wish{
            .open = block.strip.open,
            .close = block.close_strip.close,
            .open_standalone = is_line_end(first, 0, Place::nested),
            .close_standalone = is_line_start(closing, closing.statements.size(), Place::nested),
        };
        if (block.strip.close)
            strip_body_start(first, Reach::all);
        if (inverse != nullptr)
            strip_around_inverse(block, first, *first_inverse, *last_inverse);
        else if (block.close_strip.open)
            strip_body_end(first, Reach::all);
        return wish;
    }

    void strip_around_inverse(const Statement& block, Body& first, Body& first_inverse,
                              Body& last_inverse) const
    {
        if (block.inverse_strip.open)
            strip_body_end(first, Reach::all);
        if (block.inverse_strip.close)
            strip_body_start(first_inverse, Reach::all);
        if (block.close_strip.open)
            strip_body_end(last_inverse, Reach::all);
        // An {{else}} alone on its line.
        if (standalone_ == Standalone::leaves_line &&
            is_line_start(first, first.statements.size(), Place::nested) &&
            is_line_end(first_inverse, 0, Place::nested)) {
            strip_body_end(first, Reach::line);
            strip_body_start(first_inverse, Reach::line);
        }
    }

    Standalone standalone_;
};

} // namespace

void strip_whitespace(Body& root, Standalone standalone)
{
    WhitespaceControl{standalone}.visit(root, Place::root);
}

} // namespace masthead::handlebars
