#include "core/handlebars/value.hpp"

#include "core/handlebars/testing.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace masthead::handlebars {

TEST_CASE("a value is small and its texts are shared, not copied")
{
    CHECK(sizeof(Value) == 16);
    const Value text{std::string(100, 'x')};
    const Value copy = text;
    CHECK(copy.text().data() == text.text().data());
    const std::string owner = "owned elsewhere";
    CHECK(Value::view(owner).text().data() == owner.data());
}

TEST_CASE("numbers print as JavaScript prints them")
{
    const auto printed = [](Value value) { return value.to_string(); };
    CHECK(printed(0) == "0");
    CHECK(printed(-0.0) == "0");
    CHECK(printed(42) == "42");
    CHECK(printed(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(printed(1.0) == "1");
    CHECK(printed(0.1) == "0.1");
    CHECK(printed(-12.5) == "-12.5");
    CHECK(printed(123456789012345680000.0) == "123456789012345680000");
    CHECK(printed(1e21) == "1e+21");
    CHECK(printed(1.5e300) == "1.5e+300");
    CHECK(printed(1e-6) == "0.000001");
    CHECK(printed(1e-7) == "1e-7");
    CHECK(printed(std::numeric_limits<double>::quiet_NaN()) == "NaN");
    CHECK(printed(-std::numeric_limits<double>::infinity()) == "-Infinity");
}

TEST_CASE("every kind prints as in a template")
{
    CHECK(Value{}.to_string().empty());
    CHECK(Value{nullptr}.to_string().empty());
    CHECK(Value{true}.to_string() == "true");
    CHECK(Value{Array{1, "a", nullptr, Array{2, 3}}}.to_string() == "1,a,,2,3");
    CHECK(Value{Object{}}.to_string() == "[object Object]");
    CHECK(Value{std::optional<int>{}}.is(Kind::null));
    CHECK(Value{std::optional<int>{3}}.to_string() == "3");
}

TEST_CASE("truth and emptiness are those of JavaScript and of #if")
{
    for (const auto& value : {Value{}, Value{nullptr}, Value{false}, Value{0}, Value{0.0},
                              Value{std::numeric_limits<double>::quiet_NaN()}, Value{""}})
        CHECK_FALSE(value.is_truthy());
    for (const auto& value :
         {Value{true}, Value{-1}, Value{"0"}, Value{Array{}}, Value{Object{}}, Value::safe("")})
        CHECK(value.is_truthy());
    CHECK(Value{Array{}}.is_empty());
    CHECK_FALSE(Value{0}.is_empty());
    CHECK_FALSE(Value{Object{}}.is_empty());
}

TEST_CASE("equality follows JavaScript, and containers are equal to themselves alone")
{
    CHECK(Value{1}.strictly_equals(1.0));
    CHECK_FALSE(Value{1}.strictly_equals("1"));
    CHECK(Value{1}.loosely_equals("1"));
    CHECK(Value{nullptr}.loosely_equals(Value{}));
    CHECK_FALSE(Value{nullptr}.strictly_equals(Value{}));
    CHECK_FALSE(Value{0}.loosely_equals(nullptr));
    const Value list{Array{1}};
    const Value same = list;
    CHECK(list.strictly_equals(same));
    CHECK_FALSE(list.strictly_equals(Value{Array{1}}));
}

TEST_CASE("an object keeps the order of setting, with array indexes first")
{
    const Value value = Object{{"b", 1}, {"10", 2}, {"a", 3}, {"2", 4}};
    std::string order;
    for (std::size_t i = 0; i < value.object()->size(); ++i)
        order += value.object()->name_at(i).name() + ' ';
    CHECK(order == "2 10 b a ");
    CHECK(value.get("10").as_integer() == 2);
}

TEST_CASE("large and small objects find every property and nothing else")
{
    for (const int count : {1, 48, 49, 1'000}) {
        Object object;
        for (int i = 0; i < count; ++i)
            object.append("name" + std::to_string(i), i);
        const Value value = std::move(object);
        for (int i = 0; i < count; ++i)
            REQUIRE(value.get("name" + std::to_string(i)).as_integer() == i);
        CHECK(value.get("name" + std::to_string(count)).is(Kind::undefined));
    }
}

TEST_CASE("lists and texts have indexes and a length, and no inherited properties")
{
    const Value list{Array{"x", "y"}};
    CHECK(list.get("length").as_integer() == 2);
    CHECK(list.get("1").text() == "y");
    CHECK(list.get("2").is(Kind::undefined));
    CHECK(Value{"n\xc3\xa9\xf0\x9f\x98\x80"}.get("length").as_integer() == 4);
    CHECK(Value{"n\xc3\xa9"}.get("1").text() == "\xc3\xa9");
    CHECK(list.get("constructor").is(Kind::undefined));
    CHECK(Value{Object{}}.get("__proto__").is(Kind::undefined));
}

TEST_CASE("a lazy value is made once, at its first use, and not at all if nobody looks")
{
    int made = 0;
    const auto lazy = [&made] {
        return Value::lazy([&made] {
            ++made;
            return Value{Object{{"name", "Ann"}}};
        });
    };
    CHECK(testing::draw("{{title}}", Object{{"title", "x"}, {"author", lazy()}}) == "x");
    CHECK(made == 0);
    const Value context = Object{{"author", lazy()}};
    CHECK(testing::draw("{{author.name}} {{#with author}}{{name}}{{/with}}{{#if author}}!{{/if}}",
                        context) == "Ann Ann!");
    CHECK(made == 1);
}

TEST_CASE("a lazy value that asks for itself is undefined inside")
{
    Value self;
    self = Value::lazy([&self] { return Value{"<" + self.forced().to_string() + ">"}; });
    CHECK(self.forced().text() == "<>");
}

TEST_CASE("a lookup by a name nobody interned leaves the table of names as it is")
{
    CHECK_FALSE(Symbol::find("a name that nobody uses").has_value());
    const Value context = Object{{"map", Object{{"known", 1}}}, {"key", "another unused name"}};
    CHECK(testing::draw("{{lookup map key}}{{lookup map 'known'}}", context) == "1");
    CHECK_FALSE(Symbol::find("another unused name").has_value());
}

TEST_CASE("names are the same symbol on every thread")
{
    std::vector<std::thread> threads;
    std::array<std::vector<Symbol>, 4> seen;
    for (auto& symbols : seen) {
        threads.emplace_back([&symbols] {
            for (int i = 0; i < 3'000; ++i)
                symbols.emplace_back("shared" + std::to_string(i));
        });
    }
    for (auto& thread : threads)
        thread.join();
    for (const auto& symbols : seen) {
        CHECK(symbols == seen[0]);
        CHECK(symbols[2'999].text() == "shared2999");
    }
}

TEST_CASE("text is escaped as Handlebars escapes it")
{
    CHECK(testing::draw("{{.}}|{{{.}}}|{{&.}}", "<a b=\"c\">'`&</a>") ==
          "&lt;a b&#x3D;&quot;c&quot;&gt;&#x27;&#x60;&amp;&lt;/a&gt;|"
          "<a b=\"c\">'`&</a>|<a b=\"c\">'`&</a>");
    CHECK(testing::draw("{{.}}", Value::safe("<b>")) == "<b>");
    CHECK(testing::draw("{{.}}", Value{Array{"<", Value::safe("<")}}) == "&lt;,&lt;");
}

} // namespace masthead::handlebars
