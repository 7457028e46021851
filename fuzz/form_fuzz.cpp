// Forms made to confuse: whatever is read must keep its limits and its promises. The first line is
// the content type, the rest the body.
#include "core/base/text.hpp"
#include "core/web/form.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace masthead;

namespace {

constexpr web::FormLimits limits{8, 20, 200, 2, 300};

void require(bool good, const char* what)
{
    if (good)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void check_text(std::string_view text, std::size_t bytes_max)
{
    require(text.size() <= bytes_max, "too long");
    require(is_valid_utf8(text), "no UTF-8");
    require(text.find_first_of(std::string_view{"\r\0", 2}) == std::string_view::npos,
            "a carriage return or a NUL");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    const auto line = std::min(input.find('\n'), size);
    web::Request request;
    request.headers.emplace_back("content-type", input.substr(0, line));
    request.headers.emplace_back("cookie", input.substr(0, line));
    request.headers.emplace_back("accept", input.substr(0, line));
    request.body = input.substr(std::min(line + 1, size));
    request.cookie("a");
    request.wants_json();
    const auto form = web::read_form(request, limits);
    if (!form)
        return 0;
    require(form->all_texts().size() + form->all_files().size() <= limits.fields_max, "too many");
    require(form->all_files().size() <= limits.files_max, "too many files");
    for (const auto& [name, value] : form->all_texts()) {
        check_text(name, limits.name_bytes_max);
        check_text(value, limits.field_bytes_max);
        require(form->has(name), "not found again");
    }
    for (const auto& [name, file] : form->all_files()) {
        check_text(file.name, 255);
        require(file.bytes.size() <= limits.file_bytes_max, "too large a file");
        require(file.name.find_first_of("/\\") == std::string::npos, "a path");
        require(form->file(name) != nullptr, "not found again");
    }
    return 0;
}
