#include "surfaces/transfer/wordpress_body/php_serialized.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::wordpress_body;

namespace {

std::string nested(std::size_t depth)
{
    std::string text;
    for (std::size_t i = 0; i < depth; ++i)
        text += "a:1:{i:0;";
    text += "N;";
    for (std::size_t i = 0; i < depth; ++i)
        text += "}";
    return text;
}

} // namespace

TEST_CASE("PHP's values are read")
{
    CHECK(std::get<bool>(parse_php_serialized("b:1;")->data));
    CHECK(std::get<std::int64_t>(parse_php_serialized("i:-42;")->data) == -42);
    CHECK(std::get<double>(parse_php_serialized("d:1.5E+3;")->data) == 1500);
    CHECK(std::get<std::string>(parse_php_serialized("s:4:\"a\";b\";")->data) == "a\";b");
    CHECK(std::holds_alternative<std::monostate>(parse_php_serialized("N;")->data));
    const auto array = parse_php_serialized("a:2:{s:1:\"x\";s:2:\"12\";i:0;a:0:{}}");
    REQUIRE(array.has_value());
    CHECK(array->find("x")->integer() == 12);
    CHECK(array->find("y") == nullptr);
    CHECK(array->array()->size() == 2);
}

TEST_CASE("objects are read over and never built")
{
    const auto value = parse_php_serialized(
        "a:2:{i:0;O:8:\"EvilTask\":1:{s:3:\"cmd\";s:2:\"ls\";}i:1;C:3:\"Foo\":4:{abcd}}");
    REQUIRE(value.has_value());
    CHECK(std::get<PhpValue::Opaque>((*value->array())[0].value.data).class_name == "EvilTask");
    CHECK(std::get<PhpValue::Opaque>((*value->array())[1].value.data).class_name == "Foo");
}

TEST_CASE("a string whose length was spoilt by re-encoding is still read")
{
    const auto value = parse_php_serialized("a:2:{s:1:\"a\";s:4:\"Köln\";s:1:\"b\";i:1;}");
    REQUIRE(value.has_value());
    CHECK(*value->find("a")->string() == "Köln");
    CHECK(value->find("b")->integer() == 1);
}

TEST_CASE("what is not serialised PHP is refused")
{
    for (const auto* bad :
         {"", "x", "i:1", "i:x;", "b:2;", "s:5:\"abc\"", "a:1:{i:0;i:1;", "a:2:{i:0;i:1;}",
          "a:-1:{}", "a:1:{N;N;}", "i:1;i:2;", "i:99999999999999999999;", "s:-1:\"\";",
          "O:3:\"Foo\"", "C:3:\"Foo\":99:{}", "d:;", "r:x;"})
        CHECK_MESSAGE(!parse_php_serialized(bad).has_value(), bad);
    CHECK(parse_php_serialized("i:x;").error().detail == "at byte 2");
}

TEST_CASE("depth, size and number of values are limited")
{
    CHECK(parse_php_serialized(nested(php_depth_max)).has_value());
    const auto deep = parse_php_serialized(nested(php_depth_max + 1));
    REQUIRE_FALSE(deep.has_value());
    CHECK(deep.error().reason == Refusal::too_large);
    CHECK_FALSE(parse_php_serialized(nested(100'000)).has_value());
    CHECK(parse_php_serialized(std::string(php_bytes_max + 1, 'N')).error().reason ==
          Refusal::too_large);
    std::string many = "a:200000:{";
    for (int i = 0; i < 200'000; ++i)
        many += "i:0;N;";
    CHECK(parse_php_serialized(many + "}").error().reason == Refusal::too_large);
    CHECK_FALSE(parse_php_serialized("a:9223372036854775807:{}").has_value());
}

TEST_CASE("an attachment's metadata gives size and file names")
{
    const auto metadata = parse_attachment_metadata(
        "a:4:{s:5:\"width\";i:1200;s:6:\"height\";s:3:\"800\";s:4:\"file\";s:13:\"2010/05/a.jpg\";"
        "s:5:\"sizes\";a:1:{s:6:\"medium\";a:1:{s:4:\"file\";s:13:\"a-300x200.jpg\";}}}");
    REQUIRE(metadata.has_value());
    CHECK(metadata->width == 1200);
    CHECK(metadata->height == 800);
    CHECK(metadata->file == "2010/05/a.jpg");
    CHECK(metadata->size_files == std::vector<std::string>{"a-300x200.jpg"});
    CHECK(parse_attachment_metadata("a:0:{}")->width == 0);
    CHECK_FALSE(parse_attachment_metadata("garbage").has_value());
}
