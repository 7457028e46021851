#include "surfaces/site/helpers.hpp"

#include "core/base/text.hpp"
#include "surfaces/site/environment.hpp"

namespace masthead::site {

namespace {

using namespace handlebars;

// A test is a block that chooses its branch, or a value inside {{#if (match …)}}.
Value answer(HelperCall& call, bool truth)
{
    if (!call.is_block())
        return truth;
    if (truth)
        call.draw_body();
    else
        call.draw_inverse();
    return {};
}

bool kind_is(const RenderEnvironment& page, std::string_view name)
{
    switch (page.kind) {
    case PageKind::home: return name == "home" || name == "index";
    case PageKind::index: return name == "index" || (name == "paged" && page.is_paged());
    case PageKind::tag: return name == "tag" || (name == "paged" && page.is_paged());
    case PageKind::author: return name == "author" || (name == "paged" && page.is_paged());
    case PageKind::post: return name == "post";
    case PageKind::page: return name == "page";
    case PageKind::thread: return name == "thread";
    case PageKind::archive: return name == "archive" || (name == "paged" && page.is_paged());
    case PageKind::forum: return name == "forum";
    case PageKind::account: return name == "account";
    case PageKind::error: return name == "error";
    }
    return false;
}

Value is_helper(HelperCall& call)
{
    const auto& page = call.environment<RenderEnvironment>();
    const auto names = call.argument(0).to_string();
    for (const auto name : split(names, ',')) {
        if (kind_is(page, trim(name)))
            return answer(call, true);
    }
    return answer(call, false);
}

bool compare(const Value& left, std::string_view op, const Value& right)
{
    const auto a = left.as_number();
    const auto b = right.as_number();
    if (op == "=" || op == "!=") {
        const bool same = (a && b) ? *a == *b : left.to_string() == right.to_string();
        return same == (op == "=");
    }
    if (op == "~")
        return left.to_string().find(right.to_string()) != std::string::npos;
    if (op == "~^")
        return left.to_string().starts_with(right.to_string());
    if (op == "~$")
        return left.to_string().ends_with(right.to_string());
    if (!a || !b)
        return false;
    if (op == "<")
        return *a < *b;
    if (op == "<=")
        return *a <= *b;
    if (op == ">")
        return *a > *b;
    return op == ">=" && *a >= *b;
}

Value match_helper(HelperCall& call)
{
    if (call.size() == 1)
        return answer(call, !call.argument(0).is_empty());
    if (call.size() == 2)
        return answer(call, compare(call.argument(0), "=", call.argument(1)));
    if (call.size() == 3)
        return answer(call, compare(call.argument(0), call.argument(1).text(), call.argument(2)));
    return call.fail("match takes one to three arguments");
}

// "nth:3", "1, 4": does the number (counted from 1) or index fit?
bool number_fits(std::string_view wanted, std::int64_t number)
{
    for (const auto part : split(wanted, ',')) {
        const auto text = trim(part);
        const bool every = text.starts_with("nth:");
        std::int64_t n = 0;
        const auto digits = every ? text.substr(4) : text;
        std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (every ? n > 0 && number % n == 0 : n == number)
            return true;
    }
    return false;
}

// tag="a, b": one of the list's slugs or names; "count:>1": how many there are.
bool list_fits(std::string_view wanted, const Value& list)
{
    static const Symbol slug{"slug"}, name{"name"};
    if (wanted.starts_with("count:")) {
        const auto rule = trim(wanted.substr(6));
        const auto digits = rule.find_first_of("0123456789");
        if (digits == std::string_view::npos)
            return false;
        const auto op = digits == 0 ? std::string_view{"="} : rule.substr(0, digits);
        return compare(Value{static_cast<std::int64_t>(list.items().size())}, op,
                       Value{std::string{rule.substr(digits)}});
    }
    for (const auto part : split(wanted, ',')) {
        const auto text = trim(part);
        for (const auto& item : list.items()) {
            if (equals_ignoring_case(item.get(slug).to_string(), text) ||
                equals_ignoring_case(item.get(name).to_string(), text))
                return true;
        }
    }
    return false;
}

bool names_fit(const HelperCall& call, std::string_view names, bool all)
{
    for (const auto part : split(names, ',')) {
        const auto found = Symbol::find(trim(part));
        const bool present = found && !call.context().get(*found).is_empty();
        if (present != all)
            return present;
    }
    return all;
}

bool text_in(std::string_view wanted, const std::string& text)
{
    const auto parts = split(wanted, ',');
    return std::ranges::any_of(parts, [&](std::string_view part) { return trim(part) == text; });
}

Value has_helper(HelperCall& call)
{
    static const Symbol tags{"tags"}, authors{"authors"}, number{"number"}, index{"index"};
    for (const auto& [name, value] : call.hash()) {
        const auto wanted = value.to_string();
        bool fits = false;
        if (name == Symbol{"tag"})
            fits = list_fits(wanted, call.context().get(tags));
        else if (name == Symbol{"author"})
            fits = list_fits(wanted, call.context().get(authors));
        else if (name == number)
            fits = number_fits(wanted, call.data(number).as_integer().value_or(0));
        else if (name == index)
            fits = number_fits(wanted, call.data(index).as_integer().value_or(0));
        else if (name == Symbol{"any"} || name == Symbol{"all"})
            fits = names_fit(call, wanted, name == Symbol{"all"});
        else
            fits = text_in(wanted, call.context().get(name).to_string());
        if (fits)
            return answer(call, true);
    }
    return answer(call, false);
}

} // namespace

void register_test_helpers(Engine& engine)
{
    engine.add_helper("is", is_helper);
    engine.add_helper("has", has_helper);
    engine.add_helper("match", match_helper);
}

} // namespace masthead::site
