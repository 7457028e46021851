#pragma once

#include "core/handlebars/error.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace masthead::handlebars {

struct Code;

/// How Handlebars.compile is told to differ. Themes use the defaults.
struct CompileOptions {
    bool strict = false;         ///< an unknown name is an error
    bool assume_objects = false; ///< only the last segment of a path may be absent
    bool compat = false;         ///< mustache: look a name up in enclosing contexts
    bool no_escape = false;
    bool prevent_indent = false;    ///< a standalone partial's indent is written once, not per line
    bool ignore_standalone = false; ///< tags alone on a line leave the line
    bool explicit_partial_context = false;
    bool known_helpers_only = false; ///< a bare name is never a helper, unless known
    std::vector<std::string> known_helpers;
};

/// A compiled template: immutable, shared by any number of threads, cheap to copy.
class Program {
public:
    /// Where errors say they are.
    const std::string& file() const;
    /// The name in `{{!< name}}`, empty where the template has no layout.
    const std::string& layout() const;
    /// Names of partials called with a fixed name and without a fallback body.
    const std::vector<std::string>& partials() const;

private:
    friend class Renderer;
    friend Outcome<Program> compile(std::string_view, std::string, const CompileOptions&);
    explicit Program(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
    std::shared_ptr<const Code> code_;
};

/// Compiles a template. `file` is only for messages. Errors: syntax and limits::*, with line and
/// column. Threads: pure, apart from interning names.
Outcome<Program> compile(std::string_view source, std::string file,
                         const CompileOptions& options = {});

} // namespace masthead::handlebars
