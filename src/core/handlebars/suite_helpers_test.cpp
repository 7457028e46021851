// The helpers that the cases of the Handlebars conformance suite bring along, written again in C++.
// They are looked up by hash so that no source of the suite stands here.
#include "core/handlebars/helper.hpp"
#include "core/handlebars/suite_testing.hpp"

#include <map>

namespace masthead::handlebars::testing {

namespace {

using Call = HelperCall;

std::string text(const Value& value)
{
    return value.to_string();
}

std::string upper(std::string word)
{
    for (char& c : word)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return word;
}

std::string body(Call& call)
{
    return call.body_text(call.context());
}

Helper constant(Value value)
{
    return [value](Call&) { return value; };
}

Helper property_of_this(const char* name)
{
    return [name](Call& call) { return call.context().get(name); };
}

Helper argument_after(const char* before)
{
    return [before](Call& call) { return Value{before + text(call.argument(0))}; };
}

Helper name_after(const char* before)
{
    return [before](Call& call) { return Value{before + std::string{call.name()}}; };
}

Value typed_hello(Call& call)
{
    const auto checked = [](const Value& value, bool is_right, const char* otherwise) {
        return is_right ? text(value) : otherwise;
    };
    const Value& times = call.argument(1);
    const Value& first = call.argument(2);
    const Value& second = call.argument(3);
    return "Hello " + text(call.argument(0)) + ' ' + checked(times, times.is_number(), "NaN") +
           " times: " + checked(first, first.is(Kind::boolean), "NaB") + ' ' +
           checked(second, second.is(Kind::boolean), "NaB");
}

Value hello_times(Call& call)
{
    const Value& times = call.argument(0);
    return "Hello " + (times.is_number() ? text(times) : "NaN") + " times";
}

Value goodbye_inline(Call& call)
{
    return "GOODBYE " + text(call.hash("cruel")) + ' ' + text(call.hash("world")) + ' ' +
           text(call.hash("times")) + " TIMES";
}

Value goodbye_block(Call& call)
{
    return "GOODBYE " + text(call.hash("cruel")) + ' ' + body(call) + ' ' +
           text(call.hash("times")) + " TIMES";
}

Value goodbye_print(Call& call)
{
    const Value& print = call.hash("print");
    if (!print.is(Kind::boolean))
        return "THIS SHOULD NOT HAPPEN";
    if (!print.as_boolean())
        return "NOT PRINTING";
    return "GOODBYE " + text(call.hash("cruel")) + ' ' +
           (call.is_block() ? body(call) : text(call.hash("world")));
}

Value three_byes(Call& call, const Value& context)
{
    for (const auto* bye : {"Goodbye", "goodbye", "GOODBYE"}) {
        call.write_safe(bye);
        call.write_safe(" ");
        call.draw_body(context);
        call.write_safe("! ");
    }
    return {};
}

Value list(Call& call)
{
    const Value& items = call.argument(0);
    if (items.items().empty())
        return "<p>" + call.inverse_text(call.context()) + "</p>";
    call.write_safe("<ul>");
    for (const auto& item : items.items()) {
        call.write_safe("<li>");
        call.draw_body(item);
        call.write_safe("</li>");
    }
    call.write_safe("</ul>");
    return {};
}

Value let(Call& call)
{
    DataFrame frame{call.data()};
    for (const auto& [name, value] : call.hash())
        frame.set(name, value);
    call.draw_body(call.context(), {.data = &frame});
    return {};
}

Value sad_data(Call& call)
{
    DataFrame frame;
    frame.set("adjective", "sad");
    call.draw_body(Object{{"exclaim", "?"}, {"zomg", "world"}}, {.data = &frame});
    return {};
}

Helper with_params(Value context, bool keeps_this)
{
    return [context, keeps_this](Call& call) {
        const Array params{1, 2};
        const bool declares = call.block_param_count() == 1;
        call.draw_body(
            keeps_this ? call.context() : context,
            {.block_params = declares ? std::span<const Value>{params} : std::span<const Value>{}});
        return Value{};
    };
}

/// Counts on over all calls, as the suite's helper does with a global.
Helper counting_params()
{
    return [next = std::make_shared<int>(1)](Call& call) {
        Array params;
        if (call.block_param_count() == 1)
            params = {(*next)++, (*next)++};
        call.draw_body(Object{{"value", "bar"}}, {.block_params = params});
        return Value{};
    };
}

Value link_to(Call& call)
{
    if (call.name() != "link_to")
        return {};
    return Value::safe("<a>" + (call.size() != 0 ? text(call.argument(0)) : "winning") + "</a>");
}

Value kind_name(Call& call)
{
    switch (call.argument(0).kind()) {
    case Kind::undefined: return "undefined";
    case Kind::boolean: return "boolean";
    case Kind::integer:
    case Kind::number: return "number";
    case Kind::string: return "string";
    default: return "object";
    }
}

Value input(Call& call)
{
    std::string html = "<input aria-label=\"";
    append_escaped(html, text(call.hash("aria-label")));
    html += "\" placeholder=\"";
    append_escaped(html, text(call.hash("placeholder")));
    return Value::safe(html + "\" />");
}

using Table = std::map<std::uint32_t, Helper>;

void add_constants(Table& table)
{
    table[0x0b5013e2] = constant("undefined!");
    table[0x3b65436b] = constant("null!");
    table[0x64709a5e] = constant("Awesome");
    table[0xedd3bc34] = constant("bar");
    table[0x4fd1740d] = constant(true);
    table[0x2c9df714] = constant(false);
    table[0xb17fa688] = constant(Object{{"first", "Alan"}, {"last", "Johnson"}});
    table[0x55d329d5] = constant(Array{Object{{"text", "goodbye"}}, Object{{"text", "Goodbye"}},
                                       Object{{"text", "GOODBYE"}}});
    table[0x6f7bf107] = constant("hello");
    table[0x688ed676] = constant({});
    table[0xe07e0f67] = constant("fail");
    table[0xe78f1327] = constant("winning");
    table[0x7d8175b3] = constant("world");
    table[0x813d5650] = constant("helpers");
    table[0x903cf593] = constant("found it!");
    table[0xd1aa8aba] = constant("world!");
    table[0x1e72b307] = constant("foo");
    table[0x8c5f3a77] = constant("dude");
    table[0x3d555c63] = constant("missing");
    table[0x546bb94a] = constant("blah");
    table[0xcf01501e] = constant("LOL");
}

void add_argument_helpers(Table& table)
{
    const Helper first = [](Call& call) { return call.argument(0); };
    table[0xcbde313f] = first;
    table[0x60693fab] = first;
    table[0xabeb2499] = first;
    table[0x7424b4d9] = argument_after("bar");
    table[0x54b0e10c] = argument_after("Hello ");
    table[0x330f89fc] = argument_after("Hello ");
    table[0x66ee1245] = argument_after("val is ");
    table[0xcfa201d4] = [](Call& call) {
        const bool is_undefined = call.argument(0).is(Kind::undefined);
        return text(is_undefined) + ' ' + text(call.argument(1).is(Kind::null)) + " object";
    };
    table[0xf8a6e859] = hello_times;
    table[0x1d250970] = typed_hello;
    table[0x96a17be7] = [](Call& call) {
        return "Goodbye " + text(call.argument(0)) + ' ' + text(call.argument(1));
    };
    table[0xf22e0839] = link_to;
    table[0x9d0d63cb] = link_to;
    table[0xb9024de6] = kind_name;
    table[0x399067eb] = [](Call& call) { return "cruel " + upper(text(call.argument(0))); };
    table[0x4f34929d] = [](Call& call) { return call.hash("length"); };
    table[0x46f64967] = [](Call& call) { return text(call.argument(0)) + text(call.argument(0)); };
    const Helper equal = [](Call& call) {
        return call.argument(0).strictly_equals(call.argument(1));
    };
    table[0xbc6e420c] = equal;
    table[0x5da19bb9] = equal;
    table[0x8a6cd790] = [](Call& call) {
        return "val is " + text(call.argument(0)) + ", " + text(call.argument(1)) + " and " +
               text(call.argument(2));
    };
    table[0xfd93baea] = [](Call& call) {
        return text(call.argument(0)) + '-' + text(call.argument(1));
    };
    table[0x5e5d9800] = [](Call& call) { return text(call.argument(0)) + text(call.argument(1)); };
    table[0x35981fa8] = input;
    table[0x102d97b2] = [](Call& call) { return Value::safe(call.argument(0).text()); };
    table[0xdd41de73] = goodbye_inline;
    table[0x3796db6c] = goodbye_print;
}

void add_context_helpers(Table& table)
{
    table[0xc21d4654] = property_of_this("more");
    table[0x6cf6a73f] = property_of_this("world");
    table[0xe50ef11b] = property_of_this("foo");
    table[0xc19d304a] = property_of_this("bar");
    table[0xb8915716] = property_of_this("testProperty");
    table[0xd1bb6771] = [](Call& call) { return call.context(); };
    table[0x59667f90] = [](Call& call) { return call.data("exclaim"); };
    table[0x4f152e0e] = [](Call& call) {
        return text(call.data("adjective")) + ' ' + text(call.context().get("noun"));
    };
    table[0x9dee0d97] = [](Call& call) {
        return text(call.data("adjective")) + ' ' + text(call.argument(0)) +
               text(call.context().get("exclaim"));
    };
    table[0x358193e2] = [](Call& call) { return upper(text(call.context().get("goodbye"))); };
    table[0x81fbd5f3] = name_after("missing: ");
    table[0xefd2c0d7] = name_after("helper missing: ");
    table[0xdd1f7eec] = name_after("ran: ");
}

void add_block_helpers(Table& table)
{
    const Helper draw_argument = [](Call& call) {
        call.draw_body(call.argument(0));
        return Value{};
    };
    const Helper draw = [](Call& call) {
        call.draw_body();
        return Value{};
    };
    table[0xb2f1048c] = draw_argument;
    table[0x829ea7aa] = draw;
    table[0xbd713de3] = draw;
    table[0x5e25bd1f] = let;
    table[0x9f07617e] = sad_data;
    table[0xa579d729] = [](Call& call) {
        return body(call) + text(call.argument(0)) + text(call.argument(1)) +
               text(call.argument(2));
    };
    table[0x4e805a8a] = [](Call& call) { return three_byes(call, call.context()); };
    table[0xd1d6ed86] = [](Call& call) { return three_byes(call, Object{}); };
    table[0x806c5e5d] = [](Call& call) {
        return "<a href=\"" + text(call.argument(0)) + '/' + text(call.context().get("url")) +
               "\">" + body(call) + "</a>";
    };
    table[0x149bbceb] = [](Call& call) {
        return "<a href=\"/people/" + text(call.context().get("id")) + "\">" + body(call) + "</a>";
    };
    table[0xaa814941] = [](Call& call) { return "<form>" + body(call) + "</form>"; };
    table[0x14a7153f] = [](Call& call) {
        return "<form>" + call.body_text(call.argument(0)) + "</form>";
    };
    table[0x98cc2864] = list;
    table[0xaf612ab6] = goodbye_block;
    table[0xa4327aef] = goodbye_print;
    table[0x1f7170ec] = [](Call& call) {
        return upper(text(call.context().get("goodbye"))) + body(call);
    };
    table[0xbeda19ad] = with_params(Object{{"value", "bar"}}, false);
    table[0x35ba7b13] = with_params(Object{}, false);
    table[0x999ce453] = with_params({}, true);
    table[0x325cac56] = counting_params();
    table[0x46207eda] = [](Call& call) {
        call.draw_body("");
        return Value{};
    };
    table[0x0643caa8] = [](Call& call) {
        call.draw_inverse("");
        return Value{};
    };
    table[0xe1cc157d] = [](Call& call) {
        if (call.argument(0).is_truthy())
            call.draw_body();
        else
            call.draw_inverse();
        return Value{};
    };
}

/// FNV-1a over the source without white space, its low half.
std::uint32_t hash_of(std::string_view javascript)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : javascript) {
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    return static_cast<std::uint32_t>(hash);
}

} // namespace

const Helper* find_suite_helper(std::string_view javascript)
{
    static const Table table = [] {
        Table made;
        add_constants(made);
        add_argument_helpers(made);
        add_context_helpers(made);
        add_block_helpers(made);
        return made;
    }();
    const auto found = table.find(hash_of(javascript));
    return found != table.end() ? &found->second : nullptr;
}

} // namespace masthead::handlebars::testing
