#pragma once

#include "core/base/result.hpp"
#include "core/web/request.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace masthead::web {

/// How much a form may hold. What passes any of them is refused as a whole.
struct FormLimits {
    std::size_t fields_max = 100; ///< texts and files together
    std::size_t name_bytes_max = 100;
    std::size_t field_bytes_max = 64 * 1024; ///< of one text
    std::size_t files_max = 4;
    std::size_t file_bytes_max = 8 * 1024 * 1024; ///< of one file
};

/// A file as the reader's browser sent it: nothing in it is to be believed.
struct UploadedFile {
    std::string name;         ///< last part of the name on the reader's machine, without controls
    std::string content_type; ///< what the browser takes it for; lower case, without parameters
    std::string bytes;
};

/// A form that was read. Texts are valid UTF-8 without NUL, their lines ended by LF.
class Form {
public:
    using Texts = std::vector<std::pair<std::string, std::string>>;
    using Files = std::vector<std::pair<std::string, UploadedFile>>;

    Form() = default;
    Form(Texts texts, Files files) : texts_(std::move(texts)), files_(std::move(files)) {}

    /// The first text of that name, or an empty view. Lives as long as the form.
    std::string_view text(std::string_view name) const;
    std::vector<std::string_view> texts(std::string_view name) const;

    /// Whether there is a text of that name, be it empty: a button, a ticked box.
    bool has(std::string_view name) const;

    /// The first file of that name, or null: also where the reader chose none.
    const UploadedFile* file(std::string_view name) const;

    const Texts& all_texts() const { return texts_; }
    const Files& all_files() const { return files_; }

private:
    Texts texts_;
    Files files_;
};

/// Reads the body of a form, urlencoded or multipart (RFC 7578 as browsers write it); a request
/// without a body is an empty form.
/// Refuses: `invalid` what no browser sends (another type, broken escapes, no UTF-8, a multipart
/// body that does not end), `too_large` what passes a limit. Linear time. Throws: nothing.
Result<Form> read_form(const Request& request, FormLimits limits = {});

} // namespace masthead::web
