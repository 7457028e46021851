#include "core/handlebars/ast.hpp"

#include "core/handlebars/value.hpp"

namespace masthead::handlebars::ast {

namespace {

bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

bool Path::is_scoped() const
{
    if (original.starts_with('.'))
        return true;
    // Handlebars looks for /this\b/ anywhere, so `mythis` counts too; a theme may rely on either.
    for (auto at = original.find("this"); at != std::string::npos;
         at = original.find("this", at + 1)) {
        if (at + 4 == original.size() || !is_word_byte(original[at + 4]))
            return true;
    }
    return false;
}

std::string Expression::original() const
{
    switch (kind) {
    case ExpressionKind::path: return path.original;
    case ExpressionKind::string: return text;
    case ExpressionKind::boolean: return boolean ? "true" : "false";
    case ExpressionKind::undefined_word: return "undefined";
    case ExpressionKind::null_word: return "null";
    case ExpressionKind::call: return {};
    case ExpressionKind::number: break;
    }
    std::string printed;
    append_number(printed, number);
    return printed;
}

bool Expression::same_original(const Expression& other) const
{
    const auto is_text = [](const Expression& e) {
        return e.kind == ExpressionKind::path || e.kind == ExpressionKind::string;
    };
    const bool comparable = kind == other.kind || (is_text(*this) && is_text(other));
    return comparable && kind != ExpressionKind::call && original() == other.original();
}

} // namespace masthead::handlebars::ast
