#include "core/web/form.hpp"
#include "core/web/words.hpp"
#include "growth.hpp"

#include <doctest/doctest.h>

using namespace masthead;
using namespace masthead::web;

namespace {

Request form_request(std::string type, std::string body)
{
    Request request;
    request.method = Method::post;
    request.headers.emplace_back("content-type", std::move(type));
    request.body = std::move(body);
    return request;
}

Result<Form> read_encoded(std::string body, FormLimits limits = {})
{
    return read_form(form_request("application/x-www-form-urlencoded", std::move(body)), limits);
}

Result<Form> read_parts(std::string body, FormLimits limits = {})
{
    return read_form(form_request("multipart/form-data; boundary=xyz", std::move(body)), limits);
}

std::string part(const std::string& name, const std::string& body)
{
    return "--xyz\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + body + "\r\n";
}

std::string file_part(const std::string& name, const std::string& file, const std::string& bytes)
{
    return "--xyz\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file +
           "\"\r\nContent-Type: Image/PNG\r\n\r\n" + bytes + "\r\n";
}

/// "invalid web.form_malformed", or "" where it was read.
std::string problem_of(const Result<Form>& form)
{
    return form ? std::string{} : form.error().message_key;
}

bool is_read(const Result<Form>& form)
{
    return form.has_value();
}

Refusal reason_of(const Result<Form>& form)
{
    REQUIRE(form.has_error());
    return form.error().reason;
}

} // namespace

TEST_CASE("an urlencoded form is read: first values, all values, empty ones")
{
    const auto form =
        read_encoded("text=Hello+w%C3%B6rld%21&tag=a&tag=b&empty=&button&&last=1%2B1");
    REQUIRE(form.has_value());
    CHECK(form->text("text") == "Hello w\xc3\xb6rld!");
    CHECK(form->text("tag") == "a");
    CHECK(form->texts("tag") == std::vector<std::string_view>{"a", "b"});
    CHECK(form->has("empty"));
    CHECK(form->has("button"));
    CHECK(form->text("last") == "1+1");
    CHECK_FALSE(form->has("nothing"));
    CHECK(form->text("nothing").empty());
    CHECK(form->file("text") == nullptr);
}

TEST_CASE("line ends become LF however they were sent")
{
    const auto form = read_encoded("text=a%0D%0Ab%0Dc%0Ad%0D%0D%0Ae%0D");
    REQUIRE(form.has_value());
    CHECK(form->text("text") == "a\nb\nc\nd\n\ne\n");
    const auto parts = read_parts(part("text", "a\r\nb") + "--xyz--\r\n");
    REQUIRE(parts.has_value());
    CHECK(parts->text("text") == "a\nb");
}

TEST_CASE("a request without a body is an empty form, another type is none")
{
    CHECK(is_read(read_form(Request{})));
    CHECK(problem_of(read_form(form_request("application/json", "{}"))) == problem_form_type);
    CHECK(problem_of(read_form(form_request("", "a=b"))) == problem_form_type);
    CHECK(problem_of(read_form(form_request("text/plain", "a=b"))) == problem_form_type);
    const std::string type = "application/x-www-form-urlencoded; charset=";
    CHECK(is_read(read_form(form_request(type + "UTF-8", "a=b"))));
    CHECK(problem_of(read_form(form_request(type + "utf-7", "a=b"))) == problem_form_type);
}

TEST_CASE("what no browser sends is refused")
{
    for (const char* body : {"a=%", "a=%4", "a=%zz", "a=%4g", "%=1", "a=%00", "a=%C3", "a=%FF",
                             "a=%ED%A0%80", "a=%C0%AF", "a=\xff"}) {
        CAPTURE(body);
        const auto form = read_encoded(body);
        CHECK(problem_of(form) == problem_form_malformed);
        CHECK(reason_of(form) == Refusal::invalid);
    }
}

TEST_CASE("an urlencoded form is refused one past each limit")
{
    FormLimits limits;
    limits.fields_max = 3;
    limits.field_bytes_max = 10;
    limits.name_bytes_max = 4;
    CHECK(is_read(read_encoded("a=1&b=2&c=3", limits)));
    CHECK(problem_of(read_encoded("a=1&b=2&c=3&d=4", limits)) == problem_form_fields);
    CHECK(is_read(read_encoded("a=" + std::string(10, 'x'), limits)));
    CHECK(problem_of(read_encoded("a=" + std::string(11, 'x'), limits)) == problem_field_long);
    CHECK(is_read(read_encoded("name=1", limits)));
    CHECK(problem_of(read_encoded("names=1", limits)) == problem_field_long);
    CHECK(reason_of(read_encoded("names=1", limits)) == Refusal::too_large);
}

TEST_CASE("a multipart form with texts and files is read")
{
    const auto form = read_parts(part("text", "Hello\r\n--xy\r\n") + part("empty", "") +
                                 file_part("picture", "C:\\holiday\\me%22.png", "\x89PNG\r\n\r\n") +
                                 file_part("none", "", "") + "--xyz--\r\n");
    REQUIRE(form.has_value());
    CHECK(form->text("text") == "Hello\n--xy\n");
    CHECK(form->has("empty"));
    CHECK_FALSE(form->has("picture"));
    REQUIRE(form->file("picture") != nullptr);
    CHECK(form->file("picture")->name == "me\".png");
    CHECK(form->file("picture")->content_type == "image/png");
    CHECK(form->file("picture")->bytes == "\x89PNG\r\n\r\n");
    CHECK(form->file("none") == nullptr);
    CHECK(form->all_files().size() == 1);
}

TEST_CASE("a file's name is fit to be shown and names no place")
{
    const auto name_of = [](const std::string& sent) {
        const auto form = read_parts(file_part("f", sent, "x") + "--xyz--");
        return form ? form->file("f")->name : "-";
    };
    CHECK(name_of("../../etc/passwd") == "passwd");
    CHECK(name_of("a\x01\tb.png") == "ab.png");
    CHECK(name_of("a\\\"b.png") == "a\"b.png");
    CHECK(name_of("\xff") == "-");
    CHECK(name_of("dir/") == "");
    CHECK(name_of(std::string(300, 'a')).size() == 255);
}

TEST_CASE("a damaged multipart form is refused as a whole")
{
    const std::string good = part("a", "1");
    const std::string disposition = "Content-Disposition: form-data; name=\"a\"";
    const std::pair<const char*, std::string> rows[] = {
        {"no end", good},
        {"no last dashes", good + "--xyz"},
        {"one last dash", good + "--xyz-"},
        {"text before the first part", "hello\r\n" + good + "--xyz--"},
        {"text after the end", good + "--xyz--\r\nhello"},
        {"another boundary", "--xy\r\n" + disposition + "\r\n\r\n1\r\n--xy--"},
        {"a longer boundary", good + "--xyzz--"},
        {"bare line feeds", "--xyz\n" + disposition + "\n\n1\n--xyz--"},
        {"no head", "--xyz\r\n\r\n1\r\n--xyz--"},
        {"no disposition", "--xyz\r\nContent-Type: text/plain\r\n\r\n1\r\n--xyz--"},
        {"two dispositions",
         "--xyz\r\n" + disposition + "\r\n" + disposition + "\r\n\r\n1\r\n--xyz--"},
        {"two names", "--xyz\r\n" + disposition + "; name=\"b\"\r\n\r\n1\r\n--xyz--"},
        {"no name", "--xyz\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xyz--"},
        {"an attachment",
         "--xyz\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--xyz--"},
        {"an open quote", "--xyz\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--xyz--"},
        {"a part in a part",
         "--xyz\r\n" + disposition + "\r\nContent-Type: multipart/mixed\r\n\r\n1\r\n--xyz--"},
        {"a coded part", "--xyz\r\n" + disposition +
                             "\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--xyz--"},
        {"a folded line", "--xyz\r\n" + disposition + "\r\n folded: 1\r\n\r\n1\r\n--xyz--"},
        {"a part that ends at once", "--xyz\r\n" + disposition + "\r\n\r\n--xyz--"},
        {"no UTF-8", part("a", "\xff") + "--xyz--"},
        {"a NUL", part("a", std::string(1, '\0')) + "--xyz--"},
        {"a NUL in a name", part(std::string("a\0b", 3), "1") + "--xyz--"},
    };
    for (const auto& [name, body] : rows) {
        CAPTURE(name);
        CHECK(problem_of(read_parts(body)) == problem_form_malformed);
    }
    CHECK(is_read(read_parts(good + "--xyz--")));
}

TEST_CASE("a boundary that is none is refused")
{
    const std::string body = part("a", "1") + "--xyz--";
    const std::string type = "multipart/form-data";
    CHECK(is_read(read_form(form_request(type + "; boundary=\"xyz\"", body))));
    CHECK(is_read(read_form(form_request(type + ";boundary=xyz; charset=utf-8", body))));
    for (const std::string parameter :
         {"", "; boundary=", "; boundary=\"\"", "; boundary=\"x\r\n\"", "; boundary=\"xyz",
          "; boundary", "; boundary=x y z"}) {
        CAPTURE(parameter);
        CHECK(problem_of(read_form(form_request(type + parameter, body))) ==
              problem_form_malformed);
    }
    const auto with = [&](std::size_t length) {
        const std::string boundary(length, 'b');
        return read_form(form_request(
            type + "; boundary=" + boundary,
            "--" + boundary + "\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--" +
                boundary + "--"));
    };
    CHECK(is_read(with(70)));
    CHECK(problem_of(with(71)) == problem_form_malformed);
}

TEST_CASE("a multipart form is refused one past each limit")
{
    FormLimits limits;
    limits.fields_max = 3;
    limits.name_bytes_max = 4;
    limits.field_bytes_max = 10;
    limits.files_max = 2;
    limits.file_bytes_max = 20;
    const auto read = [&](const std::string& parts) {
        return read_parts(parts + "--xyz--", limits);
    };
    const auto text_part = part("a", "1");
    CHECK(is_read(read(text_part + text_part + text_part)));
    CHECK(problem_of(read(text_part + text_part + text_part + text_part)) == problem_form_fields);
    CHECK(is_read(read(part("name", std::string(10, 'x')))));
    CHECK(problem_of(read(part("names", "1"))) == problem_field_long);
    CHECK(problem_of(read(part("a", std::string(11, 'x')))) == problem_field_long);
    std::string lines;
    for (int i = 0; i < 10; ++i)
        lines += "\r\n";
    CHECK(read(part("a", lines))->text("a").size() == 10);
    const auto file = file_part("f", "f.png", std::string(20, 'x'));
    CHECK(is_read(read(file + file)));
    CHECK(problem_of(read(file + file + file)) == problem_form_fields);
    CHECK(problem_of(read(file_part("f", "f.png", std::string(21, 'x')))) == problem_file_large);
}

TEST_CASE("a part's head is refused one past its limits")
{
    const auto with_fields = [](int more, std::size_t bytes) {
        std::string head = "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n";
        for (int i = 0; i < more; ++i)
            head += "X: " + std::string(bytes, 'x') + "\r\n";
        return read_parts(head + "\r\n1\r\n--xyz--");
    };
    CHECK(is_read(with_fields(7, 1)));
    CHECK(problem_of(with_fields(8, 1)) == problem_form_malformed);
    // The head with both its line ends fits into 4 KiB.
    const std::size_t others =
        std::string{"\r\nContent-Disposition: form-data; name=\"a\"\r\nX: \r\n\r\n"}.size();
    CHECK(is_read(with_fields(1, 4'096 - others)));
    CHECK(problem_of(with_fields(1, 4'097 - others)) == problem_form_malformed);
}

TEST_CASE("forms made to be slow are read in linear time")
{
    FormLimits limits;
    limits.fields_max = 10'000'000;
    limits.field_bytes_max = limits.file_bytes_max = 100'000'000;
    const auto repeat = [](std::string_view text, std::size_t times) {
        std::string out;
        for (std::size_t i = 0; i < times; ++i)
            out += text;
        return out;
    };
    const auto grows = [&](auto read) {
        return test::grows_in_step([&] { read(50'000); }, [&] { read(200'000); });
    };
    CHECK(grows([&](std::size_t n) { (void)read_encoded(repeat("a=1&", n), limits); }));
    CHECK(grows([&](std::size_t n) { (void)read_encoded(repeat("&", n), limits); }));
    CHECK(grows([&](std::size_t n) { (void)read_encoded("a=" + repeat("%25", n), limits); }));
    CHECK(grows([&](std::size_t n) {
        (void)read_parts(part("a", repeat("\r\n--xy", n)) + "--xyz--", limits);
    }));
    CHECK(grows([&](std::size_t n) { (void)read_parts(repeat(part("a", ""), n), limits); }));
    CHECK(grows([&](std::size_t n) {
        (void)read_form(form_request("multipart/form-data" + repeat("; a=b", n), "x"), limits);
    }));
}
